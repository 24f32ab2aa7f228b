/** What the office of the empty town does until its people can go to the doors, by the words on its screens. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { OfficeHands } from '../support/officeDesk.ts';

const SEED = join(import.meta.dirname, '../../../seed');

export interface Secrets {
  readonly login: string | undefined;
  readonly password: string | undefined;
  readonly pin: string;
}

export interface Preview {
  /** New, changed, unchanged, to look at. */
  readonly figures: readonly number[];
  /** Words of the section of what is to look at, after it was opened. */
  readonly problems: string;
}

const button = (page: Page | Locator, name: string | RegExp) => page.getByRole('button', { name });

/** Looks through a roll of a new village; nothing is changed yet. */
export async function previewRoll(office: OfficeHands, file: string, code: string, name: string): Promise<Preview> {
  const { page } = office;
  await office.goto('住户名册');
  await page.getByRole('tab', { name: '导入' }).click();
  const another = button(page, '换一个文件');
  await another.or(page.getByLabel('花名册文件')).first().waitFor();
  if (await another.isVisible()) await another.click();
  await page.getByRole('combobox', { name: '村' }).selectOption({ label: '新的村…' });
  await page.getByLabel('村代码').fill(code);
  await page.getByLabel('村名').fill(name);
  await page.getByLabel('花名册文件').setInputFiles(file);
  await button(page, '看看会改什么').click();
  const line = page.getByText(/新登记 \d+ 户，修改 \d+ 户，没有变化 \d+ 户；有 \d+ 处要留意/);
  await line.waitFor();
  const figures = ((await line.textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
  // The lists are fetched after the figures are there.
  await button(page, /^导入选好的/).waitFor();
  const list = page.getByText(/^要留意的地方（\d+）$/);
  if ((await list.count()) === 0) return { figures, problems: '' };
  await list.click();
  const section = page.locator('details', { has: list });
  // Its lines are drawn once it is open.
  await section.getByRole('listitem').first().waitFor();
  const more = section.getByRole('button', { name: /^再看一些/ });
  while ((await more.count()) > 0) await more.click();
  return { figures, problems: (await section.textContent()) ?? '' };
}

/** Imports all of what the preview shows. */
export async function takeRoll({ page }: OfficeHands, households: number): Promise<void> {
  await button(page, `导入选好的 ${households} 户`).click();
  await page.getByText(/^已导入 \d+ 户/).waitFor({ timeout: 60_000 });
}

/** A person of the town; what they sign in with is shown this once. */
export async function addPerson(
  office: OfficeHands,
  who: { id: string; name: string; role: string; village?: string; login?: string },
): Promise<Secrets> {
  const { page } = office;
  await office.goto('人员');
  await button(page, '添加人员').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('编号').fill(who.id);
  await dialog.getByLabel('姓名').fill(who.name);
  await dialog.getByLabel('职务').selectOption({ label: who.role });
  if (who.village) await dialog.getByRole('combobox', { name: '村', exact: true }).selectOption({ label: who.village });
  if (who.login) await dialog.getByLabel('登录名').fill(who.login);
  await button(dialog, '保存').click();
  const shown = page.getByRole('dialog', { name: `${who.name}的开头密码` });
  await shown.waitFor();
  const secret = async (word: string) => {
    const value = shown.locator(`dt:text-is("${word}") + dd`);
    return (await value.count()) === 0 ? undefined : ((await value.textContent()) ?? '');
  };
  const secrets = { login: await secret('登录名'), password: await secret('密码'), pin: (await secret('PIN')) ?? '' };
  await button(shown, '好了').click();
  await shown.waitFor({ state: 'hidden' });
  return secrets;
}

/** Publishes the draft in view from a day on. */
async function publishDraft(page: Page, from: string): Promise<void> {
  await button(page, /^发布/).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('从哪天起用').fill(from);
  await dialog.getByRole('checkbox').check();
  await button(dialog, '发布').click();
  await dialog.waitFor({ state: 'hidden' });
}

async function importDraft(page: Page, table: string): Promise<void> {
  await button(page, '从表格导入').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('CSV 文件').setInputFiles(join(SEED, table));
  await button(dialog, '放进草稿').click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The town's next framework: the first version with the changes of a table. */
export async function publishFramework(office: OfficeHands, table: string, from: string): Promise<void> {
  const { page } = office;
  await page.getByRole('navigation').getByRole('link', { name: '规则' }).click();
  await button(page, '照第 1 版起草').click();
  await importDraft(page, table);
  await publishDraft(page, from);
  await page.getByText('第 2 版', { exact: true }).waitFor();
}

/** A village's first overlay from its table; what lies outside the town's bounds follows the town again. */
export async function publishOverlay(
  office: OfficeHands,
  table: string,
  from: string,
  outside?: string,
): Promise<void> {
  const { page } = office;
  await page.getByRole('navigation').getByRole('link', { name: '规则' }).click();
  await button(page, '从空白起草').click();
  await importDraft(page, table);
  if (outside) {
    // By the framework of today all is well; on the day when it begins there will be the town's next one.
    await button(page, /^发布/).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('从哪天起用').fill(from);
    await dialog.getByText('有 1 处超出镇里定的范围').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('有 1 处超出镇里定的范围').waitFor();
    await button(page, new RegExp(`^${outside} .*恢复全镇的`)).click();
    await page.getByText('有 1 处超出镇里定的范围').waitFor({ state: 'hidden' });
  }
  await publishDraft(page, from);
  await page.getByText('第 1 版', { exact: true }).waitFor();
}

/** New goods of the town. */
export async function addGoods(
  office: OfficeHands,
  goods: { name: string; spec: string; category: string; barcode: string; price: string },
): Promise<void> {
  const { page } = office;
  await office.goto('商品');
  await button(page, '上新商品').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill(goods.name);
  await dialog.getByLabel('规格').fill(goods.spec);
  await dialog.getByLabel('分类').fill(goods.category);
  await dialog.getByLabel('条码').fill(goods.barcode);
  await dialog.getByLabel('积分价').fill(goods.price);
  await button(dialog, '保存').click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(goods.name).first().waitFor();
}

/** Goods may be redeemed on these days alone; the town says so for all of it. */
export async function openWindow(office: OfficeHands, place: string, from: string, to: string): Promise<void> {
  const { page } = office;
  await page.getByRole('navigation').getByRole('link', { name: '兑换店' }).click();
  await page.getByRole('tab', { name: '兑换日' }).click();
  await button(page, `${place}的兑换日`).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('只在定好的日子').check();
  await dialog.getByLabel('从', { exact: true }).fill(from);
  await dialog.getByLabel('到（含当天）').fill(to);
  await button(dialog, '保存').click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The close of the village's store over some usual days. */
export async function openStoreClose({ page }: OfficeHands, span: '上季度' | '本季度' | '今天'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: '兑换店' }).click();
  await page.getByRole('tab', { name: '结算' }).click();
  await button(page, span).click();
  await page.getByRole('table').first().waitFor();
}
