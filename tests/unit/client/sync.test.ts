import { afterEach, expect, test } from 'vitest';
import { CacheDb } from '../../../src/client/cache/cacheDb.ts';
import { type ClosableTablet, createTablet } from '../../../src/client/engine/createTablet.ts';
import { openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { OwnOps } from '../../../src/client/journal/ownOps.ts';
import { settle } from '../../../src/client/journal/settle.ts';
import { syncInBackground } from '../../../src/client/sync/syncInBackground.ts';
import type { Edit } from '../../../src/domain/household.ts';
import { type Bench, enrolledBench, readyScene, settled, until } from './support/bench.ts';
import { ANNE, BO, household, MONDAY, PINS } from './support/village.ts';

const benches: Bench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.powerOff();
});

async function ready(households = 5) {
  const made = await readyScene(Array.from({ length: households }, (_, i) => household(i + 1)));
  benches.push(made.bench);
  return made;
}

const tidy = { household: 'XW-0001', rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };
const help = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };

function sync(tablet: ClosableTablet) {
  return tablet.state.getState().sync;
}

async function entries(tablet: ClosableTablet, code = 'XW-0001') {
  return (await tablet.openFile(code))?.file.entries.map((e) => e.id) ?? [];
}

test('[SY-4][CF-01] an answer that was lost: the same op again has one verdict and one effect', async () => {
  const { bench, server, tablet } = await ready();
  await tablet.record('entry.record', help);
  bench.faults = ['lost-answer'];
  await tablet.syncNow();
  expect(sync(tablet)).toMatchObject({ phase: 'offline', unsent: 1, problem: 'offline' });
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  await tablet.syncNow();
  expect(sync(tablet)).toMatchObject({ phase: 'idle', unsent: 0 });
  expect(sync(tablet).problem).toBeUndefined();
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  expect(server.files.get('XW-0001')?.entries).toHaveLength(2);
  expect(await entries(tablet)).toHaveLength(2);
});

test('[SY-8] an answer cut at any byte loses nothing and repeats nothing', async () => {
  const { bench, server, tablet } = await ready();
  for (const at of [0, 1, 40, 90, 140, 190]) {
    await tablet.record('entry.record', help);
    bench.faults = [{ cutAnswerAt: at }];
    await tablet.syncNow();
    expect(sync(tablet)).toMatchObject({ problem: 'offline', unsent: 1 });
    await tablet.syncNow();
    expect(sync(tablet).unsent).toBe(0);
  }
  expect(await entries(tablet)).toEqual(server.files.get('XW-0001')?.entries.map((e) => e.id));
});

test('[SY-8] a backlog of 1,200 ops goes in three round trips, and shows progress', async () => {
  const { bench, server, tablet } = await ready(99);
  bench.online = false;
  for (let i = 0; i < 1_200; i++) {
    const code = `XW-00${String((i % 99) + 1).padStart(2, '0')}`;
    const result = await tablet.record('entry.record', { ...help, household: code });
    expect(result.ok).toBe(true);
  }
  bench.online = true;
  const seen = new Set<string>();
  tablet.state.subscribe(({ sync: { progress } }) => progress && seen.add(`${progress.sent}/${progress.total}`));
  server.requests.length = 0;
  await tablet.syncNow();
  expect(server.requests).toEqual(['/api/sync', '/api/sync', '/api/sync']);
  expect([...seen]).toEqual(expect.arrayContaining(['0/1200', '500/1200', '1000/1200', '1200/1200']));
  expect(sync(tablet).unsent).toBe(0);
  expect(server.devices.get('K7Q2')?.log.every((l) => l.verdict.outcome === 'applied')).toBe(true);
  expect((await tablet.openFile('XW-0002'))?.points.earned).toBe(20 + 13 * 2);
}, 60_000);

test('[SY-10] a locked tablet pushes and takes verdicts; its files catch up when it is unlocked', async () => {
  const { bench, server, tablet } = await ready();
  await tablet.record('entry.record', help);
  tablet.lock();
  await tablet.syncNow();
  expect(sync(tablet).unsent).toBe(0);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  bench.online = false;
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(22);
  expect((await tablet.openFile('XW-0001'))?.pending.size).toBe(0);
  bench.online = true;
  await settled(tablet);
  expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(22);
});

test('[SY-10] what the server held while the tablet was locked does not count when it is unlocked offline', async () => {
  const { bench, server, tablet } = await ready();
  const other = { id: 'ZZZZ-000001', rule: 'RJ-01', date: MONDAY, points: 1, quantity: 1, by: 'u-bo', at: 9 };
  await tablet.record('entry.record', tidy);
  tablet.lock();
  server.publish({ type: 'entry.recorded', household: 'XW-0001', entry: { ...other, status: 'approved' } }, 'ZZZZ');
  await tablet.syncNow();
  bench.online = false;
  expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
  const view = await tablet.openFile('XW-0001');
  expect(view?.points.earned).toBe(20);
  expect([...(view?.held.keys() ?? [])]).toEqual(['K7Q2-000001']);
});

test('[SY-10] the mark moves with the files: what the server counts is not computed again', async () => {
  const { bench, tablet } = await ready();
  await tablet.record('entry.record', help);
  await settled(tablet);
  const deps = bench.deps();
  const db = new CacheDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  expect(await db.getMeta('counted')).toBe(1);
  db.close();
});

test('Background Sync pushes without anybody unlocking', async () => {
  const { bench, server, tablet } = await ready();
  bench.online = false;
  await tablet.record('entry.record', help);
  bench.powerOff();
  await expect(syncInBackground(bench.deps())).rejects.toMatchObject({ code: 'offline' });
  bench.online = true;
  expect(await syncInBackground(bench.deps())).toBe(true);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
});

test('[CF-02] the later of two deeds beyond the cap is held; both tablets are told, and learn the decision', async () => {
  const { server, clock, tablet: first } = await ready();
  const bench2 = await enrolledBench(server, clock);
  benches.push(bench2);
  const second = await bench2.unlockedTab(BO.id);
  await settled(second);
  await first.record('entry.record', tidy);
  const late = await second.record('entry.record', { ...tidy, points: 3 });
  expect(late).toMatchObject({ ok: true, preview: { outcome: 'applied' } });
  await settled(first);
  await settled(second);
  expect(sync(second)).toMatchObject({ unsent: 0, waiting: 1 });
  const view = await second.openFile('XW-0001');
  expect(view?.points.earned).toBe(22);
  expect(view?.held.get('K7Q3-000001')).toMatchObject({ code: 'over_cap', params: { competing: ['K7Q2-000001'] } });
  expect(second.state.getState().notices).toMatchObject([{ kind: 'case', id: 'K7Q3-000001', mine: true, seen: false }]);
  await settled(first);
  expect(first.state.getState().notices).toMatchObject([{ kind: 'case', id: 'K7Q3-000001', mine: false }]);
  await first.markNoticesSeen();
  expect(first.state.getState().notices).toMatchObject([{ seen: true }]);

  server.decideCase('K7Q3-000001', 'keep_both');
  await settled(first);
  await settled(second);
  expect(first.state.getState().notices).toMatchObject([{ decided: { decision: 'keep_both' }, seen: false }]);
  expect(sync(second).waiting).toBe(0);
  expect((await second.tray(5))[0]).toMatchObject({ verdict: { outcome: 'held' }, decided: { decision: 'keep_both' } });
  for (const tablet of [first, second]) expect((await tablet.openFile('XW-0001'))?.points.earned).toBe(25);
  expect((await second.openFile('XW-0001'))?.held.size).toBe(0);
});

test('[CF-07][CF-08] different fields merge, the same field goes to the later knowledge, both are told', async () => {
  const { server, clock, tablet: first } = await ready();
  const bench2 = await enrolledBench(server, clock);
  benches.push(bench2);
  const second = await bench2.unlockedTab(BO.id);
  await settled(second);
  const was = household(1).base;
  await first.record('household.edit', {
    household: 'XW-0001',
    set: [{ field: 'phone', value: '13800001111', was: was.phone }],
  });
  clock.pass(60_000);
  await second.record('household.edit', {
    household: 'XW-0001',
    set: [
      { field: 'phone', value: '13800002222', was: was.phone },
      { field: 'doorPlate', value: '东兴里99号', was: was.doorPlate },
    ],
  });
  for (const tablet of [first, second, first]) await settled(tablet);
  for (const tablet of [first, second]) {
    const file = (await tablet.openFile('XW-0001'))?.file;
    expect(file?.edits.map((e: Edit) => [e.field, e.value])).toHaveLength(3);
    expect(tablet.search('2222', 5).map((r) => r.code)).toEqual(['XW-0001']);
    expect(tablet.search('东兴里99号', 5).map((r) => r.code)).toEqual(['XW-0001']);
    expect(tablet.state.getState().notices).toMatchObject([{ kind: 'edit', household: 'XW-0001' }]);
  }
});

test('[SY-9] own ops are not echoed: the second pull carries nothing', async () => {
  const { server, tablet } = await ready();
  await tablet.record('entry.record', help);
  await settled(tablet);
  expect(server.feed).toHaveLength(1);
  server.requests.length = 0;
  await tablet.syncNow();
  expect(server.requests).toEqual(['/api/sync']);
  expect(await entries(tablet)).toHaveLength(2);
});

test('[SY-8] long notes: a batch is as large as a request may be, and what is left goes in the next', async () => {
  const { server, tablet, bench } = await ready();
  bench.online = false;
  for (let i = 0; i < 300; i++) await tablet.record('entry.record', { ...help, note: `${i}`.padEnd(300, '汉') });
  bench.online = true;
  const from = server.requests.length;
  await tablet.syncNow();
  expect(server.devices.get('K7Q2')?.log).toHaveLength(300);
  expect(server.requests.slice(from).filter((path) => path === '/api/sync').length).toBeGreaterThanOrEqual(2);
});

test('[SY-9] rights for a household of another grid concern nobody here; the line behind it counts', async () => {
  const { server, tablet } = await ready();
  const lines = ['XW-0999', 'XW-0001'].map((code) => [code, 5, 1] as const);
  server.publish({ type: 'allowance.set', device: 'K7Q9', lines });
  await settled(tablet);
  expect(await tablet.openFile('XW-0999')).toBeUndefined();
  expect((await tablet.openFile('XW-0001'))?.file.allowances).toEqual({ K7Q9: { granted: 5, returned: 1 } });
  expect(tablet.directory()).toHaveLength(5);
});

test('[SY-9] a long feed comes in pages, in one sync', async () => {
  const { server, tablet } = await ready();
  server.eventsMax = 3;
  for (let i = 0; i < 10; i++) server.publish({ type: 'card.replaced', household: 'XW-0002', n: i + 2 });
  server.requests.length = 0;
  await tablet.syncNow();
  expect(server.requests).toHaveLength(4);
  expect((await tablet.openFile('XW-0002'))?.file.card).toBe(11);
  expect(tablet.directory().find((r) => r.code === 'XW-0002')?.card).toBe(11);
});

test('a household that is registered while the tablet is away appears in search', async () => {
  const { server, tablet } = await ready();
  const { code, village, grid, base } = household(77);
  server.publish({
    type: 'household.registered',
    household: code,
    village,
    grid,
    base: { ...base, head: '曾小凡' },
    ref: 'ZZZZ-000001',
    by: 'u-office',
    at: 5,
  });
  await settled(tablet);
  expect(tablet.search('zxf', 5).map((r) => r.code)).toEqual([code]);
  // Events of households outside the device's scope change nothing.
  server.publish({ type: 'card.replaced', household: 'DL-0001', n: 2 });
  await settled(tablet);
  expect(await tablet.openFile('DL-0001')).toBeUndefined();
});

test('a new catalogue arrives with the feed and judges from then on', async () => {
  const { server, tablet } = await ready();
  server.catalogueVersion = 2;
  server.publish({ type: 'catalogue.changed', village: null, part: 'rules' });
  await settled(tablet);
  expect(tablet.state.getState().catalogue?.version).toBe(2);
});

test('[SY-14] a server restored from an old backup gets the ops again, and the cache is loaded afresh', async () => {
  const { bench, server, tablet } = await ready();
  await tablet.record('entry.record', help);
  await settled(tablet);
  const backup = server.backup();
  await tablet.record('entry.record', { ...help, household: 'XW-0003' });
  server.publish({ type: 'card.replaced', household: 'XW-0002', n: 2 });
  await settled(tablet);
  server.restore(backup);
  // The restored server writes past the tablet's cursor before the tablet comes back.
  for (let n = 2; n < 6; n++) server.publish({ type: 'card.replaced', household: 'XW-0005', n });
  await tablet.syncNow();
  await settled(tablet);
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(2);
  expect(server.files.get('XW-0003')?.entries).toHaveLength(2);
  for (const code of ['XW-0001', 'XW-0002', 'XW-0003', 'XW-0005']) {
    const { allowances: _, ...shown } = (await tablet.openFile(code))?.file ?? household(0);
    const { allowances: __, ...stored } = server.files.get(code) ?? household(0);
    expect(shown).toEqual(stored);
  }
  expect(sync(tablet).unsent).toBe(0);
  expect(bench.online).toBe(true);
});

test('[SY-14] ops recorded after a restore go behind the ones the server lost', async () => {
  const { bench, server, tablet } = await ready();
  const backup = server.backup();
  await tablet.record('entry.record', help);
  await settled(tablet);
  server.restore(backup);
  bench.online = false;
  await tablet.record('entry.record', { ...help, household: 'XW-0003' });
  bench.online = true;
  await tablet.syncNow();
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log.map((l) => l.raw.seq)).toEqual([1, 2]);
  expect(sync(tablet)).toMatchObject({ phase: 'idle', unsent: 0 });
});

test('[SY-13] what the device takes for common is not: everything is compared, nothing is overwritten', async () => {
  const { server, tablet } = await ready();
  await tablet.record('entry.record', help);
  await settled(tablet);
  const log = server.devices.get('K7Q2')?.log;
  const first = log?.[0];
  if (!log || !first) throw new Error('the op arrived');
  log[0] = { ...first, hash: 'f'.repeat(64) };
  await tablet.record('entry.record', { ...help, household: 'XW-0003' });
  await tablet.syncNow();
  await until(() => tablet.state.getState().device?.id === 'M3P3');
  await settled(tablet);
  expect(log).toHaveLength(1);
  expect(server.devices.get('M3P3')?.log.map((l) => l.verdict.code)).toEqual(['forked', 'forked']);
});

test('an app that is too old for the server still hands over its ops, and says so', async () => {
  const { server, tablet } = await ready();
  server.tooOld = true;
  await tablet.record('entry.record', help);
  await tablet.syncNow();
  expect(sync(tablet)).toMatchObject({ phase: 'failing', problem: 'too-old', unsent: 0 });
  expect(server.devices.get('K7Q2')?.log).toHaveLength(1);
  expect(await entries(tablet)).toHaveLength(2);
});

test('a device that the server does not know is told apart from a bad line', async () => {
  const { server, tablet } = await ready();
  server.devices.clear();
  await tablet.syncNow();
  expect(sync(tablet)).toMatchObject({ phase: 'failing', problem: 'device-unknown' });
});

test('[CF-12] beyond the allowance the server decides at once; without an answer there is no verdict', async () => {
  const { bench, tablet } = await ready();
  const line = { sku: 'SP-001', quantity: 1, price: 12 };
  const buy = { household: 'XW-0001', lines: [line], points: 12, mode: 'online' as const };
  const bought = await tablet.record('redemption.record', buy);
  expect(await tablet.settleNow(bought.ok ? bought.ref : '', 5_000)).toMatchObject({ outcome: 'applied' });
  expect((await tablet.openFile('XW-0001'))?.points.redeemed).toBe(12);
  const again = await tablet.record('redemption.record', buy);
  expect(again).toMatchObject({ ok: true, preview: { code: 'insufficient' } });
  expect(await tablet.settleNow(again.ok ? again.ref : '', 5_000)).toMatchObject({ code: 'insufficient' });
  expect((await tablet.openFile('XW-0001'))?.points.redeemed).toBe(12);
  bench.online = false;
  const third = await tablet.record('redemption.record', { ...buy, household: 'XW-0003' });
  expect(await tablet.settleNow(third.ok ? third.ref : '', 5_000)).toBeUndefined();
});

test('[SY-8] the device’s storage is told once, and again when it changed or when the telling was lost', async () => {
  const { bench } = await ready();
  bench.powerOff();
  const told: (number | undefined)[] = [];
  let used = 1_000;
  let lost = false;
  const deps = bench.deps();
  const spy: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/api/sync')) {
      const text = await new Response(
        'Content-Encoding' in (init?.headers ?? {})
          ? new Response(init?.body).body?.pipeThrough(new DecompressionStream('gzip'))
          : init?.body,
      ).text();
      told.push(JSON.parse(text).status?.usedBytes);
      if (lost) throw new TypeError('no connection');
    }
    return deps.fetch(input, init);
  };
  const storage = {
    estimate: async () => ({ usage: used, quota: 9_000 }),
    persisted: async () => false,
    persist: async () => true,
  };
  const tablet = createTablet({ ...deps, fetch: spy, storage });
  await tablet.start();
  await tablet.syncNow();
  lost = true;
  used = 2_000;
  await tablet.persist();
  await tablet.syncNow();
  lost = false;
  told.length = 0;
  await tablet.syncNow();
  await tablet.syncNow();
  expect(told).toEqual([2_000, undefined]);
  tablet.close();
});

test('[SY-5] a decision that a fresh load tells before the verdict that it answers leaves nothing waiting', async () => {
  const { bench, tablet } = await ready();
  bench.online = false;
  await tablet.record('entry.record', tidy);
  const deps = bench.deps();
  bench.powerOff();
  const db = new JournalDb(deps.dbPrefix, deps.indexedDB, deps.IDBKeyRange);
  const journal = await openJournal(db, deps.crypto);
  if (!journal) throw new Error('no journal');
  const ownOps = new OwnOps(journal);
  const about = { case: 'K7Q2-000001', household: tidy.household };
  const told = [
    { type: 'case.opened', code: 'over_cap', ...about },
    { type: 'case.decided', decision: 'reject', by: 'u-office', at: 1, ...about },
  ] as const;
  await settle(journal, ownOps, { verdicts: [], events: told, epoch: 'e1' }, 1);
  const held = { seq: 1, verdict: { outcome: 'held', code: 'over_cap' }, shiftMs: 0 } as const;
  await settle(journal, ownOps, { verdicts: [held], events: [], epoch: 'e1' }, 2);
  expect((await db.verdicts.get(1))?.verdict).toEqual(held.verdict);
  expect(await db.verdicts.where('waiting').above('').count()).toBe(0);
  db.close();
});
