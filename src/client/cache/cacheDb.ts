/**
 * The cache: what the server can send again. Disposable and relaxed; every content is sealed under the data key. One value
 * per household file, and the directory in few large sealed buckets, because that is what opens and loads fast.
 */
import { Dexie, type Table } from 'dexie';
import type { Cursor } from '../../protocol/sync.ts';
import type { Bytes } from '../seal/sealing.ts';

export interface FileRow {
  readonly code: string;
  readonly sealed: Bytes;
}

/** Sealed list of at most BUCKET_ROWS_MAX directory rows. */
export interface BucketRow {
  readonly bucket: number;
  readonly sealed: Bytes;
}

/** A first load that is not complete: files up to `key` are here. */
export interface LoadProgress {
  readonly key?: string;
  readonly done: number;
  readonly total: number;
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
  readonly load: LoadProgress;
}

export class CacheDb extends Dexie {
  declare readonly files: Table<FileRow, string>;
  declare readonly directory: Table<BucketRow, number>;
  declare readonly meta: Table<CacheMeta[keyof CacheMeta], keyof CacheMeta>;

  constructor(prefix: string, indexedDB: IDBFactory, range: typeof IDBKeyRange) {
    super(`${prefix}-cache`, {
      indexedDB,
      IDBKeyRange: range,
      chromeTransactionDurability: 'relaxed',
      cache: 'disabled',
    });
    this.version(1).stores({ files: 'code', directory: 'bucket', meta: '' });
  }

  /** One value of `meta`. */
  async getMeta<K extends keyof CacheMeta>(key: K): Promise<CacheMeta[K] | undefined> {
    return (await this.meta.get(key)) as CacheMeta[K] | undefined;
  }

  /** Throws everything away; the next first load brings it again. Clears rather than deletes: other tabs keep it open. */
  async drop(): Promise<void> {
    await this.transaction('rw', this.files, this.directory, this.meta, () =>
      Promise.all([this.files.clear(), this.directory.clear(), this.meta.clear()]),
    );
  }
}
