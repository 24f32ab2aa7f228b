/** Storage that fails while somebody works: what was saved stands, what was not is called so, and nobody waits for an answer that does not come. */
import { afterEach, expect, test, vi } from 'vitest';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import { Session } from '../../../src/client/engine/session.ts';
import { FarewellDb } from '../../../src/client/journal/farewellDb.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { ChainBrokenError } from '../../../src/client/journal/ownOps.ts';
import { type Bench, readyScene, settled, until } from './support/bench.ts';
import { MONDAY } from './support/village.ts';

const H = 'XW-0001';
const deed = { household: H, rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };

const open: { close(): void }[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const one of open.splice(0)) one.close();
});

async function ready() {
  const made = await readyScene();
  open.push({ close: () => made.bench.powerOff() });
  return made;
}

function databases(bench: Bench) {
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const journal = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  const cache = new CacheDb(dbPrefix, indexedDB, IDBKeyRange);
  const farewell = new FarewellDb(dbPrefix, indexedDB, IDBKeyRange);
  open.push(journal, cache, farewell);
  return { journal, cache, farewell };
}

/** Every stored file is damaged. */
async function damageFiles(bench: Bench): Promise<void> {
  const { cache } = databases(bench);
  const rows = await cache.bundles.toArray();
  await cache.bundles.bulkPut(rows.map((row) => ({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) })));
}

test('[SY-3] [SY-10] a save that finds the files damaged is called not saved; they are fetched again, and the next one stands', async () => {
  const { bench, server } = await ready();
  bench.powerOff();
  await damageFiles(bench);
  bench.online = false;
  const again = await bench.unlockedTab();
  expect(await again.record('entry.record', deed)).toEqual({ ok: false, storage: 'broken' });
  expect(await again.tray(9)).toEqual([]);
  bench.online = true;
  await again.syncNow();
  await settled(again);
  expect(await again.record('entry.record', deed)).toMatchObject({ ok: true });
  await settled(again);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
});

test('[SY-1] [SY-3] an op of another tab that does not fit the chain: no save is judged on it, no file is shown, and no cache is thrown away', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  const other = await bench.unlockedTab();
  bench.deafen();
  await tablet.record('entry.record', deed);
  const { journal } = databases(bench);
  await journal.ops.update(1, { prev: '0'.repeat(64) });
  await expect(other.openFile(H)).rejects.toBeInstanceOf(ChainBrokenError);
  const buy = { household: H, lines: [{ sku: 'SP-001', quantity: 1, price: 1 }], points: 1, mode: 'online' as const };
  expect(await other.record('redemption.record', buy)).toEqual({ ok: false, storage: 'broken' });
  expect(other.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'storage' });
  expect(await journal.ops.count()).toBe(1);
  expect(other.directory()).toHaveLength(5);
  expect(await other.openFile('XW-0003')).toBeDefined();
});

test('[SY-3] a list that cannot follow makes no save undone: it stands, and what failed is said', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  await tablet.syncNow();
  vi.spyOn(Session.prototype, 'recorded').mockRejectedValueOnce(new Error('no room'));
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: true, ref: 'K7Q2-000001' });
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'storage', unsent: 1 });
  expect((await tablet.openFile(H))?.pending.size).toBe(1);
});

test('[CF-17] a tab that has not heard of the wipe, and whose database is emptied and not yet deleted, saves nothing', async () => {
  const { bench, tablet } = await ready();
  const { journal, farewell } = databases(bench);
  const note = { device: 'K7Q2', townName: '苍城镇', handedOver: 3, at: 1 };
  await farewell.notes.put(note, 'last');
  await journal.transaction('rw', journal.tables, async () => {
    for (const table of journal.tables) await table.clear();
  });
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: false, verdict: { code: 'not_allowed' } });
  const { at: _, ...revoked } = note;
  expect(tablet.state.getState()).toMatchObject({ phase: 'revoked', revoked });
  await until(async () => (await bench.disk.databases()).every(({ name }) => name !== 'test-journal'));
});
