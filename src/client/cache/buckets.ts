/** Which bucket each household's directory row is in. Buckets fill in the order of arrival, so a first load writes each once. */
import type { DirectoryRow } from '../engine/tablet.ts';

/** Rows of one sealed bucket: 10,000 households are 40 reads on a cold start. */
export const BUCKET_ROWS_MAX = 256;

export class Buckets {
  private readonly buckets: Map<string, DirectoryRow>[] = [];
  private readonly bucketOf = new Map<string, number>();

  /** Takes a bucket as it was read. */
  take(bucket: number, rows: readonly DirectoryRow[]): void {
    while (this.buckets.length <= bucket) this.buckets.push(new Map());
    for (const row of rows) this.set(bucket, row);
  }

  /** Puts rows; returns the numbers of the buckets that changed. */
  put(rows: readonly DirectoryRow[]): ReadonlySet<number> {
    const changed = new Set<number>();
    for (const row of rows) {
      let bucket = this.bucketOf.get(row.code);
      if (bucket === undefined) {
        bucket = Math.max(0, this.buckets.length - 1);
        if ((this.buckets[bucket]?.size ?? 0) >= BUCKET_ROWS_MAX) bucket++;
      }
      this.set(bucket, row);
      changed.add(bucket);
    }
    return changed;
  }

  /** Rows of a bucket. */
  rows(bucket: number): readonly DirectoryRow[] {
    return [...(this.buckets[bucket]?.values() ?? [])];
  }

  /** One household's row. */
  get(code: string): DirectoryRow | undefined {
    return this.buckets[this.bucketOf.get(code) ?? -1]?.get(code);
  }

  /** All rows. */
  all(): readonly DirectoryRow[] {
    return this.buckets.flatMap((b) => [...b.values()]);
  }

  private set(bucket: number, row: DirectoryRow): void {
    const map = this.buckets[bucket] ?? new Map<string, DirectoryRow>();
    this.buckets[bucket] = map;
    map.set(row.code, row);
    this.bucketOf.set(row.code, bucket);
  }
}
