/** One line of the result. `value`, `target` and the floor are in `unit`; less is better everywhere. */
export interface Row {
  readonly name: string;
  /** Median of `runs`, unless the name says otherwise. */
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | 'requests' | 'µs/op';
  /** The most it may be (quality page); null where none is set. */
  readonly target: number | null;
  /** The least any client could do, or what it is made of, measured in the same run. */
  readonly against: { readonly name: string; readonly value: number; readonly ratio: number } | null;
  readonly runs: number;
  readonly note?: string;
}

/** A floor with the ratio of the value to it. */
export function against(name: string, floor: number, value: number): NonNullable<Row['against']> {
  return { name, value: rounded(floor), ratio: rounded(value / floor) };
}

/** Three significant digits, and whole numbers in full. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}

/** The value below which the share lies; the list need not be sorted. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1));
  return sorted[place] ?? Number.NaN;
}

/** Median; the mean of the two middle ones of an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
}

/** The table as a person reads it. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [
    ['name', 'value', 'target', 'against', 'ratio', 'runs', 'note'],
    ...rows.map((r) => [
      r.name,
      `${r.value} ${r.unit}`,
      r.target === null ? '' : `${r.value <= r.target ? '≤' : 'MISSES'} ${r.target}`,
      r.against ? `${r.against.name}: ${r.against.value}` : '',
      r.against ? `${r.against.ratio} x` : '',
      String(r.runs),
      r.note ?? '',
    ]),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0))) ?? [];
  return `${cells
    .map((line) =>
      line
        .map((text, i) => text.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
