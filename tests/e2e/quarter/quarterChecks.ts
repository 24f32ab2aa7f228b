/** A quarter's redemption: its lists to post and to sign, its overview and Excel, against what the accountant added up from the op log. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Accountant, masked } from './accountant.ts';
import { cells, downloaded, figure, numbers, printed, spokenWhole } from './papers.ts';
import { quarter } from './reckoning.ts';

interface Quarter {
  readonly village: string;
  /** As people call it. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly window: { readonly from: string; readonly to: string };
}

/** Who may redeem how much, to hang out and to sign. */
export async function checkRedemptionPapers(page: Page, book: Accountant, which: Quarter): Promise<void> {
  const { rows: all, redeemable: points } = quarter(book, which.village, which);
  const rows = all.filter(({ redeemable }) => redeemable > 0);
  const window = `${spokenWhole(which.window.from)}—${spokenWhole(which.window.to)}`;
  for (const [button, signed] of [
    ['打印张榜名单', false],
    ['打印签领单', true],
  ] as const) {
    const ask = () => page.getByRole('button', { name: button }).click();
    const pages = await printed(page, ask, '.redemption-paper', async (paper) => {
      const note = (await paper.locator('.redemption-note').textContent()) ?? '';
      expect(note).toContain(`共 ${rows.length} 户 · 可兑 ${points} 分`);
      expect(note).toContain(window);
      const table = paper.locator('table');
      expect(await cells(table)).toEqual(
        rows.map(({ home, earned, redeemed, redeemable }, i) => [
          ...[`${i + 1}`, ...(signed ? [home.code, home.head] : [masked(home.head)]), home.place],
          ...[`${earned}`, `${redeemed}`, `${redeemable}`],
          // Room for a signature.
          ...(signed ? [''] : []),
        ]),
      );
      expect(numbers((await cells(table, 'tfoot tr')).flat().join(' '))).toEqual([points]);
    });
    expect(pages, button).toBe(1);
  }
}

/** The sums of the village and every household, on the screen and in Excel. */
export async function checkQuarter(page: Page, book: Accountant, which: Quarter): Promise<void> {
  const sums = quarter(book, which.village, which);
  // No quarter was settled in the log, so nothing lapsed.
  const lapsed = 0;
  const points = [sums.earned, sums.redeemable, sums.redeemed, sums.leftOver, lapsed];
  const total = [sums.rows.length, ...points, sums.who, sums.idle];
  // What devices hold of it to redeem without a signal stands in no op.
  const withoutDevices = (row: readonly (number | undefined)[], at: number) => row.toSpliced(at, 2);
  const [village] = await cells(page.getByRole('region', { name: '各村汇总' }).locator('table'));
  expect(village?.[0]).toBe(which.name);
  expect(withoutDevices(village?.slice(1).map(figure) ?? [], 3)).toEqual(total);

  const excel = await downloaded(page, '导出 Excel');
  const [ofVillages, ofHomes] = [...excel.values()];
  const row = ofVillages?.[1] ?? [];
  expect(row.slice(0, 2)).toEqual([which.name, `${which.window.from} – ${which.window.to}`]);
  expect(withoutDevices(row.slice(2).map(Number), 3)).toEqual(total);
  const [, ...homes] = ofHomes ?? [];
  expect(
    homes.slice(0, -1).map((cells) => [...cells.slice(0, 4), ...withoutDevices(cells.slice(4).map(Number), 2)]),
  ).toEqual(
    sums.rows.map(({ home, earned, redeemable, redeemed, leftOver }) => [
      ...[home.code, home.head, which.name, home.place],
      ...[earned, redeemable, redeemed, leftOver, lapsed],
    ]),
  );
  expect(withoutDevices(homes.at(-1)?.slice(4).map(Number) ?? [], 2)).toEqual(points);
}
