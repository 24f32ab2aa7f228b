/**
 * The cache: what the server can send again. Disposable and relaxed; every content is sealed under the data key. Household
 * files lie in bundles, with the directory's lines of each bundle beside it: a bundle is written once and never changed, newer
 * versions of its files go into newer bundles. A thousand changed files are a few writes, and opening the app reads lines only.
 */
import { Dexie, type Table } from 'dexie';
import type { Cursor } from '../../protocol/sync.ts';
import type { Bytes } from '../seal/sealing.ts';

/** A sealed bundle of household files. */
export interface BundleRow {
  readonly id: number;
  readonly sealed: Bytes;
}

/** The sealed BundleLines of the bundle with the same id. */
export interface LinesRow {
  readonly id: number;
  readonly sealed: Bytes;
}

/** A first load that is not complete: files up to `key` are here. */
export interface LoadProgress {
  readonly key?: string;
  readonly done: number;
  readonly total: number;
  /** So many of the home grids come first. */
  readonly home: number;
  readonly ownGridReady: boolean;
}

export interface CacheMeta {
  /** Id of the data key that seals everything here. */
  readonly keyId: string;
  readonly cursor: Cursor;
  /** SY-10: own ops up to this seq are in the files. */
  readonly counted: number;
  /** Sealed Catalogue. */
  readonly catalogue: Bytes;
  /** Sealed StoredStock. */
  readonly stock: Bytes;
  readonly load: LoadProgress;
  /** Another one with every write: who read the cache knows by it whether it is still what was read. */
  readonly stamp: string;
  /** Households that were removed, each with the last bundle that may still have something of them. */
  readonly removed: readonly (readonly [code: string, bundle: number])[];
}

export class CacheDb extends Dexie {
  declare readonly bundles: Table<BundleRow, number>;
  declare readonly lines: Table<LinesRow, number>;
  declare readonly meta: Table<CacheMeta[keyof CacheMeta], keyof CacheMeta>;

  constructor(prefix: string, indexedDB: IDBFactory, range: typeof IDBKeyRange) {
    super(`${prefix}-cache`, {
      indexedDB,
      IDBKeyRange: range,
      chromeTransactionDurability: 'relaxed',
      cache: 'disabled',
    });
    this.version(1).stores({ files: 'code', directory: 'bucket', meta: '' });
    // Another layout: what was cached is loaded again.
    this.version(2)
      .stores({ files: null, directory: null, bundles: 'id', lines: 'id', meta: '' })
      .upgrade((change) => change.table('meta').clear());
  }

  /** One value of `meta`. */
  async getMeta<K extends keyof CacheMeta>(key: K): Promise<CacheMeta[K] | undefined> {
    return (await this.meta.get(key)) as CacheMeta[K] | undefined;
  }

  /** Throws everything away; the next first load brings it again. Clears rather than deletes: other tabs keep it open. */
  async drop(): Promise<void> {
    await this.transaction('rw', this.bundles, this.lines, this.meta, () =>
      Promise.all([this.bundles.clear(), this.lines.clear(), this.meta.clear()]),
    );
  }
}
