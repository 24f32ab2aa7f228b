import Dexie from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, expect, test } from 'vitest';
import { BUNDLE_BYTES_MAX, packBundles } from '../../../src/client/cache/bundle.ts';
import { Cache, CacheMovedError, isCacheBroken } from '../../../src/client/cache/cache.ts';
import { type BundleRow, CacheDb } from '../../../src/client/cache/cacheDb.ts';
import { OpenBundles } from '../../../src/client/cache/openBundles.ts';
import { SPARSE_BUNDLES_MAX } from '../../../src/client/cache/shelf.ts';
import { importDataKey } from '../../../src/client/seal/dataKey.ts';
import { SealBrokenError } from '../../../src/client/seal/sealing.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { must } from '../../../src/domain/must.ts';
import { household } from './support/village.ts';

const open: CacheDb[] = [];
afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

/** Tabs of one device: each gives a cache of its own on the same storage. */
async function device() {
  const storage = new IDBFactory();
  const key = await importDataKey(crypto, new Uint8Array(32).fill(7));
  const tab = () => {
    const db = new CacheDb('test', storage, IDBKeyRange);
    open.push(db);
    return new Cache(db, crypto, key, async () => (name) => name);
  };
  const stored = () =>
    open[0]?.transaction('r', open[0].bundles, open[0].lines, async () => ({
      bundles: await open[0]?.bundles.count(),
      lines: await open[0]?.lines.count(),
    }));
  const db = () => must(open[0], 'a tab');
  return { tab, stored, db };
}

function many(count: number): HouseholdFile[] {
  return Array.from({ length: count }, (_, i) => household(i + 1));
}

const withCard = (file: HouseholdFile, card: number): HouseholdFile => ({ ...file, card });

test('bundles stay small enough for the browser, and a large file has one of its own', () => {
  const large = { ...household(7), edits: [{ note: 'x'.repeat(BUNDLE_BYTES_MAX) }] } as unknown as HouseholdFile;
  const files = [...many(300), large, ...many(3)];
  const bundles = packBundles(files);
  expect(bundles.flatMap(({ from, to }) => files.slice(from, to))).toEqual(files);
  expect(bundles.filter(({ bytes }) => bytes.length > BUNDLE_BYTES_MAX).map(({ from, to }) => [from, to])).toEqual([
    [300, 301],
  ]);
  expect(packBundles([])).toEqual([]);
});

test('the newest version of a file counts, also after a start', async () => {
  const { tab } = await device();
  const one = tab();
  let mark = await one.write(await one.stand(), { files: many(200), meta: { counted: 1 } });
  mark = await one.write(mark, { files: [withCard(household(3), 2)], meta: { counted: 2 } });
  for (const cache of [one, tab()]) {
    await cache.stand();
    expect((await cache.file('XW-0003')).file?.card).toBe(2);
    expect(await cache.file('XW-0004')).toEqual({ file: household(4), counted: 2 });
    expect(cache.row('XW-0003')?.card).toBe(2);
    expect(cache.rows()).toHaveLength(200);
  }
});

test('a thousand small changes lie together again', async () => {
  const { tab, stored } = await device();
  const one = tab();
  let mark = await one.write(await one.stand(), { files: many(100), meta: {} });
  for (let change = 0; change < 300; change++) {
    const file = withCard(household(1 + (change % 100)), 2 + change);
    mark = await one.write(mark, { files: [file], meta: { counted: change } });
    const counts = await stored();
    expect(counts?.bundles).toBeLessThanOrEqual(SPARSE_BUNDLES_MAX + 3);
    expect(counts?.lines).toBe(counts?.bundles);
  }
  const again = tab();
  await again.stand();
  const cards = (await again.files(many(100).map((f) => f.code))).files.map((f) => f.card);
  expect(cards).toEqual(Array.from({ length: 100 }, (_, i) => 202 + i));
});

test('a removed household does not come back from an older bundle, but may be registered again', async () => {
  const { tab } = await device();
  const one = tab();
  let mark = await one.write(await one.stand(), { files: many(10), meta: {} });
  mark = await one.write(mark, { files: [withCard(household(2), 2)], meta: {} });
  mark = await one.write(mark, { files: [], removed: ['XW-0002', 'XW-0005'], meta: {} });
  for (const cache of [one, tab()]) {
    await cache.stand();
    expect((await cache.file('XW-0002')).file).toBeUndefined();
    expect(cache.rows()).toHaveLength(8);
  }
  await one.write(mark, { files: [withCard(household(2), 3)], meta: {} });
  for (const cache of [one, tab()]) {
    await cache.stand();
    expect((await cache.file('XW-0002')).file?.card).toBe(3);
    expect(cache.row('XW-0005')).toBeUndefined();
    expect(cache.rows()).toHaveLength(9);
  }
});

test('[SY-10] a file never comes with the mark of another state, whatever another tab writes meanwhile', async () => {
  const { tab } = await device();
  const [one, two] = [tab(), tab()];
  let mark = await one.write(await one.stand(), { files: [withCard(household(1), 0)], meta: { counted: 0 } });
  await two.stand();
  const reading = (async () => {
    for (let i = 0; i < 60; i++) {
      const { files, counted } = await two.files(['XW-0001']);
      expect(files[0]?.card).toBe(counted);
    }
  })();
  for (let counted = 1; counted <= 40; counted++) {
    mark = await one.write(mark, { files: [withCard(household(1), counted)], meta: { counted } });
    const own = await one.files(['XW-0001']);
    expect([own.files[0]?.card, own.counted]).toEqual([counted, counted]);
  }
  await reading;
});

test('[SY-10] a write that was prepared on another state of the cache does not happen', async () => {
  const { tab } = await device();
  const [one, two] = [tab(), tab()];
  const seen = await one.stand();
  await two.write(await two.stand(), { files: many(3), meta: { counted: 3 } });
  await one.stand();
  await expect(one.write(seen, { files: many(1), meta: { counted: 9 } })).rejects.toThrow(CacheMovedError);
  expect(await one.file('XW-0003')).toEqual({ file: household(3), counted: 3 });
});

test('files that were opened are at hand, and so many that the first are read again come out the same', async () => {
  const { tab } = await device();
  const cache = tab();
  await cache.write(await cache.stand(), { files: many(450), meta: { counted: 1 } });
  for (const round of [1, 2]) {
    for (const file of many(450)) expect((await cache.file(file.code)).file, `round ${round}`).toEqual(file);
  }
});

test('a stored file that is gone behind the cache’s back is said, not shown as no household', async () => {
  const { tab, db } = await device();
  const cache = tab();
  await cache.write(await cache.stand(), { files: many(2), meta: { counted: 1 } });
  const later = tab();
  await later.stand();
  await db().bundles.clear();
  const broken = await later.file('XW-0001').catch((error) => error);
  expect(broken).toBeInstanceOf(SealBrokenError);
  expect(isCacheBroken(broken)).toBe(true);
});

test('a cache of an older layout is loaded again: nothing of it counts', async () => {
  const storage = new IDBFactory();
  const old = new Dexie('test-cache', { indexedDB: storage, IDBKeyRange });
  old.version(1).stores({ files: 'code', directory: 'bucket', meta: '' });
  await old.table('meta').put(17, 'counted');
  await old.table('files').put({ code: 'XW-0001' });
  old.close();
  const now = new CacheDb('test', storage, IDBKeyRange);
  open.push(now);
  expect(await now.getMeta('counted')).toBeUndefined();
  expect(now.tables.map((table) => table.name).sort()).toEqual(['bundles', 'lines', 'meta']);
});

test('bundles that were opened are let go when they are too many, the ones used longest ago first', async () => {
  const MEGABYTES = 1024 * 1024;
  let opened = 0;
  const kept = new OpenBundles(async () => {
    opened++;
    return new Uint8Array(6 * MEGABYTES);
  });
  const row = (id: number) => ({ id, sealed: new Uint8Array() }) as unknown as BundleRow;
  await kept.open([row(1), row(2)]);
  expect([...kept.get([1]).keys()]).toEqual([1]);
  await kept.open([row(3)]);
  // Two of six fit into sixteen: the one that nobody asked for since has gone.
  expect([...kept.get([1, 2, 3]).keys()]).toEqual([1, 3]);
  expect(opened).toBe(3);
});
