/** What stands on a printed page, cell by cell; and the page itself as PDF. */
import { readFile } from 'node:fs/promises';
import * as XLSX from '@e965/xlsx';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Texts of the cells of a table, row by row. */
export async function cells(table: Locator, rows = 'tbody tr'): Promise<readonly (readonly string[])[]> {
  return table
    .locator(rows)
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('th, td')].map((cell) => (cell.textContent ?? '').trim())),
    );
}

/** The number that a cell says; nothing is none. */
export function figure(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  const found = Number(text.replaceAll(',', '').replace('−', '-').replace('+', ''));
  if (Number.isNaN(found)) throw new Error(`“${text}” is no number`);
  return found;
}

/** The numbers in a sentence. */
export function numbers(text: string): readonly number[] {
  return (text.match(/[−-]?\d[\d,]*/g) ?? []).map(figure);
}

/** 7月6日 */
export function spoken(day: string): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

/** 2026年7月6日 */
export function spokenWhole(day: string): string {
  return `${Number(day.slice(0, 4))}年${spoken(day)}`;
}

/** A browser without a screen would keep its print dialog open; before a page is drawn, because buttons take hold of `print` then. */
export async function withoutPrinter(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.print = () => undefined;
  });
}

/**
 * Asks for paper and reads it as the printer gets it.
 * @returns pages of the PDF
 */
export async function printed(
  page: Page,
  ask: () => Promise<void>,
  paper: string,
  read: (paper: Locator) => Promise<void>,
): Promise<number> {
  await ask();
  const sheet = page.locator(paper);
  await sheet.waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  await sheet.waitFor({ state: 'visible' });
  await read(sheet);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  await page.emulateMedia({ media: 'screen' });
  // Text is drawn with fonts; a page without any is an empty one.
  expect(pdf).toContain('/Font');
  return (pdf.match(/\/Type \/Page\b/g) ?? []).length;
}

/** By what a printed list is known again. */
export interface Proof {
  readonly list: string;
  readonly root: string;
}

/** Fingerprint of the list and root of the ledger, as they stand at the foot of the paper. */
export async function proofOn(paper: Locator): Promise<Proof> {
  const said = await paper.locator('footer p').allTextContents();
  const [list = '', root = ''] = said.map((line) => line.split(': ')[1] ?? '');
  return { list, root };
}

/** The sheets of an Excel file that a button downloads, as rows of values with their types. */
export async function downloaded(
  page: Page,
  name: string,
): Promise<ReadonlyMap<string, readonly (readonly unknown[])[]>> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name, exact: true }).click();
  const book = XLSX.read(await readFile(await (await download).path()));
  return new Map(
    book.SheetNames.map((sheet) => [
      sheet,
      XLSX.utils.sheet_to_json<unknown[]>(book.Sheets[sheet] ?? {}, { header: 1 }),
    ]),
  );
}

/** The day as a spreadsheet counts it. */
export function excelDay(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
}
