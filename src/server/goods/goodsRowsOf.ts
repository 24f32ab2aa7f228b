/** The rows of a table of goods, by the headers that it has, from whatever sheet and row it begins in. */
import type { GoodsTableField } from '../../protocol/officeGoods.ts';
import { columnLetter, type Sheet } from '../rolls/table.ts';
import { halfWidth } from '../rolls/text.ts';
import { goodsField } from './goodsColumns.ts';

/** Titles and notes may stand above the headers. */
const HEADER_ROWS_MAX = 20;
const TOTALS = new Set(['合计', '总计', 'Total']);

export interface GoodsRow {
  /** As the spreadsheet counts, from 1. */
  readonly row: number;
  /** Trimmed; a column that is not there is not in it. */
  readonly cells: ReadonlyMap<GoodsTableField, string>;
}

export interface GoodsRows {
  readonly rows: readonly GoodsRow[];
  readonly columns: ReadonlyMap<GoodsTableField, { readonly letter: string; readonly header: string }>;
  /** Headers that mean nothing to the catalogue. */
  readonly unread: readonly string[];
}

/** Of the first sheet that has columns of names and prices; undefined when none has. */
export function goodsRowsOf(sheets: readonly Sheet[]): GoodsRows | undefined {
  for (const { rows } of sheets) {
    const at = rows.slice(0, HEADER_ROWS_MAX).findIndex(({ cells }) => {
      const fields = new Set(cells.map(goodsField));
      return fields.has('name') && fields.has('price');
    });
    const header = rows[at];
    if (!header) continue;
    const columns = new Map<GoodsTableField, { letter: string; header: string; index: number }>();
    const unread: string[] = [];
    for (const [index, text] of header.cells.entries()) {
      const field = goodsField(text);
      if (field !== undefined && !columns.has(field))
        columns.set(field, { letter: columnLetter(index), header: text.trim(), index });
      else if (text.trim() !== '') unread.push(text.trim());
    }
    const body = rows.slice(at + 1).filter(({ cells }) => {
      const said = cells.filter((cell) => cell.trim() !== '');
      return said.length > 0 && !TOTALS.has(said[0]?.trim() ?? '');
    });
    return {
      columns,
      unread,
      rows: body.map(({ row, cells }) => ({
        row,
        cells: new Map([...columns].map(([field, { index }]) => [field, plain(field, cells[index] ?? '')])),
      })),
    };
  }
  return undefined;
}

/** Figures as a Chinese keyboard may have written them; names and sizes stay as they are. */
function plain(field: GoodsTableField, cell: string): string {
  const text = cell.trim();
  return field === 'name' || field === 'spec' || field === 'category' ? text : halfWidth(text).trim();
}
