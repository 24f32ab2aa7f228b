/** The yearly ranking on paper, its certificates and its Excel file, against what the accountant added up from the op log. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Accountant, masked } from './accountant.ts';
import { cells, downloaded, numbers, type Proof, printed, proofOn, spokenWhole } from './papers.ts';
import { ranking } from './reckoning.ts';

interface Year {
  readonly village: string;
  /** As people call it. */
  readonly name: string;
  readonly year: string;
  /** The day on which it was frozen. */
  readonly day: string;
}

/** The list for the board, both sizes; gives what it is known by. */
export async function checkRankPapers(page: Page, book: Accountant, { village, year, day }: Year): Promise<Proof> {
  let proof: Proof = { list: '', root: '' };
  const { ranked, excluded, unranked } = ranking(book, village, year);
  for (const size of ['打印 A4', '打印 A3']) {
    const ask = () => page.getByRole('button', { name: size }).click();
    const pages = await printed(page, ask, '.rank-paper', async (paper) => {
      const notes = await paper.locator('.rank-note').allTextContents();
      expect(notes[0]).toContain(`共 ${ranked.length} 户 · ${spokenWhole(day)}`);
      for (const star of ['五星', '四星', '三星'])
        expect(notes[0]).toContain(`${star} ${ranked.filter((row) => row.star === star).length} 户`);
      expect(numbers(notes[1] ?? '')).toEqual([unranked, excluded.length]);
      expect(await paper.getByText('预览').count(), 'a frozen list is no preview').toBe(0);
      expect(await cells(paper.locator('table'))).toEqual(
        ranked.map(({ rank, star, home, points }) => [`${rank}`, star, masked(home.head), home.place, `${points}`]),
      );
      proof = await proofOn(paper);
    });
    expect(pages, size).toBe(1);
  }
  return proof;
}

/** A certificate for each household with a star, a page each. */
export async function checkCertificates(page: Page, book: Accountant, { village, name, year, day }: Year) {
  const stars = ranking(book, village, year).ranked.filter(({ star }) => star !== '');
  await page.getByRole('button', { name: '打印奖状', exact: true }).first().click();
  const ask = () =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: `打印 ${stars.length} 张奖状` })
      .click();
  const pages = await printed(page, ask, '.rank-paper', async (paper) => {
    const said = await paper.locator('.certificate').allTextContents();
    expect(said).toHaveLength(stars.length);
    for (const [i, { rank, star, home, points }] of stars.entries()) {
      expect(said[i]).toContain(`${name} ${home.head}家庭：`);
      expect(said[i]).toContain(
        `在${name}${year}年度积分排名中，累计 ${points} 分，名列第 ${rank} 名，评为${star}家庭`,
      );
      expect(said[i]).toContain(spokenWhole(day));
    }
  });
  expect(pages, 'a page for each certificate').toBe(stars.length);
}

/** The same as an Excel file, with who is left out and why. */
export async function checkRankSheets(page: Page, book: Accountant, { village, year }: Year): Promise<void> {
  const { ranked, excluded } = ranking(book, village, year);
  const excel = await downloaded(page, '导出 Excel');
  const total = (list: readonly { points: number }[]) => list.reduce((sum, { points }) => sum + points, 0);
  const [, ...rows] = excel.get(`年度排名 ${year}`) ?? [];
  expect(
    rows.slice(0, -1).map(([rank, star = '', code, head, , ...rest]) => [rank, star, code, head, ...rest]),
  ).toEqual(ranked.map(({ rank, star, home, points }) => [rank, star, home.code, home.head, home.place, points]));
  expect(rows.at(-1)?.[6]).toBe(total(ranked));
  const [, ...left] = excel.get(`不参加排名 ${year}`) ?? [];
  expect(left.slice(0, -1).map(([code, head, , ...rest]) => [code, head, ...rest])).toEqual(
    excluded.map(({ home, points, reason }) => [home.code, home.head, home.place, reason, points]),
  );
  expect(left.at(-1)?.[5]).toBe(total(excluded));
}
