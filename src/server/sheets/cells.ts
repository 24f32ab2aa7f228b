/** Excel files cell by cell, for what is no plain table (those: `book.ts`): typed cells, totals, and columns as wide as what is in them. */
import { type CellObject, utils, write } from '@e965/xlsx';

const DAY_MS = 86_400_000;
/** Excel counts days from here. */
const EPOCH_DAYS = 25_569;
/** The widest that a column is made, in characters. */
export const WIDTH_MAX = 40;
/** Rows that are looked through for the width. */
export const ROWS_MEASURED = 200;

export type Cell = CellObject | null;

/** Whatever it looks like, it is a text and no formula; nothing for null and the empty text. */
export const textCell = (v: string | null): Cell => (v === null || v === '' ? null : { t: 's', v });
/** A whole number. */
export const wholeCell = (v: number): Cell => ({ t: 'n', v, z: '0' });
/** Fen, shown as yuan. */
export const yuanCell = (fen: number | null): Cell => (fen === null ? null : { t: 'n', v: fen / 100, z: '0.00' });
/** `2026-11-23` as a date. */
export const dayCell = (day: string): Cell => ({ t: 'n', v: excelDays(Date.parse(day)), z: 'yyyy-mm-dd' });
/** An instant (ms) as date and time of the place. */
export const momentCell = (at: number, zoneOffsetMinutes: number): Cell => ({
  t: 'n',
  v: excelDays(at + zoneOffsetMinutes * 60_000),
  z: 'yyyy-mm-dd hh:mm',
});

/** An instant (ms) as Excel counts it, in days. */
export function excelDays(ms: number): number {
  return ms / DAY_MS + EPOCH_DAYS;
}

/** The row below a table: `word`, and the sum of each column of `summed` (from 0). */
export function totalRow(
  word: string,
  rows: readonly (readonly Cell[])[],
  columns: number,
  summed: readonly number[],
): Cell[] {
  return Array.from({ length: columns }, (_, i) => {
    if (i === 0) return textCell(word);
    if (!summed.includes(i)) return null;
    const sum = rows.reduce((so, row) => so + Number(row[i]?.v ?? 0), 0);
    const z = rows.find((row) => row[i])?.[i]?.z ?? '0';
    // Of hundredths as floats the last digits are noise.
    return { t: 'n', v: Math.round(sum * 100) / 100, z };
  });
}

export interface CellSheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  /** In characters; measured where they are not given. */
  readonly widths?: readonly number[];
}

/** The bytes of an Excel file. */
export function cellBook(sheets: readonly CellSheet[]): Buffer {
  const book = utils.book_new();
  for (const { name, rows, widths } of sheets) {
    const sheet = utils.aoa_to_sheet(rows.map((row) => [...row]));
    sheet['!cols'] = (widths ?? measured(rows)).map((wch) => ({ wch }));
    utils.book_append_sheet(book, sheet, name);
  }
  return write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

/** Chinese characters are as wide as two others. */
export function textWidth(text: string): number {
  return [...text].reduce((sum, c) => sum + (c > '⺀' ? 2 : 1), 0);
}

function measured(rows: readonly (readonly Cell[])[]): readonly number[] {
  const looked = rows.slice(0, ROWS_MEASURED);
  const columns = Math.max(0, ...looked.map((row) => row.length));
  return Array.from({ length: columns }, (_, i) => {
    const widths = looked.map((row) => {
      const cell = row[i];
      if (!cell) return 0;
      return cell.t === 's' ? textWidth(String(cell.v)) : String(cell.z ?? '').length;
    });
    return Math.min(WIDTH_MAX, Math.max(8, ...widths) + 2);
  });
}
