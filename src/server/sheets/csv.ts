import type { BookSheet } from './book.ts';

/** A sheet as CSV with a byte order mark, so that Excel reads it as UTF-8. It has no totals: a line is a row. */
export function writeCsv({ columns, rows }: BookSheet): string {
  const lines = [columns.map(({ header }) => header), ...rows.map((row) => row.map((cell) => String(cell ?? '')))];
  return `\ufeff${lines.map((line) => line.map(cellText).join(',')).join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets a tab in front; whoever reads a roll takes white space off. */
function cellText(cell: string): string {
  const safe = /^[=+@-]/.test(cell) ? `\t${cell}` : cell;
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
