/**
 * Columns: a list of like objects as one list per field. Equal fields collapse to one value, growing numbers to their
 * differences, references to device and number: what is left is what differs, so gzip has little to do. Fields are
 * flattened one level; a field that an object lacks is null in its column, so field values themselves are never null.
 */
export type Cell = string | number | boolean | object | null;

export type Column =
  /** Every row has this value. */
  | { readonly v: Cell }
  /** Whole numbers: the first one, then differences. */
  | { readonly d: readonly number[] }
  /** References: device prefixes (one if all are equal) and differences of their numbers. */
  | { readonly p: string | readonly string[]; readonly r: readonly number[] }
  /** Anything else, row by row. */
  | readonly Cell[];

export interface Columns {
  readonly n: number;
  readonly c: Readonly<Record<string, Column>>;
}

const REFERENCE = /^([0-9A-HJKMNP-TV-Z]{4,6})-(\d{6})$/;
/**
 * More rows and cells than any batch or page carries. A few bytes may claim any number of them, so the claim is checked
 * before anything is made of it.
 */
const ROWS_MAX = 100_000;
const CELLS_MAX = 2_000_000;
const SEQ_MAX = 999_999;

function differences(numbers: readonly number[]): number[] {
  return numbers.map((value, i) => value - (i === 0 ? 0 : (numbers[i - 1] ?? 0)));
}

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

function packReferences(cells: readonly Cell[]): Column | undefined {
  const devices: string[] = [];
  const numbers: number[] = [];
  for (const cell of cells) {
    // The first cell that is none ends it: most columns of texts hold no reference at all.
    const match = typeof cell === 'string' ? REFERENCE.exec(cell) : null;
    if (!match) return undefined;
    devices.push(match[1] ?? '');
    numbers.push(Number(match[2]));
  }
  const one = devices.every((d) => d === devices[0]) ? (devices[0] ?? '') : devices;
  return { p: one, r: differences(numbers) };
}

function packColumn(cells: readonly Cell[]): Column {
  const first = cells[0] ?? null;
  if ((typeof first !== 'object' || first === null) && cells.every((c) => c === first)) return { v: first };
  if (typeof first === 'string') return packReferences(cells) ?? cells;
  if (cells.every((c) => Number.isSafeInteger(c))) {
    const steps = differences(cells as number[]);
    if (steps.every(Number.isSafeInteger)) return { d: steps };
  }
  return cells;
}

/** Columns being filled, cell by cell: no object is made of a row only to be taken apart again. */
export class ColumnsDraft {
  private readonly n: number;
  private readonly columns = new Map<string, Cell[]>();

  constructor(n: number) {
    this.n = n;
  }

  /** Sets a field of a row; undefined leaves it absent. */
  put(row: number, name: string, value: unknown): void {
    if (value === undefined) return;
    let cells = this.columns.get(name);
    if (!cells) {
      cells = new Array<Cell>(this.n).fill(null);
      this.columns.set(name, cells);
    }
    cells[row] = value as Cell;
  }

  /** Sets every field of an object but those of `except`. */
  putAll(row: number, object: object, except?: ReadonlySet<string>): void {
    const fields = object as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(fields)) if (!except?.has(name)) this.put(row, name, fields[name]);
  }

  pack(): Columns {
    const c: Record<string, Column> = {};
    for (const [name, cells] of this.columns) c[name] = packColumn(cells);
    return { n: this.n, c };
  }
}

/** Packs objects whose field values are JSON and not null; undefined means the field is absent. */
export function packColumns(objects: readonly object[]): Columns {
  const draft = new ColumnsDraft(objects.length);
  for (let i = 0; i < objects.length; i++) draft.putAll(i, objects[i] as object);
  return draft.pack();
}

/** Thrown when columns from outside do not fit together; `path` names the column. */
export class ColumnsError extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

function whole(list: unknown, n: number, path: string): readonly unknown[] {
  if (!Array.isArray(list) || list.length !== n) throw new ColumnsError(path, `expected ${n} values`);
  return list;
}

function integers(list: unknown, n: number, path: string): number[] {
  const numbers = whole(list, n, path);
  if (!numbers.every((x) => typeof x === 'number' && Number.isSafeInteger(x)))
    throw new ColumnsError(path, 'expected whole numbers');
  return numbers as number[];
}

function unpackColumn(column: unknown, n: number, path: string): readonly unknown[] {
  if (Array.isArray(column)) return whole(column, n, path);
  if (typeof column !== 'object' || column === null) throw new ColumnsError(path, 'expected a column');
  if ('v' in column) {
    // packColumns repeats plain values only; a repeated object would multiply the work of whoever walks the rows.
    if (typeof column.v === 'object' && column.v !== null) throw new ColumnsError(path, 'expected a plain value');
    return new Array<unknown>(n).fill(column.v);
  }
  if ('d' in column) return sums(integers(column.d, n, path));
  if ('p' in column && 'r' in column) {
    const numbers = sums(integers(column.r, n, path));
    const devices = typeof column.p === 'string' ? new Array<string>(n).fill(column.p) : whole(column.p, n, path);
    if (!numbers.every((seq) => seq >= 0 && seq <= SEQ_MAX)) throw new ColumnsError(path, 'expected numbers of ops');
    if (!devices.every((d) => typeof d === 'string')) throw new ColumnsError(path, 'expected devices');
    return numbers.map((seq, i) => `${devices[i]}-${String(seq).padStart(6, '0')}`);
  }
  throw new ColumnsError(path, 'expected a column');
}

function claimOf(input: unknown): { readonly n: number; readonly c: object } {
  if (typeof input !== 'object' || input === null || !('n' in input) || !('c' in input))
    throw new ColumnsError('', 'expected columns');
  const { n, c } = input;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0) throw new ColumnsError('n', 'expected a row count');
  if (typeof c !== 'object' || c === null || Array.isArray(c)) throw new ColumnsError('c', 'expected columns');
  return { n, c };
}

/** Refuses tables that together claim more rows or cells than any message has. Throws ColumnsError; makes nothing. */
export function checkClaims(tables: readonly unknown[]): void {
  let rows = 0;
  let cells = 0;
  for (const table of tables) {
    const { n, c } = claimOf(table);
    rows += n;
    cells += n * Object.keys(c).length;
  }
  if (rows > ROWS_MAX) throw new ColumnsError('n', `more than ${ROWS_MAX} rows`);
  if (cells > CELLS_MAX) throw new ColumnsError('c', `more than ${CELLS_MAX} values`);
}

/** The objects again. Input is anything; throws ColumnsError when it is not what packColumns makes. */
export function unpackColumns(input: unknown): Record<string, unknown>[] {
  checkClaims([input]);
  const { n, c } = claimOf(input);
  const rows = Array.from({ length: n }, () => ({}) as Record<string, unknown>);
  for (const [name, column] of Object.entries(c)) {
    if (name === '__proto__') throw new ColumnsError(name, 'not a field name');
    const cells = unpackColumn(column, n, name);
    for (let i = 0; i < n; i++) {
      const cell = cells[i];
      const row = rows[i];
      if (row && cell !== null && cell !== undefined) row[name] = cell;
    }
  }
  return rows;
}
