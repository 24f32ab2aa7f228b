/** Opened bundles at hand, the last used ones. A bundle never changes, so what was opened stays true until it is dropped. */
import type { Bytes } from '../seal/sealing.ts';
import type { BundleRow } from './cacheDb.ts';

/** Most bytes that are kept. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024;

export class OpenBundles {
  private readonly openOne: (row: BundleRow) => Promise<Bytes>;
  /** In the order of their last use. */
  private readonly kept = new Map<number, Bytes>();
  private bytes = 0;

  constructor(open: (row: BundleRow) => Promise<Bytes>) {
    this.openOne = open;
  }

  /** Those of the bundles that are at hand. */
  get(ids: readonly number[]): Map<number, Bytes> {
    const found = new Map<number, Bytes>();
    for (const id of ids) {
      const bytes = this.kept.get(id);
      if (bytes) found.set(id, bytes);
    }
    this.keep([...found].map(([id, bytes]) => ({ id, bytes })));
    return found;
  }

  /** Opens bundles as they were read. Throws SealBrokenError. */
  async open(rows: readonly BundleRow[]): Promise<readonly (readonly [id: number, bytes: Bytes])[]> {
    const opened = await Promise.all(rows.map(async (row) => [row.id, await this.openOne(row)] as const));
    this.keep(opened.map(([id, bytes]) => ({ id, bytes })));
    return opened;
  }

  /** Keeps bundles at hand, instead of those that were not used for longest. */
  keep(bundles: readonly { readonly id: number; readonly bytes: Bytes }[]): void {
    this.drop(bundles.map(({ id }) => id));
    for (const { id, bytes } of bundles) {
      this.kept.set(id, bytes);
      this.bytes += bytes.length;
    }
    for (const [id] of this.kept) {
      if (this.bytes <= KEPT_BYTES_MAX) return;
      this.drop([id]);
    }
  }

  /** Lets bundles go. */
  drop(ids: readonly number[]): void {
    for (const id of ids) {
      this.bytes -= this.kept.get(id)?.length ?? 0;
      this.kept.delete(id);
    }
  }

  /** Lets everything go. */
  clear(): void {
    this.kept.clear();
    this.bytes = 0;
  }
}
