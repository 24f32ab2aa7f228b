/** The committee sits: who was there, what it decides, its minutes; and those against what the accountant added up from the op log. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OfficeHands } from '../support/officeDesk.ts';
import type { Accountant } from './accountant.ts';
import { cells, downloaded, excelDay, figure, numbers, printed, spoken } from './papers.ts';
import { minutes } from './reckoning.ts';

/** Opens a session with the person who is signed in, in the chair, and others who have no account; its review is in view. */
export async function openSession(office: OfficeHands, [chair = '', ...others]: readonly string[]): Promise<void> {
  const { page } = office;
  await office.goto('会议');
  await page.getByRole('button', { name: '开会', exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('别的人').fill(others.join('、'));
  await dialog.getByLabel('主持').selectOption({ label: chair });
  await dialog.getByRole('button', { name: '开始' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row').filter({ hasText: '正在开' }).getByRole('button').click();
  await page.getByText('在这里定的都记进这次会议。').waitFor();
}

/** Ends the session that is in view; its minutes are in view then. */
export async function closeSession({ page }: OfficeHands, conclusion: string): Promise<void> {
  await page.getByRole('button', { name: '会议记录' }).click();
  await page.getByRole('button', { name: '散会' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('会议结论').fill(conclusion);
  await dialog.getByRole('button', { name: '散会' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('已散会', { exact: true }).first().waitFor();
}

const said = (points: number) => (points > 0 ? `+${points}` : `${points}`.replace('-', '−'));

/** The minutes on paper and as Excel. */
export async function checkMinutes(page: Page, book: Accountant, people: readonly string[]): Promise<void> {
  const session = ((await page.locator('dt:text-is("会议编号") + dd').first().textContent()) ?? '').trim();
  const { lines, approved, rejected, before, after } = minutes(book, session);
  expect(lines.length, 'decisions of this session in the op log').toBeGreaterThan(0);
  const ask = () => page.getByRole('button', { name: '打印', exact: true }).click();
  const pages = await printed(page, ask, '.minute-paper', async (paper) => {
    expect(numbers((await paper.getByText(/^共 \d+ 条：/).textContent()) ?? '')).toEqual([
      ...[lines.length, approved, rejected, 0, before, after],
    ]);
    expect(await paper.locator('.minute-sign p').allTextContents()).toEqual([...people]);
    expect(await cells(paper.locator('table'))).toEqual(
      lines.map(({ line, ...one }, i) => [
        ...[`${i + 1}`, `${book.home(line.household).head} ${line.household}`],
        ...[`${line.item.title} ${spoken(line.date)}`, said(one.before), said(one.after)],
        ...[one.approved ? '通过' : '退回', one.reason],
      ]),
    );
  });
  expect(pages).toBe(1);
  const excel = await downloaded(page, 'Excel');
  const facts = new Map(excel.get('会议')?.map(([word, value]) => [word, value]));
  const sums = ['议定条数', '其中通过', '其中退回', '其中等第二人同意', '原记分合计', '通过分合计'];
  expect(sums.map((word) => facts.get(word))).toEqual([lines.length, approved, rejected, 0, before, after]);
  const [, ...rows] = excel.get('议定事项') ?? [];
  expect(rows.slice(0, -1).map((row) => [...row.slice(0, 8), row[8] ?? '', row[11]])).toEqual(
    lines.map(({ line, ...one }, i) => [
      ...[i + 1, line.household, book.home(line.household).head, line.item.title, excelDay(line.date)],
      ...[one.before, one.after, one.approved ? '通过' : '退回', one.reason, line.ref],
    ]),
  );
  expect(
    rows
      .at(-1)
      ?.slice(5, 7)
      .map((cell) => figure(String(cell))),
  ).toEqual([before, after]);
}
