/** A week's review at two desks, by keyboard: what strikes, other points, a second person, a session of the committee and its minutes. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OfficeEntry } from '../../src/protocol/officeEntries.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

let product: Product;
let browser: Browser;
let office: OfficeHands;
let committee: OfficeHands;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  committee = await OfficeHands.open(browser, product.origin, 'xiawan-committee', secrets['WYH-XW'] ?? '');
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const settledAlert = (page: Page) => page.getByRole('alert').filter({ hasText: /条/ });
const rowInView = (page: Page) => page.locator('tr[aria-current="true"]');

/** The review with only one household, its first row in view. */
async function find({ page }: OfficeHands, household: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(household);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('tbody tr').first().textContent()).toContain(household);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  await rowInView(page).filter({ hasText: household }).waitFor();
}

it('one approves, the keys lead on to the next row, and the list of keys says them', async () => {
  const { page } = office;
  await office.goto('审核');
  await page.getByRole('row').nth(2).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: '键盘' }).getByText('退回，写原因').waitFor();
  await page.keyboard.press('Escape');
  const [small] = (await office.entries({ status: 'submitted', level: 'village' })).entries.filter((e) => !e.takesTwo);
  await page.keyboard.press('j');
  const before = await rowInView(page).textContent();
  await page.keyboard.press('j');
  await expect.poll(() => rowInView(page).textContent()).not.toBe(before);
  // The focus went along, so that Enter and Tab go on from there.
  expect(await page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-current'))).toBe('true');
  await find(office, small?.household ?? '');
  await page.keyboard.press('a');
  await settledAlert(page).getByText('1 条已定好').waitFor();
  expect(
    (await office.entries({ household: small?.household ?? '', status: 'approved' })).entries.map((e) => e.id),
  ).toContain(small?.id);
});

it('a key that is pressed while the decision before is being recorded waits for its turn', async () => {
  const { page } = office;
  // The household that was looked for before is no filter after it.
  await page.reload();
  await page.getByRole('row').nth(3).waitFor();
  const fits = (e: OfficeEntry) => !e.takesTwo && e.review === 'village' && e.agreed === null;
  // Two neighbours in the list that this person decides alone.
  const listed = (await office.entries({ status: 'submitted' })).entries;
  const at = listed.findIndex(
    (entry, i) => fits(entry) && listed[i + 1] !== undefined && fits(listed[i + 1] as OfficeEntry),
  );
  expect(at).toBeGreaterThanOrEqual(0);
  let release = () => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  await page.route('**/api/sync', async (route) => {
    await held;
    await route.continue();
  });
  for (let row = 0; row <= at; row += 1) await page.keyboard.press('j');
  await page.keyboard.press('a');
  await rowInView(page).getByText('正在记录').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect.poll(() => page.getByText('正在记录').count()).toBe(2);
  release();
  await settledAlert(page).getByText('2 条已定好').waitFor();
  await page.unroute('**/api/sync');
  const approved = new Set((await office.entries({ status: 'approved' })).entries.map((e) => e.id));
  expect([approved.has(listed[at]?.id ?? ''), approved.has(listed[at + 1]?.id ?? '')]).toEqual([true, true]);
});

it('[SY-1] what is decided without a connection is kept, and goes up by itself when the line is back', async () => {
  const { page } = office;
  await page.reload();
  await page.getByRole('row').nth(3).waitFor();
  const listed = (await office.entries({ status: 'submitted' })).entries;
  const at = listed.findIndex((e) => !e.takesTwo && e.review === 'village' && e.agreed === null);
  expect(at).toBeGreaterThanOrEqual(0);
  await page.context().setOffline(true);
  for (let row = 0; row <= at; row += 1) await page.keyboard.press('j');
  const household = listed[at]?.household ?? '';
  await rowInView(page).getByText(household).waitFor();
  await page.keyboard.press('a');
  const decided = page.locator('tbody tr').filter({ hasText: household }).filter({ hasText: '已存，没上传' });
  await decided.waitFor();
  // It is decided here: its box and the keys leave it alone.
  expect(await decided.getByRole('checkbox').isDisabled()).toBe(true);
  await page.getByText('1 条决定只在这台电脑上，还没上传。').waitFor();
  await page.context().setOffline(false);
  await page.getByText('1 条决定只在这台电脑上，还没上传。').waitFor({ state: 'hidden' });
  await decided.waitFor({ state: 'hidden' });
  await page.getByText('下面是刚才的数。').waitFor({ state: 'hidden' });
  expect((await office.entries({ household, status: 'approved' })).entries.map((e) => e.id)).toContain(listed[at]?.id);
});

it('[CF-24] from the set points on a second person has to approve, at the other desk', async () => {
  const [big] = (await office.entries({ status: 'submitted', level: 'village' })).entries.filter((e) => e.takesTwo);
  const household = big?.household ?? '';
  await find(office, household);
  await office.page.getByText(/分以上要两个人同意/).waitFor();
  await office.page.keyboard.press('a');
  await settledAlert(office.page).getByText('1 条已记下您同意').waitFor();
  await find(office, household);
  await office.page.getByText('您已经同意过了，等另一个人。').waitFor();
  await office.page.keyboard.press('a');
  await office.page.getByText(/要换一个人再同意一次/).waitFor();

  await committee.goto('审核');
  await find(committee, household);
  await committee.page
    .getByRole('complementary')
    .getByText(/下湾村村委会.*已同意/)
    .waitFor();
  await committee.page.keyboard.press('a');
  await settledAlert(committee.page).getByText('1 条已定好').waitFor();
  const [after] = (await committee.entries({ household, status: 'approved' })).entries.filter((e) => e.id === big?.id);
  expect(after).toMatchObject({ agreed: { byName: '下湾村村委会' }, reviewedByName: '下湾村积分监督委员会' });
});

it('the committee sits, decides its items, changes points, and its minutes say all of it', async () => {
  const { page } = committee;
  await committee.goto('会议');
  await page.getByText('还没有开过会').waitFor();
  await page.getByRole('button', { name: '开会' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/下湾村村委会/).check();
  await dialog.getByLabel('别的人').fill('关伯、李婶');
  await dialog.getByLabel('主持').selectOption({ label: '关伯' });
  await dialog.getByLabel('说明').fill('季度例会');
  await dialog.getByRole('button', { name: '开始' }).click();
  await page.getByRole('table').getByRole('button').first().click();
  await page.getByText('在这里定的都记进这次会议。').waitFor();

  const own = (await committee.entries({ status: 'submitted', level: 'committee', village: 'XW' })).entries;
  const [changed] = own.filter((e) => e.offer.type === 'between' && e.points > 2 && !e.takesTwo);
  const [rejected] = own.filter((e) => e.id !== changed?.id);
  await find(committee, changed?.household ?? '');
  await page.keyboard.press('p');
  await page.getByRole('spinbutton', { name: '改为多少分' }).fill('99');
  await page.getByRole('textbox', { name: '为什么改' }).fill('只做到一半');
  await page.getByRole('button', { name: '改分并通过' }).click();
  await page.getByText('请填规则能给的分。').waitFor();
  await page.getByRole('spinbutton', { name: '改为多少分' }).fill('2');
  await page.getByRole('button', { name: '改为 +2 分并通过' }).click();
  await settledAlert(page).getByText('1 条已定好').waitFor();
  await find(committee, rejected?.household ?? '');
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: '原因' }).fill('材料不全');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '退回 1 条' }).click();
  await settledAlert(page).getByText('1 条已定好').waitFor();

  await page.getByRole('button', { name: '会议记录' }).click();
  await page.getByRole('cell', { name: '只做到一半' }).waitFor();
  await page.getByRole('button', { name: '散会' }).click();
  await page.getByRole('dialog').getByLabel('会议结论').fill('按规则办');
  await page.getByRole('dialog').getByRole('button', { name: '散会' }).click();
  await page.getByText('已散会').first().waitFor();

  await page.emulateMedia({ media: 'print' });
  const paper = page.locator('.minute-paper');
  await paper.getByText('按规则办').waitFor();
  const text = (await paper.textContent()) ?? '';
  for (const said of ['积分监督管理委员会会议记录', '下湾村', '关伯', '李婶', '季度例会', '按规则办', '材料不全'])
    expect(text).toContain(said);
  const rows = await paper.locator('tbody tr').allTextContents();
  expect(rows).toHaveLength(2);
  const line = rows.find((row) => row.includes(changed?.household ?? '')) ?? '';
  expect(line).toContain(`+${changed?.points}`);
  expect(line).toContain('+2');
  expect(text).toContain('共 2 条：通过 1 条，退回 1 条');
  // Four people sat, and each has a line to sign on.
  expect(await paper.locator('.minute-sign p').count()).toBe(4);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
  await page.emulateMedia({ media: 'screen' });

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Excel' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.xlsx$/);
});

it('a screen that is not on the PC yet says so without a line, leads back, and opens by itself when the line is there', async () => {
  // Before the service worker has fetched everything, which takes its time on a slow line.
  const fresh = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '', async (context) => {
    await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  });
  const { page } = fresh;
  const context = page.context();
  const link = page.getByRole('navigation').getByRole('link', { name: /待处理/ });
  await context.setOffline(true);
  await link.click();
  await page.getByText('这一页还没取到本机').waitFor();
  await page.getByRole('button', { name: '返回' }).click();
  await page.getByRole('heading', { name: '总览' }).waitFor();
  await link.click();
  await page.getByText('这一页还没取到本机').waitFor();
  await context.setOffline(false);
  await page.getByRole('heading', { name: '待处理' }).waitFor();
  await context.close();
});
