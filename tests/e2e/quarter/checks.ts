/** The list of a month, wherever it is printed, downloaded or read, against what the accountant added up from the op log. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { MonthList } from './accountant.ts';
import { cells, downloaded, excelDay, figure, numbers, type Proof, printed, proofOn, spoken } from './papers.ts';

/** The list on paper, A4 and A3, with every deed behind it; gives what both say it is known by. */
export async function checkListPapers(page: Page, list: MonthList): Promise<Proof> {
  const proofs = new Set<string>();
  let proof: Proof = { list: '', root: '' };
  await page.getByLabel('附明细').check();
  for (const size of ['打印 A4', '打印 A3']) {
    const pages = await printed(
      page,
      () => page.getByRole('button', { name: size }).click(),
      '.publicity-paper',
      async (paper) => {
        await listAsPrinted(paper, list);
        proof = await proofOn(paper);
        proofs.add(JSON.stringify(proof));
      },
    );
    expect(pages, size).toBeGreaterThanOrEqual(1);
  }
  expect(proofs.size, 'one list, one proof').toBe(1);
  return proof;
}

async function listAsPrinted(paper: Locator, list: MonthList): Promise<void> {
  const said = (await paper.getByText(/^共 \d+ 户、/).textContent()) ?? '';
  expect(numbers(said)).toEqual([list.rows.length, list.entries, list.points, list.quiet, list.waiting]);
  const [names] = await cells(paper.locator('table').first(), 'thead tr');
  expect(names).toEqual(['名次', '户主', '自然村', ...list.categories, '合计']);
  const rows = await cells(paper.locator('table').first());
  expect(rows.map(([rank, name, place, ...points]) => [figure(rank), name, place, ...points.map(figure)])).toEqual(
    list.rows.map((row) => [row.rank, row.name, row.place, ...row.byCategory, row.total]),
  );
  const deeds = await cells(paper.locator('table.publicity-details'));
  expect(deeds.map(([rank, name, day, title, points]) => [figure(rank), name, day, title, figure(points)])).toEqual(
    list.rows.flatMap((row) =>
      row.deeds.map(({ date, title, points, mark }) => [
        ...[row.rank, `${row.name} ${row.place}`, spoken(date)],
        ...[mark === '' ? title : `${title} (${mark})`, points],
      ]),
    ),
  );
}

/** The Excel file of a list: the same, as numbers and days. */
export async function checkListSheet(page: Page, list: MonthList): Promise<void> {
  const book = await downloaded(page, 'Excel');
  const width = list.categories.length;
  expect(book.get('名单')).toEqual([
    ['名次', '户主', '自然村', ...list.categories, '合计'],
    ...list.rows.map((row) => [row.rank, row.name, row.place, ...row.byCategory, row.total]),
    [
      '总计',
      undefined,
      undefined,
      ...Array.from({ length: width }, (_, i) => list.rows.reduce((sum, row) => sum + (row.byCategory[i] ?? 0), 0)),
      list.points,
    ],
  ]);
  const [, ...deeds] = book.get('明细') ?? [];
  expect(deeds.slice(0, -1).map((row) => row.slice(0, 6))).toEqual(
    list.rows.flatMap((row) =>
      row.deeds.map(({ date, title, points }) => [row.rank, row.name, row.place, excelDay(date), title, points]),
    ),
  );
  expect(deeds.at(-1)?.[5]).toBe(list.points);
}

/** The page for everybody. */
export async function checkPublicPage(phone: Page, list: MonthList): Promise<void> {
  expect(numbers((await phone.getByText(/^\d+ 户，\d+ 条记分/).textContent()) ?? '')).toEqual([
    list.rows.length,
    list.entries,
    list.points,
  ]);
  const rows = await phone
    .locator('.rows li a')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll(':scope > span')].map((part) => part.textContent ?? '')),
    );
  expect(rows).toEqual(
    list.rows.map((row) => {
      const parts = row.byCategory.flatMap((points, i) =>
        points === 0 ? [] : [`${list.categories[i]} ${String(points).replace('-', '−')}`],
      );
      const total = String(row.total).replace('-', '−');
      return [`第 ${row.rank} 名`, `${row.name} ${[row.place, ...parts].join(' · ')}`, `${total} 分`];
    }),
  );
}
