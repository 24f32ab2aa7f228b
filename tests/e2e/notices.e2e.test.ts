/** The office writes a notice with a picture; a tablet reads it without a line; the office sees that somebody did; withdrawn, it is gone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

let product: Product;
let browser: Browser;
let folder: string;
let office: OfficeHands;
let tablet: TabletHands;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-notices-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  tablet = await TabletHands.open(product.origin, '/dev/null', join(folder, 'tablet'));
  await tablet.enrol(await office.enrolCode('一号平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.page.getByText(/都已上传/).waitFor();
  await tablet.page.evaluate(async () => navigator.serviceWorker.ready);
});

afterAll(async () => {
  await tablet?.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const TITLE = '塘边清淤要二十个人手';

it('a notice goes out with its picture, is read offline, is counted, and vanishes when it is withdrawn', async () => {
  const { page } = office;
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await page.screenshot({ path: join(tmpdir(), 'notices-office-failed.png') });
    await tablet.page.screenshot({ path: join(tmpdir(), 'notices-tablet-failed.png') });
  });
  await office.goto('公告');
  await page.getByRole('button', { name: '写公告' }).click();
  let dialog = page.getByRole('dialog');
  await dialog.getByLabel('标题').fill(TITLE);
  // What was written is still there when the page is loaded anew.
  await page.reload();
  dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('标题').inputValue()).toBe(TITLE);
  await dialog.getByRole('button', { name: '看看样子' }).click();
  await dialog.getByText('这里要填。').waitFor();
  await dialog.getByLabel('正文').fill('请带好手套和工具。\n早上八点在塘边集合。');
  const picture = await page.locator('body').screenshot({ type: 'jpeg', quality: 40 });
  await dialog.locator('input[type=file]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: picture });
  await dialog.getByAltText('第 1 张图片').waitFor();
  await dialog.getByRole('button', { name: '看看样子' }).click();
  await dialog.getByText('手机上会是这个样子').waitFor();
  await dialog.getByRole('button', { name: '发出去' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const item = page.getByRole('listitem').filter({ hasText: TITLE });
  await item.getByText('0 人看过').waitFor();

  const board = tablet.page;
  await tablet.tab('我的');
  await board.getByRole('button', { name: /^公告/ }).getByText('12 条没看过').waitFor();
  await tablet.syncNow();
  await board.getByRole('button', { name: /^公告/ }).getByText('13 条没看过').waitFor();
  await board.getByRole('button', { name: /^公告/ }).click();
  const row = board.getByRole('button', { name: new RegExp(TITLE) });
  await row.getByText('没看过').waitFor();
  await row.click();
  await board.getByAltText('第 1 张图片').waitFor();
  await tablet.offline(true);
  await board.goBack();
  await row.waitFor();
  await row.getByText('没看过').waitFor({ state: 'hidden' });
  await row.click();
  await board.getByText('早上八点在塘边集合。').waitFor();
  await board.getByAltText('第 1 张图片').waitFor();
  await board.goBack();
  await tablet.offline(false);
  await board.goBack();
  await tablet.syncNow();

  await page.getByRole('button', { name: '刷新' }).click();
  await item.getByText('1 人看过（1 台设备').waitFor();
  await item.getByRole('button', { name: `撤下：${TITLE}` }).click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('为什么撤下').fill('日子改了');
  await dialog.getByRole('button', { name: '撤下', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await tablet.syncNow();
  await board.getByRole('button', { name: /^公告/ }).click();
  await board.getByRole('button', { name: /第二季度积分兑换安排/ }).waitFor();
  expect(await row.count()).toBe(0);
});
