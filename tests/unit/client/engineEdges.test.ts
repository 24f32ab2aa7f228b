/** The engine where something is missing, forbidden, broken or comes from another time. */
import { afterEach, describe, expect, test } from 'vitest';
import { CacheMovedError } from '../../../src/client/cache/cache.ts';
import { type ClosableTablet, createTablet } from '../../../src/client/engine/createTablet.ts';
import type { TabletDeps } from '../../../src/client/engine/deps.ts';
import { DeviceMark } from '../../../src/client/engine/deviceMark.ts';
import { judge } from '../../../src/client/engine/judge.ts';
import { StateBoard } from '../../../src/client/engine/stateBoard.ts';
import { Syncer } from '../../../src/client/engine/syncer.ts';
import { readTray } from '../../../src/client/engine/tray.ts';
import { withOwnOps } from '../../../src/client/engine/view.ts';
import { appendOp } from '../../../src/client/journal/appendOp.ts';
import { JournalMovedError, openJournal } from '../../../src/client/journal/journal.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { type OwnOp, OwnOps } from '../../../src/client/journal/ownOps.ts';
import { prune } from '../../../src/client/journal/prune.ts';
import { SealBrokenError } from '../../../src/client/seal/sealing.ts';
import type { OpenCache, SyncContext } from '../../../src/client/sync/context.ts';
import { LocalLocks } from '../../../src/client/sync/locks.ts';
import { returnRights } from '../../../src/client/sync/returnRights.ts';
import { syncInBackground } from '../../../src/client/sync/syncInBackground.ts';
import { must } from '../../../src/domain/must.ts';
import type { Op, OpBodies, OpKind } from '../../../src/domain/op.ts';
import { APPLIED, type Verdict } from '../../../src/domain/verdict.ts';
import { Bench, readyScene, type Scene, scene, settled, until } from './support/bench.ts';
import { ANNE, BO, catalogue, household, MONDAY, MONDAY_MS, PINS } from './support/village.ts';

const benches: Bench[] = [];
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  for (const bench of benches.splice(0)) bench.powerOff();
});

async function ready() {
  const made = await readyScene();
  benches.push(made.bench);
  return made;
}

/** A tablet that nobody enrolled. */
async function fresh(change: Partial<TabletDeps> = {}): Promise<ClosableTablet> {
  const { server, clock } = await scene();
  const tablet = createTablet({ ...new Bench(server, clock).deps(), ...change });
  open.push(tablet);
  await tablet.start();
  return tablet;
}

async function journalOf({ bench }: Pick<Scene, 'bench'>) {
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  open.push(db);
  return must(await openJournal(db, crypto), 'a journal');
}

const deed = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
const goods = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    sku: `SP-${i}`,
    barcode: '',
    name: '大米'.repeat(20),
    spec: '',
    category: '',
    price: 1,
    active: true,
  }));

describe('before a device is enrolled', () => {
  test('nothing can be done on it, and it says so instead of breaking', async () => {
    const tablet = await fresh();
    expect(tablet.state.getState().phase).toBe('unenrolled');
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('not_here');
    expect(await tablet.preview('entry.record', deed)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
    expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: false, verdict: { code: 'not_allowed' } });
    expect(await tablet.openFile('XW-0001')).toBeUndefined();
    expect(await tablet.tray(9)).toEqual([]);
    expect(await tablet.photo('p')).toBeUndefined();
    expect(await tablet.settleNow('K7Q2-000001', 5)).toBeUndefined();
    expect(await tablet.settleNow('no reference', 5)).toBeUndefined();
    await expect(tablet.addPhoto(new Uint8Array())).rejects.toThrow('enrolled');
    for (const act of [tablet.markNoticesSeen(), tablet.setCarrying(true), tablet.persist(), tablet.syncNow()])
      await act;
    tablet.touch();
    tablet.lock();
    expect(tablet.state.getState()).toMatchObject({ phase: 'unenrolled', carrying: false });
    expect(tablet.directory()).toEqual([]);
    expect(tablet.search('x', 5)).toEqual([]);
  });

  test('a storage that cannot be asked is a failing state, not a white page', async () => {
    const storage = {
      estimate: () => Promise.reject(new Error('forbidden')),
      persisted: async () => false,
      persist: async () => false,
    };
    const tablet = await fresh({ storage });
    expect(tablet.state.getState()).toMatchObject({ sync: { phase: 'failing', problem: 'storage' } });
  });

  test('a browser that does not say how full it is counts as empty; what it says stays through a new start', async () => {
    const tablet = await fresh({
      storage: { estimate: async () => ({}), persisted: async () => true, persist: async () => true },
    });
    const storage = { usedBytes: 0, quotaBytes: 0, persisted: true };
    expect(tablet.state.getState().storage).toEqual(storage);
    await tablet.persist();
    await tablet.startAnew();
    expect(tablet.state.getState()).toMatchObject({ phase: 'unenrolled', storage });
  });

  test('without Web Locks and a channel it minds itself alone', async () => {
    const { server, clock } = await scene();
    const { locks: _, channel: __, ...deps } = new Bench(server, clock).deps();
    const tablet = createTablet(deps);
    open.push(tablet);
    await tablet.start();
    expect(await tablet.enrol('CODE-12345')).toEqual({ ok: true });
    expect(await tablet.unlock(ANNE.id, PINS[ANNE.id] ?? '')).toBe('ok');
    await settled(tablet);
    expect((await tablet.record('entry.record', deed)).ok).toBe(true);
  });
});

describe('what a tablet does not record', () => {
  const refusals: readonly [string, OpKind, unknown, object][] = [
    ['what is the office’s', 'month.publish', { village: 'XW', month: '2026-10' }, { code: 'not_allowed' }],
    [
      'a body that is none',
      'entry.record',
      { ...deed, quantity: -1 },
      { code: 'malformed', params: { field: 'quantity' } },
    ],
    ['a kind that nobody knows', 'no.such' as OpKind, {}, { code: 'malformed', params: { field: 'kind' } }],
    [
      'what no batch could carry',
      'goods.publish',
      { goods: goods(900) },
      { params: { field: 'body', reason: 'too large' } },
    ],
  ];
  test.each(refusals)('%s', async (_what, kind, body, verdict) => {
    const { bench, tablet } = await ready();
    expect(await tablet.preview(kind, body as OpBodies[OpKind])).toMatchObject({ outcome: 'refused', ...verdict });
    expect(await tablet.record(kind, body as OpBodies[OpKind])).toMatchObject({ ok: false, verdict });
    bench.powerOff();
    expect(await (await journalOf({ bench })).db.ops.count()).toBe(0);
  });

  test('anything before the first load has brought rules and people', async () => {
    const { bench } = await scene();
    benches.push(bench);
    bench.streamFaults = Array.from({ length: 9 }, () => 'lost-request' as const);
    const tablet = await bench.unlockedTab();
    expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: false, verdict: { code: 'not_allowed' } });
    expect(await tablet.openFile('XW-0001')).toBeUndefined();
  });
});

describe('the judge on the device, of what concerns no single household', () => {
  const desk = {
    device: { id: 'K7Q2', kind: 'tablet' as const },
    catalogue: catalogue([ANNE]),
    actors: new Map([[ANNE.id, ANNE]]),
  };
  const say = (kind: OpKind, body: unknown, by = ANNE.id) =>
    judge(desk, undefined, {
      op: { seq: 1, kind, body, by, at: 1, schema: 1 } as Op,
      ref: 'K7Q2-000001',
      at: 1,
      remaining: 0,
    });
  test.each<[OpKind, unknown, string, Partial<Verdict>]>([
    ['allowance.return', { lines: [['XW-0001', 1]] }, 'K7Q2', APPLIED],
    [
      'op.adopt',
      { was: 'AAAA-000001', op: {} },
      ANNE.id,
      { outcome: 'held', code: 'forked', params: { was: 'AAAA-000001' } },
    ],
    ['case.decide', { case: 'AAAA-000001', decision: 'accept' }, 'u-gone', { outcome: 'held', code: 'no_right' }],
    ['case.decide', { case: 'AAAA-000001', decision: 'accept' }, ANNE.id, { outcome: 'refused', code: 'not_allowed' }],
  ])('%s', (kind, body, by, verdict) => expect(say(kind, body, by)).toMatchObject(verdict));

  test('an op of a newer app changes nothing that is shown; a registration makes the file', () => {
    const own = (change: Partial<OwnOp>): OwnOp => ({
      seq: 1,
      ref: 'K7Q2-000001',
      hash: '',
      raw: { seq: 1, kind: 'x', body: {}, by: ANNE.id, at: 1, schema: 9 },
      at: MONDAY_MS,
      waiting: false,
      ...change,
    });
    const file = household(1);
    expect(withOwnOps(file, [own({})], desk, 0)).toBe(file);
    const of = <K extends OpKind>(kind: K, body: OpBodies[K]) =>
      own({ op: { seq: 1, kind, body, by: ANNE.id, at: 1, schema: 1 } as Op, verdict: APPLIED });
    expect(withOwnOps(undefined, [of('entry.record', deed)], desk, 0)).toBeUndefined();
    const register = of('household.register', {
      household: 'XW-0404',
      village: 'XW',
      grid: 'XW-G1',
      ...{ head: '新', phone: '', doorPlate: '', naturalVillage: '', status: 'active', tags: [], members: [] },
    });
    expect(withOwnOps(undefined, [register], desk, 0)).toMatchObject({ code: 'XW-0404', base: { head: '新' } });
  });
});

test('[CF-20] the tray shows an op that this version does not understand, and the corrected time of another', async () => {
  const { bench, tablet, clock, server } = await ready();
  bench.online = false;
  clock.wall += 3_600_000;
  await tablet.record('entry.record', deed);
  bench.powerOff();
  const journal = await journalOf({ bench });
  const newer = { kind: 'deed.praise' as OpKind, body: { warm: true } as unknown as OpBodies[OpKind] };
  await appendOp(journal, { ...newer, by: ANNE.id, at: MONDAY_MS });
  await journal.db.verdicts.put({ seq: 1, verdict: APPLIED, shiftMs: -3_600_000 });
  const [odd, first] = await readTray(journal, new OwnOps(journal), 9);
  expect(odd).toMatchObject({ ref: 'K7Q2-000002', kind: 'deed.praise', body: { warm: true } });
  expect(odd).not.toHaveProperty('household');
  expect(odd).not.toHaveProperty('shiftMs');
  expect(first).toMatchObject({ household: 'XW-0001', shiftMs: -3_600_000, verdict: APPLIED });
  expect(server.devices.get('K7Q2')?.log).toHaveLength(0);
});

describe('[SY-11] a run that finds the ground moved', () => {
  const told: string[] = [];
  const events = {
    onStep: async () => undefined,
    onLoaded: async () => undefined,
    onLoadEnd: (problem: string | undefined) => told.push(`load ${problem}`),
    onTrouble: () => told.push('trouble'),
    onDropped: async () => void told.push('dropped'),
  };
  const syncer = (failing: () => unknown) => {
    told.length = 0;
    const locks = {
      request: async () => {
        told.push('asked');
        throw failing();
      },
    };
    const cacheDb = { drop: async () => void told.push('drop') };
    return new Syncer({ locks, cacheDb } as unknown as SyncContext, events);
  };

  test('by another tab: tries again once, then leaves it to the next', async () => {
    expect(await syncer(() => new CacheMovedError()).run(undefined, false)).toEqual({ ok: true, skipped: true });
    expect(told).toEqual(['asked', 'asked']);
  });
  test('under another identity: says so', async () => {
    expect(await syncer(() => new JournalMovedError()).run(undefined, false)).toMatchObject({ renamed: true });
  });
  test('in a cache that cannot be opened: throws it away, once', async () => {
    const outcome = await syncer(() => new SealBrokenError('catalogue')).run(undefined, false);
    expect(outcome).toEqual({ ok: false, problem: 'storage' });
    expect(told).toEqual(['asked', 'drop', 'dropped']);
  });
  test('during a first load: the same', async () => {
    const one = syncer(() => new Error('never asked'));
    const stand = () => Promise.reject(new SealBrokenError('lines:1'));
    one.load({ cache: { stand } } as unknown as OpenCache);
    await until(() => told.length === 3);
    expect(told).toEqual(['drop', 'dropped', 'load storage']);
  });
  test('in storage that fails otherwise: says so and keeps what there is', async () => {
    const outcome = await syncer(() => new SealBrokenError('identity')).run(undefined, false);
    expect(outcome).toEqual({ ok: false, problem: 'storage' });
    expect(told).toEqual(['asked']);
  });
});

describe('[SY-12] the push in the background', () => {
  test('of a device that is not enrolled is done', async () => {
    const { server, clock } = await scene();
    expect(await syncInBackground(new Bench(server, clock).deps())).toBe(true);
  });
  test('pushes what waits, also where there are no locks and no other tab', async () => {
    const made = await ready();
    made.bench.online = false;
    await made.tablet.record('entry.record', deed);
    made.bench.powerOff();
    made.bench.online = true;
    const { locks: _, channel: __, ...deps } = made.bench.deps();
    expect(await syncInBackground(deps)).toBe(true);
    expect(made.server.devices.get('K7Q2')?.log).toHaveLength(1);
  });
  test('leaves it to a page that is at it', async () => {
    const { bench, server } = await ready();
    bench.powerOff();
    const locks = new LocalLocks();
    let leave: () => void = () => undefined;
    const held = locks.request('vp-sync', {}, () => new Promise<void>((resolve) => (leave = resolve)));
    server.requests.length = 0;
    expect(await syncInBackground({ ...bench.deps(), locks })).toBe(true);
    expect(server.requests).toEqual([]);
    leave();
    await held;
  });
});

describe('[AL-4] giving rights back', () => {
  async function carrying() {
    const made = await ready();
    await made.tablet.setCarrying(true);
    await settled(made.tablet);
    made.bench.powerOff();
    return journalOf(made);
  }
  test('another tab spends between the look and the save: what is left is given back', async () => {
    const journal = await carrying();
    const before = must(await journal.db.allowances.get('XW-0001'), 'a right');
    let spent = false;
    const keep = () => {
      if (!spent) void journal.db.allowances.put({ ...before, spent: before.spent + 3 });
      spent = true;
      return 0;
    };
    expect(await returnRights(journal, keep, MONDAY_MS)).toBe(1);
    const after = must(await journal.db.allowances.get('XW-0001'), 'a right');
    expect(after.granted - after.spent - after.returned).toBe(0);
    expect(after.spent).toBe(before.spent + 3);
  });
  test('a household that keeps all gives nothing back', async () => {
    const journal = await carrying();
    expect(await returnRights(journal, () => undefined, MONDAY_MS)).toBe(0);
    expect(await journal.db.ops.count()).toBe(0);
  });
});

describe('[SY-14] forgetting', () => {
  test('of nothing is nothing, and what has no verdict is looked at and stays', async () => {
    const made = await ready();
    made.bench.powerOff();
    const journal = await journalOf(made);
    const own = new OwnOps(journal);
    const later = MONDAY_MS + 40 * 86_400_000;
    expect(await prune(journal, own, { kept: 4, counted: 4 }, later)).toBe(0);
    const { hash } = must(await journal.db.getMeta('acked'), 'acked');
    for (let n = 0; n < 3; n++)
      await appendOp(journal, { kind: 'entry.record', body: deed, by: ANNE.id, at: MONDAY_MS });
    expect(await prune(journal, own, { kept: 3, counted: 3 }, later)).toBe(0);
    expect(await journal.db.ops.count()).toBe(3);
    expect(await journal.db.getMeta('pruned')).toBeUndefined();
    expect(await journal.db.getMeta('pruneLooked')).toBe(2);
    expect((await journal.db.getMeta('acked'))?.hash).toBe(hash);
  });
});

describe('the word that a device leaves of itself', () => {
  const placed = (text: string | null) => {
    const place = { text };
    const mark = new DeviceMark({
      read: () => place.text,
      write: (now) => {
        place.text = now;
      },
    });
    return { mark, place };
  };
  const device = { device: 'K7Q2', townName: '苍城镇', unsent: 2 };
  const earlier = { device: 'K7Q2', high: 1, lastSyncAt: null, unsent: 0 };

  test.each(['7', 'null', '{"now":null}', '{"now":3}', '{"other":{}}', '{"lost":{"device":"A","townName":"B"}}'])(
    'that is %s is none',
    (text) => expect(placed(text).mark.notFound()).toBeUndefined(),
  );
  test('of a lost one stays when the next one ends, and goes when it was read of', () => {
    const { mark, place } = placed(JSON.stringify({ now: { ...device, device: 'M3P3' }, lost: device }));
    mark.left();
    expect(mark.lost()).toEqual(device);
    mark.found(earlier);
    expect(mark.lost()).toEqual({ ...device, server: earlier });
    mark.forget();
    expect(place.text).toBe('{}');
    mark.found(earlier);
    expect(place.text).toBe('{}');
  });
  test('of the one that works stays when somebody has read of a lost one', () => {
    const { mark, place } = placed(JSON.stringify({ now: device, lost: device }));
    mark.forget();
    expect(JSON.parse(place.text ?? '')).toEqual({ now: device });
    mark.left();
    expect(place.text).toBe('{}');
  });
  test('is left only of a device that has a number', () => {
    const { mark, place } = placed(null);
    const stop = mark.follow(new StateBoard().store);
    stop();
    expect(place.text).toBeNull();
  });
});

describe('[AL-4] a tablet that goes out with points', () => {
  test.each<[string, typeof ANNE, readonly string[]]>([
    ['takes those of the person’s own grid', ANNE, ['XW-G1']],
    ['takes those of all grids that the person works in', { ...ANNE, grids: ['XW-G2', 'XW-G1'] }, ['XW-G1', 'XW-G2']],
    ['takes none for somebody without a grid', { ...ANNE, grid: null }, []],
  ])('%s', async (_what, user, grids) => {
    const { bench, server } = await scene(
      [1, 2, 3].map((n) => household(n)),
      [user, BO],
    );
    benches.push(bench);
    const tablet = await bench.unlockedTab();
    await settled(tablet);
    await tablet.setCarrying(true);
    await settled(tablet);
    const held = [...server.files.values()].flatMap((f) => (f.allowances.K7Q2 ? [f.grid] : []));
    expect([...new Set(held)].sort()).toEqual(grids);
  });
});

test('[AL-4] a tablet that comes home while its screen is locked gives everything back with the next sync', async () => {
  const { bench, server, tablet } = await ready();
  await tablet.setCarrying(true);
  await settled(tablet);
  const held = () => server.files.get('XW-0001')?.allowances.K7Q2;
  expect(held()).toEqual({ granted: 20, returned: 0 });
  tablet.lock();
  await tablet.setCarrying(false);
  expect(tablet.state.getState()).toMatchObject({ phase: 'locked', carrying: false, sync: { phase: 'idle' } });
  expect(held()).toEqual({ granted: 20, returned: 0 });
  bench.powerOff();
  await settled(await bench.unlockedTab());
  expect(held()).toEqual({ granted: 20, returned: 20 });
});

test('[SY-6] an own entry whose Case is decided is no longer taken back: there is nothing to take back', async () => {
  const { server, tablet } = await ready();
  const tidy = { ...deed, rule: 'RJ-01' };
  await tablet.record('entry.record', tidy);
  await tablet.record('entry.record', { ...tidy, points: 3 });
  await settled(tablet);
  const undo = { household: 'XW-0001', entry: 'K7Q2-000002', reason: '记错' };
  expect(await tablet.preview('entry.reverse', undo)).toMatchObject({ params: { withdrawn: 'K7Q2-000002' } });
  server.decideCase('K7Q2-000002', 'reject');
  await settled(tablet);
  expect(await tablet.preview('entry.reverse', undo)).toMatchObject({ outcome: 'refused', code: 'unknown_entry' });
  expect(await tablet.record('entry.reverse', undo)).toMatchObject({ ok: false, verdict: { code: 'unknown_entry' } });
});

test('[SY-9] a first load that failed is not tried again for somebody who has locked the screen', async () => {
  const { bench, clock, server } = await scene();
  benches.push(bench);
  bench.streamFaults = ['lost-request', 'lost-request'];
  const tablet = await bench.unlockedTab();
  await until(() => tablet.state.getState().sync.problem === 'offline');
  tablet.touch();
  tablet.lock();
  tablet.touch();
  server.requests.length = 0;
  clock.pass(400_000);
  await tablet.syncNow();
  expect(server.requests).not.toContain('/api/snapshot');
});
