/** 一季一兑换 at the desk: the quarter's households page by page, on the list to sign and in Excel. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cells, downloaded, figure, printed, withoutPrinter } from './quarter/papers.ts';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

const HOUSEHOLDS = 268;
const PAGE_ROWS = 100;
/** How long the screen may take on a busy machine. */
const SOON = { timeout: 60_000 };

let product: Product;
let browser: Browser;
let office: OfficeHands;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  await withoutPrinter(office.page.context());
  await office.page.reload();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

const sum = (rows: readonly (readonly string[])[], column: number) =>
  rows.reduce((all, row) => all + figure(row[column]), 0);

it('the quarter: every household once, page by page; the same sums on the screen, in Excel and on the list to sign', async () => {
  const { page } = office;
  await office.goto('季度兑换');
  await page.getByLabel('季度', { exact: true }).selectOption({ label: '2026年第4季度' });
  const list = page.getByRole('region', { name: '住户', exact: true });
  for (let pages = 1; pages * PAGE_ROWS < HOUSEHOLDS; pages++) {
    await expect.poll(() => list.locator('tbody tr').count(), SOON).toBe(pages * PAGE_ROWS);
    await page.getByRole('button', { name: '再看一些' }).click();
  }
  await expect.poll(() => list.locator('tbody tr').count(), SOON).toBe(HOUSEHOLDS);
  expect(await page.getByRole('button', { name: '再看一些' }).count()).toBe(0);
  // Household, natural village, 累计积分, 现在可兑, 其中在设备上, 本季已兑, 季末结余.
  const rows = await cells(list.locator('table'));
  expect(new Set(rows.map(([household]) => household)).size).toBe(HOUSEHOLDS);
  // Village, households, 累计积分, 现在可兑, …
  const [village = []] = await cells(page.getByRole('region', { name: '各村汇总' }).locator('table'));
  expect(village.slice(0, 4)).toEqual([
    '下湾村',
    String(HOUSEHOLDS),
    sum(rows, 2).toLocaleString('en'),
    sum(rows, 3).toLocaleString('en'),
  ]);

  const book = await downloaded(page, '导出 Excel');
  const sheet = book.get('住户 2026Q4') ?? [];
  expect(sheet).toHaveLength(HOUSEHOLDS + 2);
  expect(sheet.at(-1)?.slice(4, 6)).toEqual([sum(rows, 2), sum(rows, 3)]);

  const may = rows.filter((row) => figure(row[3]) > 0);
  const pages = await printed(
    page,
    () => page.getByRole('button', { name: '打印签领单' }).click(),
    '.redemption-paper',
    async (paper) => {
      const lines = await cells(paper.locator('table'));
      // Number, code, head, natural village, 累计, 已兑, 可兑.
      expect(lines.map((line) => `${line[2]} ${line[1]}`)).toEqual(may.map(([household]) => household));
      expect(sum(lines, 6)).toBe(sum(may, 3));
      expect(await paper.locator('tfoot').textContent()).toContain(sum(may, 3).toLocaleString('en'));
    },
  );
  expect(pages).toBeGreaterThan(3);
  await page.reload();

  await page.getByLabel('看哪些户').selectOption('redeemed');
  await page.getByText('没有这样的户').waitFor();
  expect(await axeAtEachWidth(page, '-none')).toEqual([]);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(`${product.origin}/office/quarter?quarter=2023Q1`);
  await page.getByLabel('看哪些户').selectOption('redeemed');
  await page.getByText(/^共 \d+ 户$/).waitFor();
  await expect
    .poll(async () => (await cells(list.locator('table'))).every((row) => figure(row[5]) > 0), SOON)
    .toBe(true);
});
