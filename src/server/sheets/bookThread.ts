/** The thread behind `writeBook`. */
import { type CellObject, utils, write } from '@e965/xlsx';
import { serveThread } from '../jobs/inThread.ts';
import type { BookColumn, BookSheet } from './book.ts';
import { excelDays, ROWS_MEASURED, textWidth, WIDTH_MAX } from './cells.ts';

/** Excel forbids these in a sheet's name, and more than 31 characters. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

const FORMATS = { whole: '0', decimal: '0.00', percent: '0.0%', day: 'yyyy-mm-dd', month: 'yyyy-mm' } as const;

function cellOf(type: BookColumn['type'], value: string | number): CellObject {
  if (type === 'text') return { t: 's', v: String(value) };
  const v = type === 'day' || type === 'month' ? excelDays(Date.parse(String(value))) : Number(value);
  return { t: 'n', v, z: FORMATS[type] };
}

function cellsOf({ columns, rows, totals }: BookSheet): (CellObject | null)[][] {
  const table: (CellObject | null)[][] = [columns.map(({ header }) => ({ t: 's', v: header }))];
  for (const row of rows) {
    table.push(
      columns.map(({ type }, i) => {
        const value = row[i] ?? null;
        return value === null || value === '' ? null : cellOf(type, value);
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

function widthOf({ columns, rows }: BookSheet, column: number): number {
  const texts = [columns[column]?.header, ...rows.slice(0, ROWS_MEASURED).map((row) => row[column])];
  const widths = texts.map((text) => textWidth(String(text ?? '')));
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
