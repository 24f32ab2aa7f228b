/** 一月一公示: the office closes a month, a neighbour reads the list on a phone and objects, the office upholds it, and the month goes on. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

/** Somebody whose deed is not in the list. */
const MISSING = { household: 'XW-0016', head: '谢权明', date: '2023-03-30' } as const;

let product: Product;
let browser: Browser;
let office: OfficeHands;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** What was missing is added in the answer's dialog: whose, which item, how much, on a day of the month that is objected to. */
async function addMissing(page: Page, receipt: string): Promise<void> {
  await page.getByRole('button', { name: '补登一条' }).click();
  const adding = page.getByRole('dialog', { name: `补登记分（异议 ${receipt}）` });
  const take = adding.getByRole('button', { name: /^先选|^补登 / });
  expect(await take.textContent()).toBe('先选哪一户');
  await adding.getByLabel('哪一户').fill(MISSING.household);
  await adding.getByRole('button', { name: new RegExp(MISSING.head) }).click();
  await expect.poll(() => take.textContent()).toBe('先选哪一项');
  expect(await adding.getByLabel('哪一天的事').inputValue()).toBe('2023-03-31');
  await adding.getByLabel('哪一天的事').fill(MISSING.date);
  await adding.getByRole('tab', { name: '人居环境整治' }).click();
  await adding.getByRole('button', { name: /房前屋后日常整洁/ }).click();
  await expect.poll(() => take.textContent()).toBe('先选几分');
  await adding.getByRole('button', { name: '+3', exact: true }).click();
  await adding.getByRole('button', { name: '补登 +3' }).click();
  await page.getByText(`${MISSING.head} ${MISSING.household} · 2023年3月30日 房前屋后日常整洁 +3`).waitFor();
}

/** It was recorded for that day, and marked late in what the next list would be. */
async function comesInTheNextList(page: Page): Promise<void> {
  const { entries } = await office.entries({ status: 'approved', household: MISSING.household });
  const added = entries.filter(({ date, points, byName }) => date === MISSING.date && points === 3 && byName !== '');
  expect(added.map(({ late }) => late)).toEqual(['2023-03']);
  await page.getByRole('tab', { name: /每月公示/ }).click();
  await page
    .getByRole('button', { name: /^看看再公示/ })
    .first()
    .click();
  const next = page.getByRole('dialog');
  await next.getByText('上榜户数').waitFor();
  expect(await next.locator('dt:text-is("其中补登") + dd').textContent()).toBe('1');
  await next.getByRole('button', { name: '取消' }).click();
  await next.waitFor({ state: 'hidden' });
}

it('[CF-06] a month is closed, published, objected to, answered with its effect, and its printed root is found', async () => {
  const { page } = office;
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: join(tmpdir(), 'publicity-failed.png') });
  });
  await office.goto('公示');
  // What the demo town published in March 2023 has had its days.
  const february = page.getByRole('listitem').filter({ hasText: '2023年2月' });
  await february.getByText('公示期满').waitFor();

  await page.getByRole('button', { name: '看看再公示 2023年3月' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('上榜户数').waitFor();
  // The act wants a second, deliberate one.
  await dialog.getByRole('button', { name: '公示', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('我看过了，就按这个公示').check();
  await dialog.getByRole('button', { name: '公示', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  const march = page.getByRole('listitem').filter({ hasText: '2023年3月' });
  await march.getByText('公示中').waitFor();

  // On a neighbour's phone, without signing in.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const phone = await context.newPage();
  await phone.goto(`${product.origin}/gongshi/XW/2023-03`);
  await phone.getByRole('heading', { name: '下湾村 2023年3月积分公示' }).waitFor();
  expect(await phone.content()).not.toMatch(/XW-\d|1380000/);
  const text = await (await fetch(`${product.origin}/gongshi/XW/2023-03/list.json`)).text();
  const hash = createHash('sha256').update(text).digest('hex');
  const printed = await phone.locator('.print').allTextContents();
  expect(printed[0]?.replaceAll(' ', '')).toBe(hash);
  const root = printed[1] ?? '';
  await phone.getByLabel('找一找').fill('1');
  await phone.getByRole('button', { name: '找', exact: true }).click();
  await phone.getByText(/找到 \d+ 户/).waitFor();
  await phone.locator('.rows a').first().click();
  await phone.getByRole('row').nth(1).waitFor();
  await phone.getByRole('link', { name: /回到名单/ }).click();
  await phone.getByLabel('您的姓名').fill('张三');
  await phone.getByLabel('哪里不对').fill('第一名那户的清扫多记了一次');
  await phone.getByRole('button', { name: '交上去' }).click();
  const receipt = /[0-9A-Z]{4,6}-\d{6}/.exec((await phone.getByText(/受理号/).textContent()) ?? '')?.[0] ?? '';
  expect(receipt).not.toBe('');

  // The office finds it, takes the entry back, and says so.
  await office.goto('总览');
  await office.goto('公示');
  await page.getByText('有异议待答复').waitFor();
  await page.getByRole('tab', { name: /异议/ }).click();
  await page.getByRole('button', { name: `答复 ${receipt}` }).click();
  await dialog.getByLabel('怎么答复').fill('核过了，多记的那次撤销。');
  await dialog.getByLabel('户主、户号或名次').fill('1');
  await dialog
    .getByLabel(/^撤销 2023/)
    .first()
    .check();
  await addMissing(page, receipt);
  await dialog.getByRole('button', { name: '定下来' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('combobox').first().selectOption('answered');
  await page.getByText('核过了，多记的那次撤销。').waitFor();
  await page.getByText(/处理凭号：[0-9A-Z]{4,6}-\d{6} [0-9A-Z]{4,6}-\d{6}/).waitFor();
  await comesInTheNextList(page);
  await page.getByRole('tab', { name: /每月公示/ }).click();
  await march.getByText('公示中').waitFor();
  await phone.goto(`${product.origin}/gongshi/XW/2023-03?lang=zh&p=1`);
  await phone.getByText('已收到 1 条异议，答复了 1 条').waitFor();

  // What hangs on the board stands in the ledger, and the list is still the one that was published.
  expect(
    createHash('sha256')
      .update(await (await fetch(`${product.origin}/gongshi/XW/2023-03/list.json`)).text())
      .digest('hex'),
  ).toBe(hash);
  const said = await product.town('verify', '--root', root, '--publication', hash);
  expect(said.match(/一条没改、没删、没插/g), 'said of the root once, not of the list again').toHaveLength(1);
  expect(said).toContain('它写的根就是上面那个');
  await context.close();
});

it('rows of a list that the line keeps back are said to be missing, and come when it is there again', async () => {
  const { page } = office;
  await office.goto('总览');
  await office.goto('公示');
  await page.getByRole('button', { name: /名单 2023年3月/ }).click();
  const more = page.getByRole('button', { name: '再看一些' });
  const rows = page.locator('tbody tr');
  await more.waitFor();
  expect(await rows.count()).toBe(100);
  await page.context().setOffline(true);
  await more.click();
  await page.getByRole('alert').filter({ hasText: '没有连上服务' }).waitFor();
  expect(await rows.count()).toBe(100);
  await page.context().setOffline(false);
  await more.click();
  await more.waitFor({ state: 'hidden' });
  expect(await rows.count()).toBe(194);
});
