import type { Column, Field } from './columns.ts';
import { type Problem, type ProblemCode, problem } from './problem.ts';
import type { Normalised } from './report.ts';
import type { Row } from './table.ts';

/** Gathers what is said about the rows of one sheet while they are read. */
export class RowReader {
  readonly problems: Problem[] = [];
  readonly normalised: Normalised[] = [];
  readonly sheet: string;
  readonly #columns: ReadonlyMap<Field, Column>;

  constructor(sheet: string, columns: readonly Column[]) {
    this.sheet = sheet;
    this.#columns = new Map(columns.map((column) => [column.field, column]));
  }

  has(field: Field): boolean {
    return this.#columns.has(field);
  }

  header(field: Field): string {
    return this.#columns.get(field)?.header ?? '';
  }

  /** Raw text of the field in this row, '' when blank or when the sheet has no such column. */
  raw(row: Row, field: Field): string {
    const column = this.#columns.get(field);
    return column === undefined ? '' : (row.cells[column.index] ?? '');
  }

  filled(row: Row, field: Field): boolean {
    return this.raw(row, field).trim() !== '';
  }

  /** Reports a problem of a field; without `raw` the cell's own text is quoted. */
  report(row: Row, field: Field, code: ProblemCode, raw?: string, detail?: string): void {
    const at = { sheet: this.sheet, row: row.row, field: this.header(field) };
    this.problems.push(problem(at, code, raw ?? this.raw(row, field).trim(), detail));
  }

  /** Notes that a cell was read as something else than what stands in it. */
  note(row: Row, field: Field, value: string | number): void {
    const raw = this.raw(row, field);
    if (!this.has(field) || value === '' || String(value) === raw) return;
    this.normalised.push({ sheet: this.sheet, row: row.row, field: this.header(field), raw, value });
  }
}
