/** Excel files of the office as plain rows: each column says what its cells are, so phones stay text and points numbers. */
import { inThread } from '../jobs/inThread.ts';

export interface BookColumn {
  readonly header: string;
  /** `percent` of a share (0.76 is 76 %); `day` and `month` of the texts `2023-03-20` and `2023-03`, as dates. */
  readonly type: 'text' | 'whole' | 'decimal' | 'percent' | 'day' | 'month';
  /** Sum it up in the last row. */
  readonly total?: boolean;
}

export interface BookSheet {
  readonly name: string;
  readonly columns: readonly BookColumn[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** What stands in the first cell of the row of totals; without it there is none. */
  readonly totals?: string;
}

/** The bytes of an Excel file, made in a thread of its own. */
export async function writeBook(sheets: readonly BookSheet[]): Promise<Uint8Array> {
  return inThread<Uint8Array>(new URL('./bookThread.ts', import.meta.url), sheets);
}
