/** A browser's cleaning, or a person in its settings, deletes the tablet's databases: who was here, what may be lost, the way out. */
import { afterEach, expect, test } from 'vitest';
import { createTablet } from '../../../src/client/engine/createTablet.ts';
import { DeviceMark } from '../../../src/client/engine/deviceMark.ts';
import { type Bench, readyScene, settled, until } from './support/bench.ts';
import { ANNE, MONDAY, PINS } from './support/village.ts';

const opened: Bench[] = [];
afterEach(() => {
  for (const bench of opened.splice(0)) bench.powerOff();
});

const deed = { household: 'XW-0001', rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };

/** A tablet that has synced two deeds and recorded three more without a signal. */
async function threeUnsent() {
  const made = await readyScene();
  opened.push(made.bench);
  const { bench, tablet } = made;
  for (let n = 0; n < 2; n++) expect((await tablet.record('entry.record', deed)).ok).toBe(true);
  await settled(tablet);
  bench.online = false;
  for (let n = 0; n < 3; n++) expect((await tablet.record('entry.record', deed)).ok).toBe(true);
  const { device } = tablet.state.getState();
  return { ...made, id: device?.id ?? '' };
}

function deleteDatabase(bench: Bench, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = bench.disk.deleteDatabase(`test-${name}`);
    deleting.onsuccess = () => resolve();
    deleting.onerror = () => reject(deleting.error);
  });
}

test('[SY-3] the journal deleted while closed: the next start says which device it was and what may be lost', async () => {
  const { bench, id } = await threeUnsent();
  const at = bench.clock.wall;
  bench.powerOff();
  await deleteDatabase(bench, 'journal');
  const again = await bench.tab();
  const expected = { device: id, townName: '苍城镇', unsent: 3, lastSyncAt: at };
  expect(again.state.getState()).toMatchObject({ phase: 'unenrolled', lost: expected });
  // Looked at once more: still said.
  bench.powerOff();
  expect((await bench.tab()).state.getState()).toMatchObject({ phase: 'unenrolled', lost: expected });
});

test('[SY-3] enrolled again, a person reads what the server has of the lost device, until they have read it', async () => {
  const { bench, id } = await threeUnsent();
  bench.powerOff();
  await deleteDatabase(bench, 'journal');
  bench.online = true;
  const tablet = await bench.tab();
  expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
  const server = { device: id, high: 2, lastSyncAt: bench.clock.wall, unsent: 0 };
  expect(tablet.state.getState()).toMatchObject({ phase: 'locked', lost: { device: id, unsent: 3, server } });
  expect(tablet.state.getState().device?.id).not.toBe(id);
  bench.powerOff();

  const again = await bench.unlockedTab();
  expect(again.state.getState().lost).toMatchObject({ device: id, server });
  again.forgetLost();
  expect(again.state.getState().lost).toBeUndefined();
  await settled(again);
  expect((await again.record('entry.record', deed)).ok).toBe(true);
  bench.powerOff();
  const later = await bench.tab();
  expect(later.state.getState()).toMatchObject({ phase: 'locked' });
  expect(later.state.getState().lost).toBeUndefined();
});

test('[SY-3] the journal deleted while in use: nothing more is called saved, and a person is told at once', async () => {
  const { bench, tablet, id } = await threeUnsent();
  await deleteDatabase(bench, 'journal');
  expect(await tablet.record('entry.record', deed)).toEqual({ ok: false, storage: 'broken' });
  expect(tablet.state.getState()).toMatchObject({ phase: 'unenrolled', lost: { device: id, unsent: 3 } });
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: false, verdict: { code: 'not_allowed' } });
  expect(await tablet.tray(10)).toEqual([]);

  bench.online = true;
  expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  await settled(tablet);
  expect((await tablet.record('entry.record', deed)).ok).toBe(true);
  expect(await tablet.tray(10)).toHaveLength(1);
});

test('[SY-3] how full the device is can still be read when its journal is gone', async () => {
  const { bench } = await threeUnsent();
  bench.powerOff();
  const storage = {
    estimate: async () => ({ usage: 5, quota: 9 }),
    persisted: async () => true,
    persist: async () => true,
  };
  const tablet = createTablet({ ...bench.deps(), storage });
  await tablet.start();
  const before = tablet.state.getState();
  expect(before).toMatchObject({ phase: 'locked', storage: { usedBytes: 5, quotaBytes: 9 } });
  await deleteDatabase(bench, 'journal');
  await tablet.syncNow();
  await until(() => tablet.state.getState().phase === 'unenrolled');
  expect(tablet.state.getState()).toMatchObject({ storage: before.storage, users: [] });
  tablet.close();
});

test('[SY-3] a file that is opened finds the journal gone too', async () => {
  const { bench, tablet, id } = await threeUnsent();
  await deleteDatabase(bench, 'journal');
  expect(await tablet.openFile('XW-0001')).toBeUndefined();
  expect(tablet.state.getState()).toMatchObject({ phase: 'unenrolled', lost: { device: id, unsent: 3 } });
});

test('[SY-12] a sync that finds the journal gone tells it too', async () => {
  const { bench, tablet, id } = await threeUnsent();
  await deleteDatabase(bench, 'journal');
  await tablet.syncNow();
  await until(() => tablet.state.getState().phase === 'unenrolled');
  expect(tablet.state.getState().lost).toMatchObject({ device: id, unsent: 3 });
});

test('[SY-10] only the cache deleted, closed or in use: own records stay, the files come again', async () => {
  for (const inUse of [false, true]) {
    const { bench, tablet, server } = await threeUnsent();
    if (!inUse) bench.powerOff();
    await deleteDatabase(bench, 'cache');
    const now = inUse ? tablet : await bench.unlockedTab();
    expect(now.state.getState().lost).toBeUndefined();
    expect(now.state.getState().sync.unsent).toBe(3);
    expect(await now.tray(10)).toHaveLength(5);
    bench.online = true;
    await now.syncNow();
    await settled(now);
    expect(now.state.getState().sync.unsent).toBe(0);
    expect(now.directory()).toHaveLength(5);
    expect((await now.tray(10)).map((item) => item.verdict?.outcome)).not.toContain(undefined);
    await until(async () => (await now.openFile('XW-0001')) !== undefined);
    expect((await now.openFile('XW-0001'))?.pending.size).toBe(0);
    expect([...server.devices.values()].map((d) => d.log.length)).toEqual([5]);
  }
});

test('a mark that is no mark, or that cannot be read, is none', () => {
  for (const text of ['', '{', '[]', '{"now":{"device":7}}', null]) {
    const mark = new DeviceMark({ read: () => text, write: () => undefined });
    expect(mark.notFound()).toBeUndefined();
    expect(mark.lost()).toBeUndefined();
  }
  expect(new DeviceMark(undefined).notFound()).toBeUndefined();
});
