/** Where every household's file lies, with its line of the directory. Bundles are taken in the order they were written. */
import { must } from '../../domain/must.ts';
import type { DirectoryRow } from '../engine/tablet.ts';
import { BUNDLE_BYTES_MAX } from './bundle.ts';

/** What is sealed beside a bundle. */
export interface BundleLines {
  readonly rows: readonly DirectoryRow[];
  /** Length of each file in the bundle, bytes. */
  readonly sizes: readonly number[];
}

export interface Place {
  readonly row: DirectoryRow;
  readonly bundle: number;
  readonly start: number;
  readonly size: number;
}

/** A bundle of which less than this is the newest version of a file is sparse. */
const SPARSE_BYTES = BUNDLE_BYTES_MAX / 4;
/** So many sparse bundles are folded into new ones: a thousand small changes do not become a thousand reads at the next start. */
export const SPARSE_BUNDLES_MAX = 32;

export class Shelf {
  /** Households that were removed: what bundles up to this one have of them is history. */
  readonly removed: Map<string, number>;
  private readonly places = new Map<string, Place>();
  /** Bytes of each bundle that are the newest version of a file. */
  private readonly liveBytes = new Map<number, number>();

  constructor(removed: Iterable<readonly [code: string, bundle: number]> = []) {
    this.removed = new Map(removed);
  }

  /** Takes a bundle; what older ones have of the same households is history. */
  take(bundle: number, { rows, sizes }: BundleLines): void {
    let start = 0;
    this.liveBytes.set(bundle, 0);
    for (const [i, row] of rows.entries()) {
      const size = must(sizes[i], 'a size for every line');
      if ((this.removed.get(row.code) ?? 0) < bundle) {
        this.lose(row.code);
        this.places.set(row.code, { row, bundle, start, size });
        this.count(bundle, size);
      }
      start += size;
    }
  }

  /** Removes households: whatever the bundles taken so far have of them. */
  remove(codes: readonly string[]): void {
    const newest = this.next() - 1;
    for (const code of codes) {
      this.lose(code);
      this.places.delete(code);
      this.removed.set(code, newest);
    }
  }

  /** Bundles that hold nothing but history. */
  empty(): readonly number[] {
    return [...this.liveBytes].flatMap(([bundle, bytes]) => (bytes === 0 ? [bundle] : []));
  }

  /** Forgets bundles. */
  drop(bundles: readonly number[]): void {
    for (const bundle of bundles) this.liveBytes.delete(bundle);
  }

  /** Households whose files should be written anew together, because too many bundles are sparse. */
  scattered(): readonly string[] {
    const sparse = new Set<number>();
    for (const [bundle, bytes] of this.liveBytes) if (bytes > 0 && bytes < SPARSE_BYTES) sparse.add(bundle);
    if (sparse.size < SPARSE_BUNDLES_MAX) return [];
    return [...this.places].flatMap(([code, { bundle }]) => (sparse.has(bundle) ? [code] : []));
  }

  /** Number for the next bundle. */
  next(): number {
    return Math.max(0, ...this.liveBytes.keys(), ...this.removed.values()) + 1;
  }

  /** Where a household's file lies. */
  get(code: string): Place | undefined {
    return this.places.get(code);
  }

  /** Every line. */
  rows(): readonly DirectoryRow[] {
    return Array.from(this.places.values(), ({ row }) => row);
  }

  private lose(code: string): void {
    const before = this.places.get(code);
    if (before) this.count(before.bundle, -before.size);
  }

  private count(bundle: number, bytes: number): void {
    this.liveBytes.set(bundle, must(this.liveBytes.get(bundle), 'a bundle that was taken') + bytes);
  }
}
