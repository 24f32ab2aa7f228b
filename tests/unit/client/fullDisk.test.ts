/** A tablet without room: whatever a person does is answered in words, nothing that was saved is lost, and it goes on by itself. */
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';
import type { ReferenceServer } from './support/referenceServer.ts';
import { ANNE, MONDAY, PINS } from './support/village.ts';

const { add, put } = IDBObjectStore.prototype;
let opened: Bench | undefined;

function fill(name = 'QuotaExceededError'): void {
  const refuse = () => {
    throw new DOMException('no room', name);
  };
  Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse });
}

function makeRoom(): void {
  Object.assign(IDBObjectStore.prototype, { add, put });
}

afterEach(() => {
  makeRoom();
  opened?.powerOff();
  opened = undefined;
});

const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
const pin = PINS[ANNE.id] ?? '';

async function ready() {
  const made = await readyScene();
  opened = made.bench;
  await settled(made.tablet);
  return made;
}

test('[SY-3] the PIN is not counted without room: the tablet stays closed and says why, and opens when there is room', async () => {
  const { tablet } = await ready();
  tablet.lock();
  fill();
  expect(await tablet.unlock(ANNE.id, pin)).toBe('full');
  expect(tablet.state.getState()).toMatchObject({ phase: 'locked', sync: { problem: 'storage-full' } });
  makeRoom();
  expect(await tablet.unlock(ANNE.id, pin)).toBe('ok');
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: true });
});

test('a storage that fails otherwise is told apart from a full one', async () => {
  const { tablet } = await ready();
  tablet.lock();
  fill('UnknownError');
  expect(await tablet.unlock(ANNE.id, pin)).toBe('broken');
  expect(tablet.state.getState().sync.problem).toBe('storage');
});

test('[SY-8] an answer that finds no room is taken again when there is some; the op is sent once', async () => {
  const { bench, server, tablet } = await ready();
  bench.online = false;
  await tablet.record('entry.record', deed);
  bench.online = true;
  fill();
  await tablet.syncNow();
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'storage-full', unsent: 1 });
  makeRoom();
  await tablet.syncNow();
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
  expect(tablet.state.getState().sync.problem).toBeUndefined();
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  expect((await tablet.openFile('XW-0001'))?.file.entries).toHaveLength(2);
});

test('notices that cannot be noted as seen stay new, and why is said', async () => {
  const { server, tablet } = await ready();
  await tablet.record('entry.record', { ...deed, rule: 'RJ-01' });
  await tablet.record('entry.record', { ...deed, rule: 'RJ-01', points: 3 });
  await settled(tablet);
  expect(server.cases.size).toBe(1);
  expect(tablet.state.getState().notices).toMatchObject([{ seen: false }]);
  fill();
  await tablet.markNoticesSeen();
  expect(tablet.state.getState()).toMatchObject({ notices: [{ seen: false }], sync: { problem: 'storage-full' } });
  makeRoom();
  await tablet.markNoticesSeen();
  expect(tablet.state.getState().notices).toMatchObject([{ seen: true }]);
});

test('[AL-4] taking rights along without room changes nothing, and says why', async () => {
  const { tablet } = await ready();
  fill();
  await tablet.setCarrying(true);
  expect(tablet.state.getState()).toMatchObject({ carrying: false, sync: { problem: 'storage-full' } });
  makeRoom();
  await tablet.setCarrying(true);
  expect(tablet.state.getState().carrying).toBe(true);
  await settled(tablet);
});

test('[SY-12] a broken cache that cannot be thrown away ends one sync, not all of them', async () => {
  const { bench, server } = await ready();
  bench.powerOff();
  const { dbPrefix, indexedDB, IDBKeyRange } = bench.deps();
  const db = new CacheDb(dbPrefix, indexedDB, IDBKeyRange);
  const rows = await db.bundles.toArray();
  await db.bundles.bulkPut(rows.map((row) => ({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) })));
  db.close();
  const entry = { ...firstEntry(server), id: 'OTHR-000001' };
  server.publish({ type: 'entry.recorded', household: 'XW-0001', entry });
  const { clear } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.clear = () => {
    throw new DOMException('the disk fails', 'UnknownError');
  };
  const tablet = await bench.unlockedTab();
  await tablet.syncNow();
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'storage' });
  IDBObjectStore.prototype.clear = clear;
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile('XW-0001'))?.file.entries.map((e) => e.id)).toContain('OTHR-000001');
});

function firstEntry(server: ReferenceServer) {
  const entry = server.files.get('XW-0001')?.entries[0];
  if (!entry) throw new Error('a household with an entry');
  return entry;
}
