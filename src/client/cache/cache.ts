/** An unlocked cache: files, directory and catalogue under the data key. One instance per unlocked session. */
import type { HouseholdFile } from '../../domain/household.ts';
import { profileOf } from '../../domain/profile.ts';
import type { InitialsOf } from '../../domain/search/initials.ts';
import { NO_STOCK, type StoredStock } from '../../domain/stockView.ts';
import type { Catalogue } from '../../protocol/catalogue.ts';
import type { Cursor } from '../../protocol/sync.ts';
import type { DirectoryRow } from '../engine/tablet.ts';
import type { DataKey } from '../seal/dataKey.ts';
import { type Bytes, openBytes, openJson, SealBrokenError, sealBytes, sealJson } from '../seal/sealing.ts';
import { fileAt, packBundles } from './bundle.ts';
import type { BundleRow, CacheDb, CacheMeta, LinesRow, LoadProgress } from './cacheDb.ts';
import { directoryRow } from './directoryRow.ts';
import { OpenBundles } from './openBundles.ts';
import { type BundleLines, type Place, Shelf } from './shelf.ts';

const BUNDLE = 'bundle:';
const LINES = 'lines:';
const CATALOGUE = 'catalogue';
const STOCK = 'stock';
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
  /** Tells two stands apart; undefined while nothing was ever written. */
  readonly stamp: string | undefined;
}

function sameMark(a: CacheMark | undefined, b: CacheMark): boolean {
  return a !== undefined && a.stamp === b.stamp;
}

/** True for what a cache that cannot be opened throws: it must be dropped and loaded again. */
export function isCacheBroken(error: unknown): boolean {
  if (!(error instanceof SealBrokenError)) return false;
  return (
    error.context === CATALOGUE ||
    error.context === STOCK ||
    error.context.startsWith(BUNDLE) ||
    error.context.startsWith(LINES)
  );
}

export interface CacheWrite {
  readonly files: readonly HouseholdFile[];
  /** Households that are no longer of this device's scope. */
  readonly removed?: readonly string[];
  readonly meta: { readonly [K in 'cursor' | 'counted' | 'load']?: CacheMeta[K] | null };
  readonly catalogue?: Catalogue | undefined;
  readonly stock?: StoredStock | undefined;
}

export class Cache {
  private readonly db: CacheDb;
  private readonly crypto: Crypto;
  private readonly dataKey: DataKey;
  private readonly initialsOf: () => Promise<InitialsOf>;
  private readonly opened: OpenBundles;
  private shelf = new Shelf();
  /** Where the cache stood when the shelf was read. */
  private mark: CacheMark | undefined;
  /** What reads the shelf or changes it with the stored cache goes one after the other; until it is over the two may differ. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly remembered = new Map<string, CountedFile>();
  /** Grows when remembered files become stale. */
  private generation = 0;

  constructor(db: CacheDb, crypto: Crypto, dataKey: DataKey, initialsOf: () => Promise<InitialsOf>) {
    this.db = db;
    this.crypto = crypto;
    this.dataKey = dataKey;
    this.initialsOf = initialsOf;
    this.opened = new OpenBundles((row) => openBytes(crypto, dataKey.key, BUNDLE + row.id, row.sealed));
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

  /** What lies in the stores, as the server last said it. Throws SealBrokenError. */
  async stock(): Promise<StoredStock> {
    const sealed = await this.db.getMeta('stock');
    return sealed ? openJson<StoredStock>(this.crypto, this.dataKey.key, STOCK, sealed) : NO_STOCK;
  }

  /** Where the cache stands; the directory in memory follows when another tab moved it. Throws SealBrokenError. */
  stand(): Promise<CacheMark> {
    return this.inTurn(async () => {
      const mark = await this.readMark();
      return sameMark(this.mark, mark) ? mark : this.openDirectory();
    });
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.turn.then(work);
    this.turn = run.catch(() => undefined);
    return run;
  }

  private async readMark(): Promise<CacheMark> {
    const [cursor, counted, load, stamp] = await this.db.meta.bulkGet(['cursor', 'counted', 'load', 'stamp']);
    return {
      cursor: cursor as Cursor | undefined,
      counted: (counted as number | undefined) ?? 0,
      load: load as LoadProgress | undefined,
      stamp: stamp as string | undefined,
    };
  }

  /** Reads the directory into memory; where the cache stands. Throws SealBrokenError. */
  private async openDirectory(): Promise<CacheMark> {
    const { crypto, dataKey, db } = this;
    const [stored, mark, removed] = await db.transaction('r', db.lines, db.meta, async () => {
      const lines = await db.lines.toArray();
      return [lines, await this.readMark(), await db.getMeta('removed')] as const;
    });
    const opened = await Promise.all(
      stored.map(
        async ({ id, sealed }) => [id, await openJson<BundleLines>(crypto, dataKey.key, LINES + id, sealed)] as const,
      ),
    );
    const shelf = new Shelf(removed);
    for (const [id, lines] of opened) shelf.take(id, lines);
    this.shelf = shelf;
    this.mark = mark;
    this.opened.clear();
    this.forget();
    return mark;
  }

  private forget(): void {
    this.generation++;
    this.remembered.clear();
  }

  /** Directory rows of the stored files. */
  rows(): readonly DirectoryRow[] {
    return this.shelf.rows();
  }

  /** Directory row of one stored file. */
  row(code: string): DirectoryRow | undefined {
    return this.shelf.get(code)?.row;
  }

  /** The directory's lines for files as they are shown. The pinyin table is loaded only when a name is new. */
  async rowsOf(files: readonly HouseholdFile[]): Promise<readonly DirectoryRow[]> {
    const rows: DirectoryRow[] = [];
    let initialsOf: InitialsOf | undefined;
    for (const file of files) {
      const { head } = profileOf(file);
      const known = this.row(file.code);
      if (known?.head === head) rows.push(directoryRow(file, known.initials));
      else {
        initialsOf ??= await this.initialsOf();
        rows.push(directoryRow(file, initialsOf(head)));
      }
    }
    return rows;
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
    for (;;) {
      await this.turn;
      const { mark: before } = this;
      const places = codes.flatMap((code) => this.shelf.get(code) ?? []);
      const bundles = this.opened.get(places.map((place) => place.bundle));
      const missing = new Set(places.flatMap(({ bundle }) => (bundles.has(bundle) ? [] : [bundle])));
      const [rows, mark] = await this.db.transaction('r', this.db.bundles, this.db.meta, async () => {
        const found = missing.size > 0 ? await this.db.bundles.bulkGet([...missing]) : [];
        return [found, await this.readMark()] as const;
      });
      if (!sameMark(before, mark)) {
        // The places are those of another state of the cache than the one that was read.
        await this.stand();
        continue;
      }
      for (const [id, bytes] of await this.opened.open(rows.filter((row) => row !== undefined))) bundles.set(id, bytes);
      const fileOf = ({ bundle, start, size }: Place) => {
        const bytes = bundles.get(bundle);
        if (!bytes) throw new SealBrokenError(BUNDLE + bundle);
        return fileAt(bytes, start, size);
      };
      return { files: places.map(fileOf), counted: mark.counted };
    }
  }

  /**
   * Writes files, their directory rows and marks in one transaction, provided that the cache still stands at `seen`. A null mark
   * is removed. Gives where the cache stands then. Throws CacheMovedError, or what IndexedDB throws; then nothing is written.
   */
  async write(seen: CacheMark, change: CacheWrite): Promise<CacheMark> {
    const files = [...change.files, ...(await this.scattered(change))];
    const rows = await this.rowsOf(files);
    return this.inTurn(async () => {
      if (!sameMark(this.mark, seen)) throw new CacheMovedError();
      const first = this.shelf.next();
      const packed = packBundles(files).map(({ from, to, bytes, sizes }, i) => ({
        id: first + i,
        bytes,
        lines: { rows: rows.slice(from, to), sizes },
      }));
      return this.store(seen, change, packed);
    });
  }

  /** Files that are written along, so that they lie together again. */
  private async scattered({ files, removed = [] }: CacheWrite): Promise<readonly HouseholdFile[]> {
    const changed = new Set([...files.map((file) => file.code), ...removed]);
    const codes = this.shelf.scattered().filter((code) => !changed.has(code));
    return codes.length > 0 ? (await this.files(codes)).files : [];
  }

  private async store(
    seen: CacheMark,
    { removed = [], meta, catalogue, stock }: CacheWrite,
    packed: readonly { readonly id: number; readonly bytes: Bytes; readonly lines: BundleLines }[],
  ): Promise<CacheMark> {
    const { crypto, dataKey, db } = this;
    const seal = (context: string, bytes: Bytes) => sealBytes(crypto, dataKey.key, context, bytes);
    const [bundleRows, linesRows, sealedCatalogue, sealedStock] = await Promise.all([
      Promise.all(
        packed.map(async ({ id, bytes }): Promise<BundleRow> => ({ id, sealed: await seal(BUNDLE + id, bytes) })),
      ),
      Promise.all(
        packed.map(
          async ({ id, lines }): Promise<LinesRow> => ({
            id,
            sealed: await sealJson(crypto, dataKey.key, LINES + id, lines),
          }),
        ),
      ),
      catalogue && sealJson(crypto, dataKey.key, CATALOGUE, catalogue),
      stock && sealJson(crypto, dataKey.key, STOCK, stock),
    ]);
    // From here on the shelf runs ahead of what is stored: should the write fail, the next look reads it afresh.
    this.mark = undefined;
    this.shelf.remove(removed);
    for (const { id, lines } of packed) this.shelf.take(id, lines);
    const empty = this.shelf.empty();
    this.shelf.drop(empty);
    const marks: Partial<Record<keyof CacheMeta, CacheMeta[keyof CacheMeta] | null | undefined>> = {
      ...meta,
      keyId: dataKey.id,
      stamp: crypto.randomUUID(),
      catalogue: sealedCatalogue,
      stock: sealedStock,
      ...(removed.length > 0 ? { removed: [...this.shelf.removed] } : {}),
    };
    const mark = await db.transaction('rw', db.bundles, db.lines, db.meta, async () => {
      if (!sameMark(seen, await this.readMark())) throw new CacheMovedError();
      await db.bundles.bulkPut(bundleRows);
      await db.lines.bulkPut(linesRows);
      await db.bundles.bulkDelete([...empty]);
      await db.lines.bulkDelete([...empty]);
      for (const [key, value] of Object.entries(marks) as [keyof CacheMeta, CacheMeta[keyof CacheMeta] | null][]) {
        if (value === null) await db.meta.delete(key);
        else if (value !== undefined) await db.meta.put(value, key);
      }
      return this.readMark();
    });
    this.mark = mark;
    this.opened.keep(packed);
    this.opened.drop(empty);
    this.forget();
    return mark;
  }
}
