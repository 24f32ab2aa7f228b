/** CF-17 on the device: it hands over what it has, then it keeps nothing; no crash loses anything or leaves half of it. */
// Loaded when the first photo is sent; here before anything is waited for.
import 'tus-js-client';
import { afterEach, expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { appendOp } from '../../../src/client/journal/appendOp.ts';
import { FarewellDb } from '../../../src/client/journal/farewellDb.ts';
import { openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { sealUp, wipe } from '../../../src/client/journal/wipe.ts';
import { SYNC_LOCK } from '../../../src/client/sync/locks.ts';
import { type Bench, readyScene, type Scene, settled, turnsUntil, until } from './support/bench.ts';
import { CrashPoint } from './support/crash.ts';
import { PhotoShelf } from './support/photoShelf.ts';
import { ANNE, MONDAY, PINS } from './support/village.ts';

const DEVICE = 'K7Q2';
const deed = (household: string, photos: readonly string[] = []) => ({
  household,
  rule: 'GY-01',
  date: MONDAY,
  quantity: 1,
  points: 2,
  ...(photos.length > 0 ? { photos } : {}),
});
const jpeg = (n: number) => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, n]);

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

async function databases({ bench }: Pick<Scene, 'bench'>): Promise<readonly (string | undefined)[]> {
  return (await bench.disk.databases()).map((db) => db.name).sort();
}

/** A tablet with one op that was sent, and three deeds that were not, two of them with a photo; revoked meanwhile. */
async function revokedScene() {
  const made = await readyScene();
  opened = made.bench;
  const { bench, server, tablet } = made;
  const shelf = new PhotoShelf(server);
  await tablet.record('entry.record', deed('XW-0001'));
  await settled(tablet);
  bench.online = false;
  const photos = [await tablet.addPhoto(jpeg(1)), await tablet.addPhoto(jpeg(2))];
  await tablet.record('entry.record', deed('XW-0001', [photos[0] ?? '']));
  await tablet.record('entry.record', deed('XW-0003', [photos[1] ?? '']));
  await tablet.record('entry.record', deed('XW-0005'));
  // A confirmed backup will have everything.
  Object.assign(server.devices.get(DEVICE) ?? {}, { revoked: true, kept: 1_000 });
  return { ...made, shelf, photos };
}

const phaseOf = (tablet: ClosableTablet) => tablet.state.getState().phase;
const wiped = (tablet: ClosableTablet) => tablet.state.getState().revoked?.handedOver !== undefined;

const sealedOps = (tablet: ClosableTablet) => tablet.state.getState().revoked?.sealed;

/** Until it has handed over, and is wiped or sealed. */
const untilOver = ({ bench }: Scene, tablet: ClosableTablet, is = wiped) => turnsUntil(bench, tablet, () => is(tablet));

test('[CF-17] it cannot know offline: nothing changes until it hears', async () => {
  const made = await revokedScene();
  await made.tablet.syncNow();
  expect(phaseOf(made.tablet)).toBe('ready');
  expect(await made.tablet.record('entry.record', deed('XW-0002'))).toMatchObject({ ok: true });
});

test('[CF-17] it hands over ops and photos, then deletes both databases and says what became of what', async () => {
  const made = await revokedScene();
  const { bench, server, tablet, shelf } = made;
  bench.online = true;
  await tablet.syncNow();
  await until(() => wiped(tablet));
  const log = server.devices.get(DEVICE)?.log ?? [];
  expect(log.map((l) => l.verdict.code)).toEqual(['ok', 'device_revoked', 'device_revoked', 'device_revoked']);
  expect(shelf.arrived.map((p) => p.op)).toEqual([`${DEVICE}-000002`, `${DEVICE}-000003`]);
  expect(await databases(made)).toEqual(['test-farewell']);
  const { revoked, user, notices, users } = tablet.state.getState();
  expect(revoked).toEqual({ device: DEVICE, townName: '苍城镇', handedOver: 3 });
  expect({ user, notices, users }).toEqual({ user: undefined, notices: [], users: [] });
  expect(tablet.directory()).toEqual([]);
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('not_here');
  expect(await tablet.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: false });

  // Who opens it the next day reads it too; a new code makes it a device again.
  bench.powerOff();
  const next = await bench.tab();
  expect(next.state.getState()).toMatchObject({ phase: 'revoked', revoked: { handedOver: 3 } });
  await next.startAnew();
  expect(phaseOf(next)).toBe('unenrolled');
  expect(next.state.getState().lost).toBeUndefined();
  expect(bench.mark).toBe('{}');
  expect(await next.enrol('CODE-12345')).toEqual({ ok: true });
  expect(await next.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  await settled(next);
  expect(await next.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: 'K7Q3-000001' });
});

test('[CF-17] a locked tablet hands over too', async () => {
  const made = await revokedScene();
  const { bench, server, tablet } = made;
  tablet.lock();
  bench.online = true;
  await tablet.syncNow();
  await until(() => wiped(tablet));
  expect(server.devices.get(DEVICE)?.log).toHaveLength(4);
  expect(await databases(made)).toEqual(['test-farewell']);
});

test('[CF-17] what was recorded in the same page as the wipe can be enrolled again without reloading', async () => {
  const { bench, tablet } = await revokedScene();
  bench.online = true;
  await tablet.syncNow();
  await until(() => wiped(tablet));
  await tablet.startAnew();
  expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  await settled(tablet);
  expect((await tablet.tray(10)).map((item) => item.ref)).toEqual([]);
  expect(await tablet.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: 'K7Q3-000001' });
});

test('[CF-17] a photo that did not go yet keeps the wipe back; nobody works meanwhile', async () => {
  const made = await revokedScene();
  const { bench, tablet, shelf } = made;
  shelf.cutAfterParts = 1;
  bench.online = true;
  await tablet.syncNow();
  await until(() => shelf.cuts === 1 && tablet.state.getState().revoked?.left?.photos === 1);
  expect(phaseOf(tablet)).toBe('revoked');
  expect(await databases(made)).toEqual(expect.arrayContaining(['test-cache', 'test-journal']));
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('office');
  expect(await tablet.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: false });
  tablet.lock();
  expect(phaseOf(tablet)).toBe('revoked');

  bench.powerOff();
  const again = await bench.tab();
  expect(phaseOf(again)).toBe('revoked');
  await untilOver(made, again);
  expect(shelf.arrived).toHaveLength(2);
});

test('[CF-17] a photo that the server declined for good does not keep the wipe back; one that a stranger declined does', async () => {
  const made = await revokedScene();
  const { bench, server, tablet, shelf, photos } = made;
  const rest = server.fetch;
  let problem = '<html>sign in to the free network</html>';
  const fetch: typeof rest = async (input, init) =>
    String(input).endsWith(photos[0] ?? '') ? new Response(problem, { status: 404 }) : rest(input, init);
  Object.assign(server, { fetch });
  bench.online = true;
  await tablet.syncNow();
  await until(() => shelf.arrived.length === 1 && tablet.state.getState().revoked?.left?.photos === 1);
  problem = JSON.stringify({ type: 'urn:village-points:problem:not-found' });
  await untilOver(made, tablet);
});

test('[CF-17] other tabs follow, and cannot write behind the wipe', async () => {
  const made = await revokedScene();
  const { bench, tablet } = made;
  const other = await bench.unlockedTab();
  bench.online = true;
  await tablet.syncNow();
  await until(() => wiped(tablet) && wiped(other));
  expect(await other.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: false });
  await other.startAnew();
  await until(() => phaseOf(tablet) === 'unenrolled');
});

test('[CF-17] an op that another tab saves while this one hands over is handed over too', async () => {
  const made = await revokedScene();
  const { bench, server, tablet } = made;
  const other = await bench.unlockedTab();
  // The other tab is deaf and far behind: it does not hear that the device is revoked.
  bench.deafen();
  const rest = server.fetch;
  let late = false;
  Object.assign(server, {
    fetch: async (...args: Parameters<typeof fetch>) => {
      const answer = await rest(...args);
      if (late || !String(args[0]).includes('/api/sync')) return answer;
      late = true;
      expect(await other.record('entry.record', deed('XW-0002'))).toMatchObject({ ok: true });
      return answer;
    },
  });
  bench.online = true;
  await untilOver(made, tablet);
  expect(server.devices.get(DEVICE)?.log).toHaveLength(5);
  expect(await other.record('entry.record', deed('XW-0002'))).toMatchObject({ ok: false });
});

/** The stores of a tablet whose app is closed, and another tab that saves a deed. */
async function closedTablet() {
  const made = await readyScene();
  opened = made.bench;
  made.bench.powerOff();
  const { dbPrefix, indexedDB, IDBKeyRange, crypto } = made.bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  const cacheDb = new CacheDb(dbPrefix, indexedDB, IDBKeyRange);
  const farewellDb = new FarewellDb(dbPrefix, indexedDB, IDBKeyRange);
  const journal = await openJournal(db, crypto);
  if (!journal) throw new Error('an enrolled device');
  const save = () => appendOp(journal, { kind: 'entry.record', body: deed('XW-0001'), by: ANNE.id, at: 1 });
  const close = () => {
    for (const one of [db, cacheDb, farewellDb]) one.close();
  };
  return { db, cacheDb, farewellDb, journal, crypto, save, close };
}

test('[CF-17] what is saved between the look and the sealing up keeps everything here', async () => {
  const { db, cacheDb, journal, save, close } = await closedTablet();
  const drop = cacheDb.drop.bind(cacheDb);
  Object.assign(cacheDb, {
    drop: async () => {
      await save();
      return drop();
    },
  });
  expect(await sealUp(journal, cacheDb, 1, () => false)).toBe(false);
  expect(await db.ops.count()).toBe(1);
  expect(await db.getMeta('sealedUp')).toBeUndefined();
  expect(await db.pins.count()).toBeGreaterThan(0);
  close();
});

test('[CF-17] what is saved between the look and the wipe keeps everything here', async () => {
  const { db, cacheDb, farewellDb, journal, crypto, save, close } = await closedTablet();
  const { notes } = farewellDb;
  const put = notes.put.bind(notes);
  Object.assign(notes, {
    put: async (...args: Parameters<typeof put>) => {
      await save();
      return put(...args);
    },
  });
  expect(await wipe(journal, cacheDb, farewellDb, { kept: 1_000, now: 1 }, () => false)).toBeUndefined();
  expect(await db.ops.count()).toBe(1);
  expect(await openJournal(db, crypto)).toBeDefined();
  close();
});

test('[CF-17] [SY-14] a server restored from a backup gets again what it lacks before anything is wiped', async () => {
  const made = await revokedScene();
  const { bench, server, tablet } = made;
  const device = server.devices.get(DEVICE);
  if (device) device.log = [];
  bench.online = true;
  await tablet.syncNow();
  await until(() => wiped(tablet));
  expect(device?.log).toHaveLength(4);
});

/** What a journal still holds. */
async function journalOf({ bench }: Pick<Scene, 'bench'>) {
  const { dbPrefix, indexedDB, IDBKeyRange, crypto } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  const cacheDb = new CacheDb(dbPrefix, indexedDB, IDBKeyRange);
  const journal = await openJournal(db, crypto);
  const rows: Record<string, number> = {};
  for (const table of [...db.tables, ...cacheDb.tables]) {
    if (table.name !== 'meta') rows[table.name] = await table.count();
  }
  const meta = (await db.meta.toCollection().primaryKeys()).sort();
  for (const one of [db, cacheDb]) one.close();
  return { rows, meta, users: journal?.identity.users };
}

/** Handed over to a server of which no backup has been made since. */
async function sealedScene() {
  const made = await revokedScene();
  const { bench, server, tablet } = made;
  const device = server.devices.get(DEVICE);
  if (!device) throw new Error('an enrolled device');
  Object.assign(device, { kept: 1 });
  const backup = server.backup();
  bench.online = true;
  await tablet.syncNow();
  await untilOver(made, tablet, (one) => sealedOps(one) !== undefined);
  return { ...made, device, backup };
}

test('[CF-17] [SY-14] what no confirmed backup has stays, sealed; all else is gone, and that goes when a backup has it', async () => {
  const made = await sealedScene();
  const { bench, device, tablet } = made;
  expect(tablet.state.getState()).toMatchObject({
    phase: 'revoked',
    users: [],
    revoked: { device: DEVICE, townName: '苍城镇', sealed: 4 },
  });
  const { rows, meta, users } = await journalOf(made);
  expect(Object.entries(rows).filter(([, count]) => count > 0)).toEqual([
    ['ops', 4],
    ['verdicts', 4],
  ]);
  expect(meta).toEqual(['acked', 'epoch', 'identity', 'keys', 'log', 'revoked', 'sealedUp']);
  expect(users).toEqual([]);
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('office');
  expect(await tablet.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: false });

  bench.powerOff();
  const again = await bench.tab();
  expect(again.state.getState()).toMatchObject({ phase: 'revoked', revoked: { sealed: 4 } });
  expect(wiped(again)).toBe(false);
  device.kept = 3;
  await again.syncNow();
  expect(wiped(again)).toBe(false);
  device.kept = 4;
  await again.syncNow();
  await until(() => wiped(again));
  expect(await databases(made)).toEqual(['test-farewell']);
  expect(again.state.getState().revoked?.handedOver).toBe(3);
});

test('[CF-17] [SY-14] a server put back to before the hand-over gets the sealed ops again, also one that forgot the revoking', async () => {
  const { server, tablet, device, backup } = await sealedScene();
  server.restoreAsBackup(backup);
  Object.assign(device, { revoked: false });
  expect(device.log).toHaveLength(1);
  await tablet.syncNow();
  await until(() => device.log.length === 4);
  expect(phaseOf(tablet)).toBe('revoked');
  expect(wiped(tablet)).toBe(false);
  device.kept = 4;
  await tablet.syncNow();
  await until(() => wiped(tablet));
});

test('[CF-17] what a deaf tab still takes after the sealing does not stay', async () => {
  const made = await revokedScene();
  const { bench, server, tablet } = made;
  Object.assign(server.devices.get(DEVICE) ?? {}, { kept: 1 });
  const other = await bench.unlockedTab();
  bench.deafen();
  bench.online = true;
  await untilOver(made, tablet, (one) => sealedOps(one) === 4);
  const photo = await other.addPhoto(jpeg(9));
  expect(await other.record('entry.record', deed('XW-0002', [photo]))).toMatchObject({ ok: false });
  await tablet.syncNow();
  expect((await journalOf(made)).rows).toMatchObject({ photos: 0, announced: 0 });
});

/** Hands over and wipes under a crash at the given step, then starts the app again; false when all was over before that step. */
async function crashAndRecover(at: number): Promise<boolean> {
  const made = await revokedScene();
  const { bench, server, tablet, shelf } = made;
  bench.online = true;
  const crash = new CrashPoint(at);
  crash.watchLine(server);
  try {
    await tablet.syncNow();
    await until(() => tablet.state.getState().sync.phase !== 'syncing' || wiped(tablet) || crash.steps >= at);
    await bench.locks.request(SYNC_LOCK, {}, async () => undefined);
  } finally {
    crash.end();
  }
  bench.powerOff();
  const again = await bench.tab();
  // Never half: either it is the revoked device with all of its log, or nothing of it.
  expect(['locked', 'revoked']).toContain(phaseOf(again));
  await untilOver(made, again);
  expect(server.devices.get(DEVICE)?.log).toHaveLength(4);
  expect(new Set(shelf.arrived.map((p) => p.op))).toEqual(new Set([`${DEVICE}-000002`, `${DEVICE}-000003`]));
  expect(await databases(made)).toEqual(['test-farewell']);
  expect(again.state.getState().revoked?.handedOver).toBe(3);
  bench.powerOff();
  return crash.steps >= at;
}

test('[CF-17] a crash at any step loses nothing and leaves nothing half', async () => {
  let at = 1;
  while (await crashAndRecover(at)) at += 1;
  expect(at).toBeGreaterThan(30);
}, 240_000);
