/** An unlocked cache: files, directory and catalogue under the data key. One instance per unlocked session. */
import type { HouseholdFile } from '../../domain/household.ts';
import { profileOf } from '../../domain/profile.ts';
import type { Catalogue } from '../../protocol/catalogue.ts';
import type { Cursor } from '../../protocol/sync.ts';
import type { DirectoryRow } from '../engine/tablet.ts';
import type { DataKey } from '../seal/dataKey.ts';
import { openJson, SealBrokenError, sealJson } from '../seal/sealing.ts';
import { Buckets } from './buckets.ts';
import type { BucketRow, CacheDb, CacheMeta, FileRow, LoadProgress } from './cacheDb.ts';
import { directoryRow } from './directoryRow.ts';
import type { InitialsOf } from './initials.ts';

const FILE = 'file:';
const BUCKET = 'directory';
const CATALOGUE = 'catalogue';
/** Most opened files that are remembered. */
const REMEMBERED_MAX = 200;

/** A file as stored, with the mark that says which own ops it counts (SY-10): the two are only true together. */
export interface CountedFile {
  readonly file: HouseholdFile | undefined;
  readonly counted: number;
}

/** The cache moved under a write: another tab was first. The write did not happen; it may be tried again. */
export class CacheMovedError extends Error {
  constructor() {
    super('another tab changed the cache');
  }
}

/** Where the cache stands: a write goes through only if it still stands there. */
export interface CacheMark {
  readonly cursor: Cursor | undefined;
  readonly counted: number;
  readonly load: LoadProgress | undefined;
}

function sameMark(a: CacheMark | undefined, b: CacheMark): boolean {
  return (
    a !== undefined && JSON.stringify([a.cursor, a.counted, a.load]) === JSON.stringify([b.cursor, b.counted, b.load])
  );
}

/** True for what a cache that cannot be opened throws: it must be dropped and loaded again. */
export function isCacheBroken(error: unknown): boolean {
  if (!(error instanceof SealBrokenError)) return false;
  return error.context === BUCKET || error.context === CATALOGUE || error.context.startsWith(FILE);
}

export interface CacheWrite {
  readonly files: readonly HouseholdFile[];
  readonly meta: { readonly [K in 'cursor' | 'counted' | 'load']?: CacheMeta[K] | null };
  readonly catalogue?: Catalogue | undefined;
}

export class Cache {
  private readonly db: CacheDb;
  private readonly crypto: Crypto;
  private readonly dataKey: DataKey;
  private readonly initialsOf: () => Promise<InitialsOf>;
  private buckets = new Buckets();
  /** Where the cache stood when the directory was read. */
  private mark: CacheMark | undefined;
  private readonly remembered = new Map<string, CountedFile>();
  /** Grows when remembered files become stale. */
  private generation = 0;

  constructor(db: CacheDb, crypto: Crypto, dataKey: DataKey, initialsOf: () => Promise<InitialsOf>) {
    this.db = db;
    this.crypto = crypto;
    this.dataKey = dataKey;
    this.initialsOf = initialsOf;
  }

  /** True when what is stored (if anything) is sealed under this data key. */
  async fits(): Promise<boolean> {
    const keyId = await this.db.getMeta('keyId');
    return keyId === undefined || keyId === this.dataKey.id;
  }

  /** The catalogue; undefined before the first load. Throws SealBrokenError. */
  async catalogue(): Promise<Catalogue | undefined> {
    const sealed = await this.db.getMeta('catalogue');
    return sealed && openJson<Catalogue>(this.crypto, this.dataKey.key, CATALOGUE, sealed);
  }

  /** Where the cache stands; the directory in memory follows when another tab moved it. Throws SealBrokenError. */
  async stand(): Promise<CacheMark> {
    const mark = await this.readMark();
    return sameMark(this.mark, mark) ? mark : this.openDirectory();
  }

  private async readMark(): Promise<CacheMark> {
    const [cursor, counted, load] = await this.db.meta.bulkGet(['cursor', 'counted', 'load']);
    return {
      cursor: cursor as Cursor | undefined,
      counted: (counted as number | undefined) ?? 0,
      load: load as LoadProgress | undefined,
    };
  }

  /** Reads the directory into memory; where the cache stands. Throws SealBrokenError. */
  private async openDirectory(): Promise<CacheMark> {
    const [stored, mark] = await this.db.transaction('r', this.db.directory, this.db.meta, async () => {
      const buckets = await this.db.directory.toArray();
      return [buckets, await this.readMark()] as const;
    });
    const lists = await Promise.all(
      stored.map((b) => openJson<DirectoryRow[]>(this.crypto, this.dataKey.key, BUCKET, b.sealed)),
    );
    const buckets = new Buckets();
    for (const [i, { bucket }] of stored.entries()) buckets.take(bucket, lists[i] ?? []);
    this.buckets = buckets;
    this.mark = mark;
    this.forget();
    return mark;
  }

  private forget(): void {
    this.generation++;
    this.remembered.clear();
  }

  /** Directory rows of the stored files. */
  rows(): readonly DirectoryRow[] {
    return this.buckets.all();
  }

  /** Directory row of one stored file. */
  row(code: string): DirectoryRow | undefined {
    return this.buckets.get(code);
  }

  /** The directory's lines for files as they are shown. The pinyin table is loaded only when a name is new. */
  async rowsOf(files: readonly HouseholdFile[]): Promise<readonly DirectoryRow[]> {
    const heads = files.map((file) => profileOf(file).head);
    const known = files.map((file) => this.buckets.get(file.code));
    const initials = heads.map((head, i) => (known[i]?.head === head ? known[i]?.initials : undefined));
    const initialsOf = initials.includes(undefined) ? await this.initialsOf() : () => '';
    return files.map((file, i) => directoryRow(file, initials[i] ?? initialsOf(heads[i] ?? '')));
  }

  /** One file with its mark. Throws SealBrokenError. */
  async file(code: string): Promise<CountedFile> {
    const known = this.remembered.get(code);
    if (known) return known;
    const generation = this.generation;
    const { files, counted } = await this.files([code]);
    const found: CountedFile = { file: files[0], counted };
    if (generation === this.generation) {
      if (this.remembered.size >= REMEMBERED_MAX) this.remembered.clear();
      this.remembered.set(code, found);
    }
    return found;
  }

  /** Those of the files that are stored, with the mark of all. Throws SealBrokenError. */
  async files(
    codes: readonly string[],
  ): Promise<{ readonly files: readonly HouseholdFile[]; readonly counted: number }> {
    const [rows, counted] = await this.db.transaction('r', this.db.files, this.db.meta, async () => {
      const found = await this.db.files.bulkGet([...codes]);
      return [found, ((await this.db.meta.get('counted')) as number | undefined) ?? 0] as const;
    });
    const stored = rows.filter((row) => row !== undefined);
    return { files: await Promise.all(stored.map((row) => this.open(row))), counted };
  }

  /**
   * Writes files, their directory rows and marks in one transaction, provided that the cache still stands at `seen`. A null mark
   * is removed. Gives where the cache stands then. Throws CacheMovedError, or what IndexedDB throws; then nothing is written.
   */
  async write(seen: CacheMark, change: CacheWrite): Promise<CacheMark> {
    const { crypto, dataKey, db } = this;
    const rows = await this.rowsOf(change.files);
    const fileRows = await Promise.all(change.files.map((file) => this.seal(file)));
    const changed = [...this.buckets.put(rows)];
    const bucketRows: BucketRow[] = await Promise.all(
      changed.map(async (bucket) => ({
        bucket,
        sealed: await sealJson(crypto, dataKey.key, BUCKET, this.buckets.rows(bucket)),
      })),
    );
    const catalogue = change.catalogue && (await sealJson(crypto, dataKey.key, CATALOGUE, change.catalogue));
    try {
      const mark = await db.transaction('rw', db.files, db.directory, db.meta, async () => {
        if (!sameMark(seen, await this.readMark())) throw new CacheMovedError();
        await db.files.bulkPut(fileRows);
        await db.directory.bulkPut(bucketRows);
        await db.meta.put(dataKey.id, 'keyId');
        if (catalogue) await db.meta.put(catalogue, 'catalogue');
        for (const [key, value] of Object.entries(change.meta) as [
          keyof CacheMeta,
          CacheMeta[keyof CacheMeta] | null,
        ][]) {
          await (value === null ? db.meta.delete(key) : db.meta.put(value, key));
        }
        return this.readMark();
      });
      this.mark = mark;
      this.forget();
      return mark;
    } catch (error) {
      // The directory in memory ran ahead of the one that is stored: the next look reads it afresh.
      this.mark = undefined;
      throw error;
    }
  }

  private async seal(file: HouseholdFile): Promise<FileRow> {
    return { code: file.code, sealed: await sealJson(this.crypto, this.dataKey.key, FILE + file.code, file) };
  }

  private open(row: FileRow): Promise<HouseholdFile> {
    return openJson<HouseholdFile>(this.crypto, this.dataKey.key, FILE + row.code, row.sealed);
  }
}
