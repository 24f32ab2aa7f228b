import { type Column, type Field, type Header, repeatsHeader } from './columns.ts';
import type { Row } from './table.ts';
import { comparable } from './text.ts';

export type IgnoredReason = 'title' | 'header' | 'repeated_header' | 'blank' | 'subtotal' | 'total' | 'note';

const startFields: ReadonlySet<Field> = new Set(['seq', 'code', 'head', 'doorPlate']);
const noteWords = /以下|以上|补登|补录|制表|填表|审核|说明|备注|单位|注:|日期|盖章|签名|签字|^\d{4}年\d{1,2}月/;
const noteCharsMin = 6;

function textOf(row: Row, column: Column): string {
  return (row.cells[column.index] ?? '').trim();
}

/**
 * Why a row is no data, or undefined when it is: blank, a header again, a sum, or a note written across the sheet.
 * A row that carries only a running number is a line nobody filled in, which is as good as blank.
 */
export function ignoredReason(row: Row, header: Header): IgnoredReason | undefined {
  const headerFirst = header.rows[0] ?? 0;
  if (header.rows.includes(row.row)) return 'header';
  const texts = row.cells.map((cell) => cell.trim()).filter((text) => text !== '');
  if (texts.length === 0) return 'blank';
  if (row.row < headerFirst) return 'title';
  if (repeatsHeader(row, header)) return 'repeated_header';
  const sum = sumReason(texts);
  if (sum !== undefined) return sum;
  const filled = header.columns.filter((column) => textOf(row, column) !== '');
  const [only] = filled;
  if (filled.every(({ field }) => field === 'seq') && texts.every((text) => /^[\d.]+$/.test(text))) return 'blank';
  if (only === undefined) return 'note';
  if (texts.length > 1) return undefined;
  const text = textOf(row, only);
  if (only.field === 'note' || only.field === 'awayPlace') return 'note';
  if (only.field === 'seq' || noteWords.test(comparable(text))) return 'note';
  const wordy = text.length >= noteCharsMin && /[,，。;；:：、]/.test(text);
  return wordy && startFields.has(only.field) && only.field !== 'doorPlate' ? 'note' : undefined;
}

function sumReason(texts: readonly string[]): 'subtotal' | 'total' | undefined {
  const first = comparable(texts.find((text) => !/^[\d.]+$/.test(text)) ?? '');
  const found = /^.{0,12}?(小计|合计|总计|共计)/.exec(first)?.[1];
  if (found === undefined) return undefined;
  return found === '小计' ? 'subtotal' : 'total';
}
