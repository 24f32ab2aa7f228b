/** The thread behind `writeBook`. */
import { type CellObject, utils, write } from '@e965/xlsx';
import { serveThread } from '../jobs/inThread.ts';
import type { BookSheet } from './book.ts';

const WIDTH_MAX = 40;
const ROWS_MEASURED = 200;

/** Excel forbids these in a sheet's name, and more than 31 characters. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

function cellsOf({ columns, rows, totals }: BookSheet): (CellObject | null)[][] {
  const table: (CellObject | null)[][] = [columns.map(({ header }) => ({ t: 's', v: header }))];
  for (const row of rows) {
    table.push(
      columns.map(({ type }, i) => {
        const value = row[i] ?? null;
        if (value === null || value === '') return null;
        return type === 'whole' ? { t: 'n', v: Number(value), z: '0' } : { t: 's', v: String(value) };
      }),
    );
  }
  if (totals !== undefined) {
    table.push(
      columns.map(({ total }, i) => {
        if (i === 0) return { t: 's', v: totals };
        if (!total) return null;
        const letter = utils.encode_col(i);
        const v = rows.reduce((sum, row) => sum + Number(row[i] ?? 0), 0);
        return { t: 'n', v, z: '0', f: `SUM(${letter}2:${letter}${rows.length + 1})` };
      }),
    );
  }
  return table;
}

/** Chinese characters are as wide as two others. */
function widthOf({ columns, rows }: BookSheet, column: number): number {
  const texts = [columns[column]?.header, ...rows.slice(0, ROWS_MEASURED).map((row) => row[column])];
  const widths = texts.map((text) => [...String(text ?? '')].reduce((sum, c) => sum + (c > '⺀' ? 2 : 1), 0));
  return Math.min(WIDTH_MAX, Math.max(6, ...widths) + 2);
}

serveThread((sheets: readonly BookSheet[]): Uint8Array => {
  const book = utils.book_new();
  for (const one of sheets) {
    const sheet = utils.aoa_to_sheet(cellsOf(one));
    sheet['!cols'] = one.columns.map((_, i) => ({ wch: widthOf(one, i) }));
    utils.book_append_sheet(book, sheet, sheetName(one.name));
  }
  return new Uint8Array(write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer);
});
