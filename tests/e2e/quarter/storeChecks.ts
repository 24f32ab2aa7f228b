/** What the store prints: a receipt, the close of its days; against what the accountant added up from the op log. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Accountant, type Home, masked } from './accountant.ts';
import { cells, downloaded, numbers, printed } from './papers.ts';
import { close } from './reckoning.ts';

interface Days {
  readonly from: string;
  readonly to: string;
}

/** How households are called: at the counter others look on. */
export const AT_COUNTER = ({ code, head }: Home) => `${masked(head)}家 ${code}`;
export const IN_OFFICE = ({ code, head }: Home) => `${head} ${code}`;

/** The close of some days on paper, by its tables. */
export async function checkClosePaper(
  page: Page,
  book: Accountant,
  days: Days,
  clerk: string,
  called: (home: Home) => string,
): Promise<void> {
  const { receipts, goods, homes, pieces, points } = close(book, days);
  const read = async (paper: Locator) => {
    const sums = await paper.locator('dd').allTextContents();
    expect(sums.map(numbers)).toEqual([[receipts.length, pieces, points], [0, 0, 0], [points]]);
    const table = (name: string) =>
      cells(paper.locator('table', { has: paper.page().locator(`caption:text-is("${name}")`) }));
    expect(await table('按商品')).toEqual(goods.map((one) => [one.name, `${one.out}`, '0', `${one.points}`]));
    expect(await table('按经手人')).toEqual([[clerk, `${receipts.length}`, `${points}`, '0', '0']]);
    expect(await table('按住户')).toEqual(homes.map((one) => [called(one.home), `${one.receipts}`, `${one.points}`]));
    expect((await table('明细')).map(([, ...rest]) => rest)).toEqual(
      receipts.map((one) => [one.ref, called(book.home(one.household)), `${one.points}`, clerk]),
    );
  };
  const ask = () => page.getByRole('button', { name: /^打印/ }).click();
  expect(await printed(page, ask, '.close-paper', read)).toBe(1);
}

/** The same as an Excel file. */
export async function checkCloseSheets(page: Page, book: Accountant, days: Days, clerk: string): Promise<void> {
  const { receipts, goods, homes, pieces, points } = close(book, days);
  const excel = await downloaded(page, '下载 Excel');
  const facts = new Map(excel.get('汇总')?.map(([word, value]) => [word, value]));
  const sums = ['兑换单数', '兑出件数', '兑出积分', '退货单数', '退回积分', '净兑换积分'];
  expect(sums.map((word) => facts.get(word))).toEqual([receipts.length, pieces, points, 0, 0, points]);
  const rows = (sheet: string, width: number) =>
    excel
      .get(sheet)
      ?.map((row) => row.slice(0, width))
      .slice(1);
  expect(rows('商品', 5)).toEqual([
    ...goods.map((one) => [one.sku, one.name, one.out, 0, one.points]),
    ['合计', undefined, pieces, 0, points],
  ]);
  expect(rows('住户', 4)).toEqual([
    ...homes.map(({ home, ...one }) => [home.code, home.head, one.receipts, one.points]),
    ['合计', undefined, receipts.length, points],
  ]);
  expect(rows('经手人', 5)).toEqual([
    [clerk, receipts.length, points, 0, 0],
    ['合计', receipts.length, points, 0, 0],
  ]);
  expect(rows('明细', 7)?.map(([, ...rest]) => rest)).toEqual([
    ...receipts.map((one) => ['兑换', one.ref, one.household, book.home(one.household).head, one.points, clerk]),
    [...Array.from({ length: 4 }, () => undefined), points],
  ]);
}
