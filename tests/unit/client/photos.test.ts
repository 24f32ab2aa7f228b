import { createHash } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { PhotoRefusedError, sendablePhotos } from '../../../src/client/photos/photoStore.ts';
import { PHOTO_LOCK } from '../../../src/client/sync/locks.ts';
import { PHOTO_BYTES_MAX } from '../../../src/protocol/photo.ts';
import type { Bench } from './support/bench.ts';
import { readyScene, settled, turnsUntil, until } from './support/bench.ts';
import { PhotoShelf } from './support/photoShelf.ts';
import { MONDAY } from './support/village.ts';

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

async function ready() {
  const made = await readyScene();
  opened = made.bench;
  return { ...made, shelf: new PhotoShelf(made.server) };
}

/** As a camera's file begins. */
const JFIF = [0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01];
const DAY_MS = 86_400_000;

/** A small file of its own for each `n`. */
function jpeg(n: number, bytes = 1_000): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(bytes).fill(n);
  file.set(JFIF);
  return file;
}

function idOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex');
}

const deed = (household: string, photos: readonly string[]) => ({
  household,
  rule: 'GY-01',
  date: MONDAY,
  quantity: 1,
  points: 2,
  photos,
});

async function withJournal<T>(bench: Bench, work: (db: JournalDb) => Promise<T>): Promise<T> {
  const deps = bench.deps();
  const db = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

test('[SY-3] a photo is durable before any deed announces it, and is there after the app was ended', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  const id = await tablet.addPhoto(jpeg(1));
  expect(id).toBe(idOf(jpeg(1)));
  bench.powerOff();

  const again = await bench.unlockedTab();
  expect(new Uint8Array((await (await again.photo(id))?.arrayBuffer()) ?? [])).toEqual(jpeg(1));
  expect(await again.record('entry.record', deed('XW-0001', [id]))).toMatchObject({ ok: true });
  expect(again.state.getState().photos).toEqual({ unsent: 1, ops: new Set(['K7Q2-000001']) });
});

test('[CF-22] a deed that announces a photo which is not here is not recorded', async () => {
  const { bench, tablet } = await ready();
  const id = await tablet.addPhoto(jpeg(1));
  expect(await tablet.record('entry.record', deed('XW-0001', [id, idOf(jpeg(2))]))).toEqual({
    ok: false,
    storage: 'broken',
  });
  expect(await withJournal(bench, (db) => Promise.all([db.ops.count(), db.announced.count()]))).toEqual([0, 0]);
});

test('photos are sealed at rest, and nobody sees them while the screen is locked', async () => {
  const { bench, tablet } = await ready();
  const id = await tablet.addPhoto(jpeg(7));
  await tablet.record('entry.record', deed('XW-0001', [id]));
  const stored = await withJournal(bench, (db) => db.photos.toArray());
  expect(stored).toHaveLength(1);
  const bytes = Buffer.from(stored[0]?.sealed ?? []);
  expect(bytes.length).toBeGreaterThan(1_000);
  expect(bytes.includes(Buffer.from(JFIF))).toBe(false);
  expect(bytes.includes(Buffer.alloc(16, 7))).toBe(false);
  tablet.lock();
  expect(await tablet.photo(id)).toBeUndefined();
});

test('what is no JPEG or too large is not kept', async () => {
  const { tablet } = await ready();
  await expect(tablet.addPhoto(new Uint8Array(1_000))).rejects.toThrow(PhotoRefusedError);
  await expect(tablet.addPhoto(jpeg(1, PHOTO_BYTES_MAX + 1))).rejects.toThrow(PhotoRefusedError);
});

test('[CF-22] photos follow their ops: one at a time, in the order of the deeds', async () => {
  const { bench, server, tablet, shelf } = await ready();
  bench.online = false;
  const files = [jpeg(1), jpeg(2), jpeg(3)];
  for (const [i, file] of files.entries()) {
    await tablet.record('entry.record', deed(`XW-000${i + 1}`, [await tablet.addPhoto(file)]));
  }
  await tablet.syncNow();
  expect(shelf.asked).toEqual([]);
  expect(await withJournal(bench, sendablePhotos)).toEqual([]);
  expect(tablet.state.getState().photos.unsent).toBe(3);

  bench.online = true;
  const before = server.requests.length;
  await settled(tablet);
  await until(() => tablet.state.getState().photos.unsent === 0);
  expect(shelf.arrived).toEqual(files.map((file, i) => ({ op: `K7Q2-00000${i + 1}`, id: idOf(file), bytes: 1_000 })));
  expect(shelf.atOnceMax).toBe(1);
  expect(shelf.unknownOps).toEqual([]);
  expect(server.requests.length).toBeGreaterThan(before);
  expect(tablet.state.getState().photos.ops).toEqual(new Set());
});

test('[CF-22] a broken line keeps a photo and no op; it goes on later from where it was', async () => {
  const { bench, tablet, shelf } = await ready();
  const file = jpeg(1, 400_000);
  shelf.cutAfterParts = 1;
  await tablet.record('entry.record', deed('XW-0001', [await tablet.addPhoto(file)]));
  await tablet.syncNow();
  await until(() => shelf.cuts === 1);
  expect(tablet.state.getState()).toMatchObject({ sync: { unsent: 0, phase: 'idle' }, photos: { unsent: 1 } });

  await tablet.record('entry.record', { household: 'XW-0002', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 });
  await tablet.syncNow();
  expect(tablet.state.getState().sync.unsent).toBe(0);
  // Whoever has the lock now comes after a try that this sync would have begun.
  await bench.locks.request(PHOTO_LOCK, {}, async () => undefined);
  expect(shelf.asked.filter((asked) => asked.startsWith('HEAD'))).toHaveLength(1);

  await turnsUntil(bench, tablet, () => tablet.state.getState().photos.unsent === 0);
  expect(shelf.creations).toBe(1);
  expect(shelf.arrived.map((photo) => photo.bytes)).toEqual([400_000]);
});

test('a photo that the server refuses does not keep the next one back, and stays marked', async () => {
  const { tablet, shelf } = await ready();
  const [bad, good] = [await tablet.addPhoto(jpeg(1)), await tablet.addPhoto(jpeg(2))];
  shelf.refuses.add(bad);
  await tablet.record('entry.record', deed('XW-0001', [bad]));
  await tablet.record('entry.record', deed('XW-0002', [good]));
  await tablet.syncNow();
  await until(() => shelf.arrived.length === 1);
  await until(() => tablet.state.getState().photos.unsent === 1);
  expect(shelf.arrived[0]?.id).toBe(good);
  expect(tablet.state.getState().photos.ops).toEqual(new Set(['K7Q2-000001']));
});

test('one photo for two deeds is sent for each and kept once', async () => {
  const { bench, tablet, shelf } = await ready();
  const id = await tablet.addPhoto(jpeg(1));
  await tablet.addPhoto(jpeg(1));
  await tablet.record('entry.record', deed('XW-0001', [id]));
  await tablet.record('entry.record', deed('XW-0002', [id]));
  await tablet.syncNow();
  await until(() => tablet.state.getState().photos.unsent === 0);
  expect(shelf.arrived.map((photo) => photo.op)).toEqual(['K7Q2-000001', 'K7Q2-000002']);
  expect(await withJournal(bench, (db) => db.photos.count())).toBe(1);
});

test('photos stay 30 days after they were sent, as long as needed before, and a day when no deed took them', async () => {
  const { bench, clock, tablet, shelf } = await ready();
  const sent = await tablet.addPhoto(jpeg(1));
  const unsent = await tablet.addPhoto(jpeg(2));
  const unused = await tablet.addPhoto(jpeg(3));
  shelf.refuses.add(unsent);
  await tablet.record('entry.record', deed('XW-0001', [sent]));
  await tablet.record('entry.record', deed('XW-0002', [unsent]));
  await tablet.syncNow();
  await until(() => shelf.arrived.length === 1 && tablet.state.getState().photos.unsent === 1);
  const kept = async (days: number) => {
    bench.powerOff();
    bench.online = false;
    clock.wall += days * DAY_MS;
    await bench.tab();
    return withJournal(bench, (db) => db.photos.toCollection().primaryKeys());
  };
  expect((await kept(0)).sort()).toEqual([sent, unsent, unused].sort());
  expect((await kept(2)).sort()).toEqual([sent, unsent].sort());
  expect(await kept(29)).toEqual([unsent]);
});
