import { afterEach, expect, test } from 'vitest';
import { Cache, CacheMovedError } from '../../../src/client/cache/cache.ts';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { importDataKey } from '../../../src/client/seal/dataKey.ts';
import { must } from '../../../src/domain/must.ts';
import { remainingOf } from '../../../src/domain/points.ts';
import { loadInitials } from '../../../src/domain/search/initials.ts';
import { type Bench, readyScene, scene, settled, until } from './support/bench.ts';
import { ANNE, household, MONDAY, PINS } from './support/village.ts';

const opened: Bench[] = [];
afterEach(() => {
  for (const bench of opened.splice(0)) bench.powerOff();
});

async function loadable(households = 12) {
  const made = await scene(Array.from({ length: households }, (_, i) => household(i + 1)));
  opened.push(made.bench);
  return made;
}

async function shows(tablet: ClosableTablet, files: Iterable<{ code: string }>) {
  for (const stored of files) expect((await tablet.openFile(stored.code))?.file).toEqual(stored);
}

async function snapshotBytes(server: { fetch: typeof fetch }) {
  const headers = { Authorization: 'Device K7Q2.token-K7Q2' };
  const answer = await server.fetch('https://town.test/api/snapshot', { headers });
  return (await answer.arrayBuffer()).byteLength;
}

test('[SY-9] the first load brings every file, catalogue and directory', async () => {
  const { bench, server } = await loadable();
  const tablet = await bench.unlockedTab();
  await settled(tablet);
  await shows(tablet, server.files.values());
  expect(tablet.directory()).toHaveLength(12);
  expect(tablet.state.getState().catalogue?.rules).toHaveLength(1);
  expect(tablet.search('zsl', 5).map((r) => r.code)).toEqual(['XW-0006', 'XW-0012']);
});

test('[SY-9] the own grid is ready with its last household, not with the first of another grid', async () => {
  const { bench, server } = await loadable();
  for (const device of server.devices.values()) Object.assign(device, { users: [ANNE] });
  const tablet = await bench.tab();
  const seen = new Map<number, boolean>();
  tablet.state.subscribe(({ load }) => load && seen.set(load.done, load.ownGridReady));
  await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '');
  await settled(tablet);
  // Six of the twelve are in the home grid.
  for (const [done, ready] of seen) expect(ready).toBe(done >= 6);
  expect([...seen.keys()]).toContain(6);
});

test('[SY-9] a stream cut at any byte goes on behind the last whole chunk', async () => {
  const { server } = await loadable();
  const total = await snapshotBytes(server);
  for (let at = 0; at < total; at += Math.ceil(total / 11)) {
    const { bench, server: town } = await loadable();
    const tablet = await bench.tab();
    bench.streamFaults = [{ cutAnswerAt: at }];
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
    await until(() => tablet.state.getState().sync.problem === 'offline');
    const done = tablet.state.getState().load?.done ?? 0;
    expect(done).toBeLessThan(12);
    expect(tablet.directory()).toHaveLength(done);
    // What happens meanwhile comes by the feed, also for the files that are here already.
    town.publish({ type: 'card.replaced', household: 'XW-0001', n: 2 });
    bench.powerOff();
    const again = await bench.unlockedTab();
    await settled(again);
    await shows(again, town.files.values());
    expect(again.directory()).toHaveLength(12);
    expect(again.directory().find((r) => r.code === 'XW-0001')?.card).toBe(2);
  }
}, 60_000);

test('[SY-9] a resumed stream brings only what is missing', async () => {
  const { bench, server } = await loadable();
  const total = await snapshotBytes(server);
  const tablet = await bench.tab();
  bench.streamFaults = [{ cutAnswerAt: Math.floor(total / 2) }];
  await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '');
  await until(() => tablet.state.getState().sync.problem === 'offline');
  const done = tablet.state.getState().load?.done ?? 0;
  expect(done).toBeGreaterThan(0);
  const loaded: number[] = [];
  tablet.state.subscribe(({ load }) => load && loaded.push(load.done));
  await tablet.syncNow();
  await settled(tablet);
  expect(Math.min(...loaded)).toBe(done);
});

test('a clean end short of the total is not taken for the end', async () => {
  const { bench, server } = await loadable();
  const inner = server.fetch;
  let streams = 0;
  Object.assign(server, {
    fetch: async (...args: Parameters<typeof fetch>) => {
      const answer = await inner(...args);
      if (!String(args[0]).includes('/api/snapshot') || streams++ > 0) return answer;
      const lines = (await answer.text()).split('\n');
      return new Response(`${lines.slice(0, 3).join('\n')}\n`);
    },
  });
  const tablet = await bench.unlockedTab();
  await settled(tablet);
  expect(streams).toBe(2);
  await shows(tablet, server.files.values());
});

test('[SY-9] a chunk that does not unpack is no chunk: said, and what is missing is loaded again', async () => {
  const { bench, server } = await loadable();
  const inner = server.fetch;
  let streams = 0;
  Object.assign(server, {
    fetch: async (...args: Parameters<typeof fetch>) => {
      const answer = await inner(...args);
      if (!String(args[0]).includes('/api/snapshot') || streams++ > 0) return answer;
      const [head, first, second, ...rest] = (await answer.text()).split('\n');
      const damaged = { ...JSON.parse(second ?? ''), files: { households: { n: 2, c: { code: 7 } } } };
      return new Response([head, first, JSON.stringify(damaged), ...rest].join('\n'));
    },
  });
  const tablet = await bench.unlockedTab();
  await until(() => tablet.state.getState().sync.problem === 'bad-answer');
  expect(tablet.state.getState().load?.done).toBe(2);
  await tablet.syncNow();
  await settled(tablet);
  await shows(tablet, server.files.values());
});

test('[SY-9] [AL-5] goods that came back while the cache was lost: the right is whole again with the files', async () => {
  const { bench, server, tablet } = await readyScene();
  opened.push(bench);
  await tablet.setCarrying(true);
  await settled(tablet);
  const goods = { household: 'XW-0001', lines: [{ sku: 'SP-001', quantity: 1, price: 8 }], points: 8 };
  expect(await tablet.record('redemption.record', { ...goods, mode: 'allowance' })).toMatchObject({ ok: true });
  await settled(tablet);
  const right = remainingOf(must(server.files.get('XW-0001'), 'the file'), 'K7Q2');
  bench.powerOff();
  const deps = bench.deps();
  const db = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  await db.drop();
  db.close();
  const voided = { redemption: 'K7Q2-000001', ref: '0FFC-000001', reason: '退货' };
  server.publish({ type: 'redemption.voided', household: 'XW-0001', ...voided });
  const again = await bench.unlockedTab();
  await settled(again);
  expect((await again.openFile('XW-0001'))?.remaining).toBe(right + 8);
  await shows(again, server.files.values());
});

test('own grid first: usable before the rest is here, and pushes do not wait for it', async () => {
  const { bench, server } = await loadable(20);
  server.users = [ANNE];
  const total = await snapshotBytes(server);
  for (const device of server.devices.values()) Object.assign(device, { users: [ANNE] });
  const journal = await bench.tab();
  await journal.syncNow();
  bench.streamFaults = [{ cutAnswerAt: Math.floor(total * 0.8) }];
  await journal.unlock(ANNE.id, PINS[ANNE.id] ?? '');
  await until(() => journal.state.getState().sync.problem === 'offline');
  const loaded = journal.directory().map((r) => r.grid);
  expect(loaded.slice(0, 10).every((grid) => grid === 'XW-G1')).toBe(true);
  expect(loaded.length).toBeLessThan(20);
  const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
  bench.streamFaults = ['lost-request', 'lost-request'];
  expect(await journal.record('entry.record', deed)).toMatchObject({ ok: true });
  await journal.syncNow();
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  expect(journal.state.getState().load).toBeDefined();
  expect((await journal.openFile('XW-0001'))?.points.earned).toBe(22);
  bench.streamFaults = [];
  await journal.syncNow();
  await settled(journal);
  await shows(journal, server.files.values());
});

test('a cache that does not open is dropped and loaded again; own ops are untouched', async () => {
  const { bench, server, tablet } = await readyScene();
  opened.push(bench);
  bench.online = false;
  const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
  await tablet.record('entry.record', deed);
  bench.powerOff();
  const deps = bench.deps();
  const db = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const rows = await db.lines.toArray();
  await db.lines.bulkPut(rows.map((row) => ({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) })));
  db.close();
  const again = await bench.unlockedTab();
  expect(again.directory()).toEqual([]);
  expect(again.state.getState().sync.unsent).toBe(1);
  bench.online = true;
  await again.syncNow();
  await settled(again);
  await shows(again, server.files.values());
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
});

test('one broken bundle is enough to load again', async () => {
  const { bench, server } = await readyScene();
  opened.push(bench);
  bench.powerOff();
  const again = await bench.unlockedTab();
  const deps = bench.deps();
  const db = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const rows = await db.bundles.toArray();
  await db.bundles.bulkPut(rows.map((row) => ({ ...row, sealed: row.sealed.map((byte) => byte ^ 1) })));
  db.close();
  expect(await again.openFile('XW-0002')).toBeUndefined();
  await settled(again);
  await shows(again, server.files.values());
});

test('another data key from the server means another cache', async () => {
  const { bench, server, tablet } = await readyScene();
  opened.push(bench);
  tablet.lock();
  const device = server.devices.get('K7Q2');
  if (device) device.dataKey = btoa('y'.repeat(32)).replaceAll('=', '');
  expect(await tablet.unlock('u-bo', '246800')).toBe('ok');
  await settled(tablet);
  await shows(tablet, server.files.values());
  // The first person's wrapped key is the old one: it is asked for again, and the cache stays.
  tablet.lock();
  server.requests.length = 0;
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  await tablet.syncNow();
  expect(server.requests).toContain('/api/device/activate');
  expect(server.requests).not.toContain('/api/snapshot');
});

test('[SY-11] two tabs: one loads, both show it', async () => {
  const { bench, server } = await loadable();
  const [first, second] = [await bench.unlockedTab(), await bench.unlockedTab('u-bo')];
  await settled(first);
  await settled(second);
  await until(() => second.directory().length === 12);
  await shows(second, server.files.values());
  expect(server.requests.filter((path) => path === '/api/snapshot')).toHaveLength(1);
});

test('[SY-11] without Web Locks: a tab that lags behind does not overwrite what another wrote', async () => {
  const { bench, tablet } = await readyScene();
  opened.push(bench);
  const deps = bench.deps();
  const db = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  await db.drop();
  const [one, two] = await Promise.all(
    [1, 2].map(async () => new Cache(db, crypto, await importDataKey(crypto, bytes), loadInitials)),
  );
  if (!one || !two) throw new Error('two tabs');
  const [seenByOne, seenByTwo] = [await one.stand(), await two.stand()];
  const cursor = { epoch: 'e1', seq: 3, hash: 'a'.repeat(64) };
  await one.write(seenByOne, { files: [household(1)], meta: { cursor, counted: 2 } });
  const late = { files: [household(2)], meta: { cursor: { ...cursor, seq: 1 }, counted: 0 } };
  await expect(two.write(seenByTwo, late)).rejects.toThrow(CacheMovedError);
  expect(await two.stand()).toMatchObject({ cursor, counted: 2 });
  expect(two.rows().map((r) => r.code)).toEqual(['XW-0001']);
  expect((await two.file('XW-0002')).file).toBeUndefined();
  db.close();
  tablet.lock();
});
