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
/** More rows than any batch or page carries; a larger number is an attack or a bug. */
const ROWS_MAX = 100_000;

type Row = Readonly<Record<string, Cell | undefined>>;

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

function packColumn(cells: readonly Cell[]): Column {
  const first = cells[0] ?? null;
  if (cells.every((c) => c === first) && (typeof first !== 'object' || first === null)) return { v: first };
  if (cells.every((c) => typeof c === 'number' && Number.isSafeInteger(c)))
    return { d: differences(cells as number[]) };
  const refs = cells.map((c) => (typeof c === 'string' ? REFERENCE.exec(c) : null));
  if (refs.every((m) => m !== null)) {
    const devices = refs.map((m) => m?.[1] ?? '');
    const one = devices.every((d) => d === devices[0]) ? (devices[0] ?? '') : devices;
    return { p: one, r: differences(refs.map((m) => Number(m?.[2]))) };
  }
  return cells;
}

/** Packs objects whose field values are JSON and not null; undefined means the field is absent. */
export function packColumns(rows: readonly Row[]): Columns {
  const names = new Set<string>();
  for (const row of rows) for (const [name, value] of Object.entries(row)) if (value !== undefined) names.add(name);
  const c: Record<string, Column> = {};
  for (const name of names) c[name] = packColumn(rows.map((row) => row[name] ?? null));
  return { n: rows.length, c };
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
  if ('v' in column) return new Array<unknown>(n).fill(column.v);
  if ('d' in column) return sums(integers(column.d, n, path));
  if ('p' in column && 'r' in column) {
    const numbers = sums(integers(column.r, n, path));
    const devices = typeof column.p === 'string' ? new Array<string>(n).fill(column.p) : whole(column.p, n, path);
    return numbers.map((seq, i) => `${String(devices[i])}-${String(seq).padStart(6, '0')}`);
  }
  throw new ColumnsError(path, 'expected a column');
}

/** The objects again. Input is anything; throws ColumnsError when it is not what packColumns makes. */
export function unpackColumns(input: unknown): Record<string, unknown>[] {
  if (typeof input !== 'object' || input === null || !('n' in input) || !('c' in input))
    throw new ColumnsError('', 'expected columns');
  const { n, c } = input;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 0 || n > ROWS_MAX)
    throw new ColumnsError('n', 'expected a row count');
  if (typeof c !== 'object' || c === null || Array.isArray(c)) throw new ColumnsError('c', 'expected columns');
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
