/** One row of a sheet as read: `cells[i]` is the raw text of column i ('' when blank), untrimmed; `row` is 1-based. */
export interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

export interface DroppedColumn {
  readonly sheet: string;
  readonly column: string;
  readonly letter: string;
}

/** A cell that held something like a national id number outside an id column; what it held is gone. */
export interface ScrubbedCell {
  readonly row: number;
  readonly column: number;
}

/** A sheet without national id numbers: whole id columns are blanked below their header, stray ones cell by cell. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly dropped: readonly DroppedColumn[];
  readonly scrubbed: readonly ScrubbedCell[];
}

export type RollReadCode = 'empty' | 'too_large' | 'password' | 'not_a_table';

/** The file cannot be read as a table at all. The message is for the person who chose the file, in Chinese. */
export class RollReadError extends Error {
  readonly code: RollReadCode;
  constructor(code: RollReadCode, message: string) {
    super(message);
    this.name = 'RollReadError';
    this.code = code;
  }
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
