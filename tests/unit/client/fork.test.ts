/** SY-13 on the device: two histories of one id. One goes on; the other gets an identity of its own and loses nothing. */
import { IDBFactory } from 'fake-indexeddb';
// Loaded when the first photo is sent; here before anything is waited for.
import 'tus-js-client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { pointsOf } from '../../../src/domain/points.ts';
import { Bench, readyScene, type Scene, settled, turnsUntil, until } from './support/bench.ts';
import { CrashPoint } from './support/crash.ts';
import { copyDisk } from './support/disk.ts';
import { PhotoShelf } from './support/photoShelf.ts';
import { ANNE, MONDAY } from './support/village.ts';

const OLD = 'K7Q2';
const NEW = 'M3P3';
const deed = (household: string, change: object = {}) => ({
  household,
  rule: 'GY-01',
  date: MONDAY,
  quantity: 1,
  points: 2,
  ...change,
});
const rice = (household: string, points: number) => ({
  household,
  lines: [{ sku: 'SP-001', quantity: 1, price: points }],
  points,
  mode: 'allowance' as const,
});

const benches: Bench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.powerOff();
});

/** A tablet with two ops that the server has, and a copy of its storage on another bench. */
async function copied(before: (tablet: ClosableTablet) => Promise<unknown> = async () => undefined) {
  const made = await readyScene();
  const { bench, server, clock, tablet } = made;
  await tablet.record('entry.record', deed('XW-0001'));
  await tablet.record('entry.record', deed('XW-0003'));
  await before(tablet);
  await settled(tablet);
  const copy = new Bench(server, clock);
  copy.disk = await copyDisk(bench.disk, new IDBFactory());
  benches.push(bench, copy);
  return { ...made, copy };
}

/** The copy records alone, then the first one is faster at the server. */
async function parted(scene: Scene & { readonly copy: Bench; readonly tablet: ClosableTablet }) {
  const { copy, tablet } = scene;
  copy.online = false;
  const second = await copy.unlockedTab();
  copy.clock.pass(1_000);
  await second.record('entry.record', deed('XW-0005'));
  await second.record('entry.reverse', { household: 'XW-0005', entry: `${OLD}-000003`, reason: '记错' });
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  copy.online = true;
  return second;
}

/** The newest op in a bench's log, as it lies on the disk. */
async function newestOps(bench: Bench) {
  const db = new JournalDb('test', bench.disk, bench.deps().IDBKeyRange);
  const rows = await db.ops.orderBy(':id').reverse().limit(1).toArray();
  db.close();
  return rows;
}

const idOf = (tablet: ClosableTablet) => tablet.state.getState().device?.id;

async function renamed(tablet: ClosableTablet): Promise<void> {
  await tablet.syncNow();
  await until(() => idOf(tablet) === NEW);
  await settled(tablet);
}

describe('copied storage', () => {
  test.each([
    ['', 0],
    [', also when a newer backup has it', 2],
  ])(
    '[SY-13] [SY-14] what a copy pushed again after a restore and was told otherwise, the other one is told too%s',
    async (_when, kept) => {
      const made = await readyScene();
      const { bench, server, clock, tablet } = made;
      const backup = server.backup();
      await tablet.record('entry.record', deed('XW-0001'));
      await tablet.record('entry.record', deed('XW-0003'));
      const copy = new Bench(server, clock);
      await settled(tablet);
      copy.disk = await copyDisk(bench.disk, new IDBFactory());
      benches.push(bench, copy);
      const second = await copy.unlockedTab();
      await settled(second);
      server.restoreAsBackup(backup);
      await settled(tablet);
      const log = server.devices.get(OLD)?.log ?? [];
      const held = { outcome: 'held', code: 'several_successors', params: { household: 'XW-0003' } } as const;
      Object.assign(log[1] ?? {}, { verdict: held });
      Object.assign(server.devices.get(OLD) ?? {}, { kept });
      await settled(second);
      await settled(second);
      expect((await second.tray(1))[0]).toMatchObject({ ref: `${OLD}-000002`, verdict: held });
      expect(second.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0, waiting: 1 });
      expect(log).toHaveLength(2);
    },
  );

  test('[SY-13] [SY-14] after a restore the old log says what its ops had been told', async () => {
    const scene = await copied();
    const { server } = scene;
    server.restoreAsBackup(server.backup());
    const second = await parted(scene);
    await renamed(second);
    const former = (await second.tray(9)).filter((item) => item.former);
    expect(former.map(({ ref, verdict }) => [ref, verdict?.outcome])).toEqual([
      [`${OLD}-000002`, 'applied'],
      [`${OLD}-000001`, 'applied'],
    ]);
  });

  test('[SY-13] [CF-19] the second history gets a new number; its ops wait at the office, the first goes on undisturbed', async () => {
    const scene = await copied();
    const { server, tablet } = scene;
    const second = await parted(scene);
    await renamed(second);

    expect(server.devices.get(OLD)?.log.map((l) => l.verdict.outcome)).toEqual(['applied', 'applied', 'applied']);
    const log = server.devices.get(NEW)?.log ?? [];
    expect(log.map((l) => [l.raw.kind, l.verdict.code])).toEqual([
      ['op.adopt', 'forked'],
      ['op.adopt', 'forked'],
    ]);
    const { phase, user, formerly, sync } = second.state.getState();
    expect({ phase, user: user?.id, formerly }).toEqual({
      phase: 'ready',
      user: ANNE.id,
      formerly: { device: OLD, at: expect.any(Number), taken: 2 },
    });
    expect(sync).toMatchObject({ phase: 'idle', unsent: 0, waiting: 2 });
    // The tray says of each what it was, under both numbers; what stayed behind can still be read.
    expect((await second.tray(10)).map(({ ref, was, former, kind }) => ({ ref, was, former, kind }))).toEqual([
      { ref: `${NEW}-000002`, was: `${OLD}-000004`, former: undefined, kind: 'entry.reverse' },
      { ref: `${NEW}-000001`, was: `${OLD}-000003`, former: undefined, kind: 'entry.record' },
      { ref: `${OLD}-000002`, was: undefined, former: true, kind: 'entry.record' },
      { ref: `${OLD}-000001`, was: undefined, former: true, kind: 'entry.record' },
    ]);
    const view = await second.openFile('XW-0005');
    expect([...(view?.held.keys() ?? [])]).toEqual([`${NEW}-000001`, `${NEW}-000002`]);
    expect(view?.file).toEqual(server.files.get('XW-0005'));

    // Both work on, each under its own number.
    expect(await second.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000003` });
    expect(await tablet.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${OLD}-000004` });
    await settled(second);
    await settled(tablet);
    await settled(second);
    for (const one of [tablet, second]) {
      expect(
        pointsOf((await one.openFile('XW-0001'))?.file ?? { entries: [], redemptions: [], allowances: {} }).earned,
      ).toBe(26);
    }
  });

  test('[SY-13] the worker hears of the Case and of what becomes of each op', async () => {
    const scene = await copied();
    const { server } = scene;
    const second = await parted(scene);
    await renamed(second);
    expect(second.state.getState().notices).toMatchObject([{ kind: 'case', id: `${NEW}-000001-G`, mine: true }]);
    const said = { by: 'u-office', at: 9, decision: 'accept' as const };
    for (const ref of [`${NEW}-000001`, `${NEW}-000002`, `${NEW}-000001-G`])
      server.publish({ type: 'case.decided', case: ref, ...said }, undefined, [NEW]);
    await settled(second);
    expect(second.state.getState().sync.waiting).toBe(0);
    expect((await second.tray(2)).map((item) => item.decided?.decision)).toEqual(['accept', 'accept']);
    expect(second.state.getState().notices).toMatchObject([{ decided: { decision: 'accept' } }]);
  });

  test('[SY-13] [AL-7] rights of the old number do not come along; what was spent with them is shown and spends nothing', async () => {
    const scene = await copied(async (tablet) => {
      await tablet.setCarrying(true);
      await settled(tablet);
    });
    const { server, tablet, copy } = scene;
    copy.online = false;
    const second = await copy.unlockedTab();
    const view = await second.openFile('XW-0001');
    const right = view?.remaining ?? 0;
    expect(right).toBeGreaterThan(0);
    copy.clock.pass(1_000);
    expect(await second.record('redemption.record', rice('XW-0001', right))).toMatchObject({ ok: true });
    copy.clock.pass(1_000);
    expect(await tablet.record('redemption.record', rice('XW-0001', right))).toMatchObject({ ok: true });
    await settled(tablet);
    copy.online = true;
    await renamed(second);
    const now = await second.openFile('XW-0001');
    expect([...(now?.held.keys() ?? [])]).toEqual([`${NEW}-000001`]);
    expect((await second.tray(1))[0]).toMatchObject({ kind: 'redemption.record', was: expect.stringMatching(OLD) });
    // It may carry rights of its own by now, out of what is free.
    expect(now?.remaining).toBe(server.files.get('XW-0001')?.allowances[NEW]?.granted ?? 0);
    expect(server.overspent()).toEqual([]);
  });

  test('[SY-13] announced photos follow, those of ops that stayed behind as well', async () => {
    const scene = await copied(async (tablet) => {
      // Announced before the copy was made, and not sent by anybody.
      const id = await tablet.addPhoto(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]));
      await tablet.record('entry.record', deed('XW-0001', { photos: [id] }));
    });
    const { server, copy, tablet } = scene;
    const shelf = new PhotoShelf(server);
    // The first one loses the line with the photo on it, whenever it begins to send.
    shelf.cutAfterParts = 0;
    copy.online = false;
    const second = await copy.unlockedTab();
    copy.clock.pass(1_000);
    const id = await second.addPhoto(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 2]));
    await second.record('entry.record', deed('XW-0005', { photos: [id] }));
    await tablet.record('entry.record', deed('XW-0002'));
    // And it is faster with its op.
    const isFaster = () => server.devices.get(OLD)?.log.length === 4;
    await turnsUntil(scene.bench, tablet, () => shelf.cuts === 1 && isFaster());
    scene.bench.online = false;
    copy.online = true;
    await renamed(second);
    await turnsUntil(copy, second, () => shelf.arrived.length === 2);
    expect(shelf.arrived.map((p) => p.op).sort()).toEqual([`${OLD}-000003`, `${NEW}-000001`].sort());
  });

  test('[SY-13] the screen is locked: the number changes all the same, and the PIN still opens', async () => {
    const scene = await copied();
    const second = await parted(scene);
    second.lock();
    await second.syncNow();
    await until(() => idOf(second) === NEW);
    expect(second.state.getState().phase).toBe('locked');
    expect(await second.unlock(ANNE.id, '135790')).toBe('ok');
    await settled(second);
    expect((await second.openFile('XW-0005'))?.held.size).toBe(2);
  });
});

test('[SY-13] what the old log has and nobody had told the copy of stands in the tray without a word of it', async () => {
  const scene = await copied();
  const { server, tablet, copy } = scene;
  const db = new JournalDb('test', copy.disk, copy.deps().IDBKeyRange);
  const rows = await db.verdicts.toArray();
  await db.verdicts.clear();
  const { genesis = '' } = server.devices.get(OLD) ?? {};
  await db.meta.put({ seq: 0, hash: genesis }, 'acked');
  db.close();
  expect(rows).toHaveLength(2);
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  const second = await copy.unlockedTab();
  await renamed(second);
  const former = (await second.tray(9)).map(({ ref, former, verdict }) => ({ ref, former, verdict }));
  expect(former).toEqual([
    { ref: `${OLD}-000002`, former: true, verdict: undefined },
    { ref: `${OLD}-000001`, former: true, verdict: undefined },
  ]);
});

test('[SY-13] storage put back to an older copy: nothing to hand over, and a new number', async () => {
  const scene = await copied();
  const { server, tablet, copy } = scene;
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  const second = await copy.unlockedTab();
  await renamed(second);
  expect(server.devices.get(NEW)?.log).toEqual([]);
  expect(second.state.getState().formerly).toMatchObject({ device: OLD, taken: 0 });
  expect(await second.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000001` });
  await settled(second);
  expect(server.devices.get(NEW)?.log.map((l) => l.verdict.outcome)).toEqual(['applied']);
  // Loaded afresh: the old cache counted ops of the old log under the same numbers.
  await second.record('entry.record', deed('XW-0003'));
  await settled(second);
  for (const [code, stored] of server.files) expect((await second.openFile(code))?.file).toEqual(stored);
});

test('[SY-13] a copy made before anything was recorded shares the start of the log alone', async () => {
  const { bench, server, clock, tablet } = await readyScene();
  const copy = new Bench(server, clock);
  copy.disk = await copyDisk(bench.disk, new IDBFactory());
  benches.push(bench, copy);
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  const second = await copy.unlockedTab();
  await renamed(second);
  expect(server.devices.get(NEW)?.before).toEqual({ device: OLD, common: 0 });
  expect(second.state.getState().formerly).toMatchObject({ device: OLD, taken: 0 });
  expect(await second.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000001` });
  await settled(second);
  for (const [code, stored] of server.files) expect((await second.openFile(code))?.file).toEqual(stored);
});

test('[SY-13] [AL-1] rights that the copy gave back were the old number’s: nothing is given back for the new one', async () => {
  const scene = await copied(async (tablet) => {
    await tablet.setCarrying(true);
    await settled(tablet);
  });
  const { server, tablet, copy } = scene;
  const second = await copy.unlockedTab();
  await settled(second);
  const rest = server.fetch;
  let pushed = 0;
  // What it gives back is recorded, and does not get through.
  Object.assign(server, {
    fetch: async (...args: Parameters<typeof fetch>) => {
      const [row] = await newestOps(copy);
      if (!row || row.seq === 2) return rest(...args);
      pushed++;
      throw new TypeError('no connection');
    },
  });
  await second.setCarrying(false);
  await second.syncNow();
  await until(() => pushed > 0);
  Object.assign(server, { fetch: rest });
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  await renamed(second);
  expect(server.devices.get(NEW)?.log.map((l) => [l.raw.kind, l.verdict.code])).toEqual([['op.adopt', 'ok']]);
  for (const [code, stored] of server.files) {
    expect(stored.allowances[NEW]).toBeUndefined();
    expect((await second.openFile(code))?.file).toEqual(stored);
  }
  expect(second.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0, waiting: 0 });
});

test('[SY-13] verdicts on ops whose hashes were not named yet are not taken: they may be the other history’s', async () => {
  const more = 501;
  const scene = await copied();
  const { server, tablet, copy } = scene;
  const both = async (one: ClosableTablet) => {
    for (let i = 0; i < more; i++) await one.record('entry.record', deed('XW-0001'));
  };
  // A backlog of more than one batch that both have, then one op of its own each; the first answer speaks of all of them.
  copy.online = false;
  const second = await copy.unlockedTab();
  await both(second);
  await second.record('entry.record', deed('XW-0005'));
  await both(tablet);
  copy.clock.pass(1_000);
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  copy.online = true;
  await renamed(second);
  expect(server.devices.get(NEW)?.log.map((l) => [l.raw.kind, l.verdict.code])).toEqual([['op.adopt', 'forked']]);
}, 60_000);

test('[SY-13] an op saved while the answer was on its way does not get the verdict of the other history', async () => {
  const scene = await copied();
  const { server, tablet, copy } = scene;
  const second = await copy.unlockedTab();
  await settled(second);
  await tablet.record('entry.record', deed('XW-0002'));
  await settled(tablet);
  const rest = server.fetch;
  let late = false;
  Object.assign(server, {
    fetch: async (...args: Parameters<typeof fetch>) => {
      const answer = await rest(...args);
      if (late || !String(args[0]).includes('/api/sync')) return answer;
      late = true;
      await second.record('entry.record', deed('XW-0005'));
      return answer;
    },
  });
  await renamed(second);
  expect(server.devices.get(NEW)?.log.map((l) => l.verdict.code)).toEqual(['forked']);
});

describe('two tabs', () => {
  test('[SY-13] the other tab follows, and what it saves goes into the new log', async () => {
    const scene = await copied();
    const second = await parted(scene);
    const other = await scene.copy.unlockedTab();
    await renamed(second);
    await until(() => idOf(other) === NEW);
    expect(other.state.getState().phase).toBe('ready');
    expect(await other.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000003` });
    expect(await second.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000004` });
    await settled(second);
    expect(second.state.getState().sync.unsent).toBe(0);
  });

  test('[SY-13] a tab that heard nothing cannot write into the log it has in mind, nor sync as the old device', async () => {
    const scene = await copied();
    const { copy, server } = scene;
    const second = await parted(scene);
    copy.online = false;
    const deaf = await copy.unlockedTab();
    await deaf.record('entry.record', deed('XW-0003'));
    // The sync that it began with is over: it finds out by what it saves.
    await deaf.syncNow();
    copy.deafen();
    copy.online = true;
    await second.syncNow();
    await until(() => idOf(second) === NEW);
    expect(await deaf.record('entry.record', deed('XW-0001'))).toMatchObject({ ok: true, ref: `${NEW}-000004` });
    // Which of the two loads everything anew is theirs to settle; a deaf one does not hear that the other has.
    await until(async () => {
      await deaf.syncNow();
      return server.devices.get(NEW)?.log.length === 4;
    });
    expect(server.devices.size).toBe(2);

    const deafer = await copy.unlockedTab();
    expect(idOf(deafer)).toBe(NEW);
  });

  test('[SY-13] an op that another tab saves while the move is prepared is taken along', async () => {
    const scene = await copied();
    const { copy, server } = scene;
    const second = await parted(scene);
    copy.online = false;
    const other = await copy.unlockedTab();
    copy.online = true;
    const rest = server.fetch;
    Object.assign(server, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        const answer = await rest(...args);
        if (String(args[0]).includes('/api/device/fork'))
          expect(await other.record('entry.record', deed('XW-0003'))).toMatchObject({ ok: true });
        return answer;
      },
    });
    await renamed(second);
    expect(server.devices.get(NEW)?.log.map((l) => l.verdict.code)).toEqual(['forked', 'forked', 'forked']);
  });

  test('[SY-13] nor is one lost that is saved when the move has been prepared already', async () => {
    const scene = await copied();
    const { copy, server } = scene;
    const second = await parted(scene);
    copy.online = false;
    const other = await copy.unlockedTab();
    copy.online = true;
    const rest = server.fetch;
    let saved = false;
    Object.assign(server, {
      fetch: async (...args: Parameters<typeof fetch>) => {
        const answer = await rest(...args);
        if (saved || !String(args[0]).includes('/api/device/fork')) return answer;
        // The next thing that is sealed is the first op of the new log.
        const seal = vi.spyOn(crypto.subtle, 'encrypt');
        const { encrypt } = SubtleCrypto.prototype;
        seal.mockImplementation(async (...what) => {
          if (!saved) {
            saved = true;
            seal.mockRestore();
            expect(await other.record('entry.record', deed('XW-0003'))).toMatchObject({ ok: true });
          }
          return encrypt.apply(crypto.subtle, what);
        });
        return answer;
      },
    });
    await renamed(second);
    expect(saved).toBe(true);
    expect(server.devices.get(NEW)?.log.map((l) => l.verdict.code)).toEqual(['forked', 'forked', 'forked']);
  });
});

test('[CF-17] [SY-13] a tab that heard neither of the new number nor of the revoking works no more once it saves', async () => {
  const scene = await copied();
  const { server, copy } = scene;
  const second = await parted(scene);
  // A photo that does not get through keeps the wipe back.
  const shelf = new PhotoShelf(server);
  shelf.cutAfterParts = 0;
  copy.online = false;
  const id = await second.addPhoto(new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 2]));
  await second.record('entry.record', deed('XW-0005', { photos: [id] }));
  const deaf = await copy.unlockedTab();
  await deaf.syncNow();
  copy.deafen();
  Object.assign(server.devices.get(OLD) ?? {}, { revoked: true });
  copy.online = true;
  await second.syncNow();
  await until(() => second.state.getState().revoked?.left?.photos === 1 && shelf.cuts === 1);
  expect(deaf.state.getState()).toMatchObject({ phase: 'ready', device: { id: OLD } });
  copy.online = false;
  expect(await deaf.record('entry.record', deed('XW-0001'))).toMatchObject({
    ok: false,
    verdict: { code: 'not_allowed' },
  });
  expect(deaf.state.getState()).toMatchObject({ phase: 'revoked', revoked: { device: NEW } });
  expect(deaf.state.getState().user).toBeUndefined();
  expect(deaf.directory()).toEqual([]);
});

test('[CF-17] [SY-13] a copy of a revoked device hands over under its new number, and is wiped', async () => {
  const scene = await copied();
  const { server, copy } = scene;
  const second = await parted(scene);
  Object.assign(server.devices.get(OLD) ?? {}, { revoked: true });
  await second.syncNow();
  await until(() => second.state.getState().revoked?.sealed === 2);
  Object.assign(server.devices.get(NEW) ?? {}, { kept: 2 });
  await second.syncNow();
  await until(() => second.state.getState().revoked?.handedOver !== undefined);
  expect(server.devices.get(NEW)?.log.map((l) => l.verdict.code)).toEqual(['device_revoked', 'device_revoked']);
  expect((await copy.disk.databases()).map((db) => db.name)).toEqual(['test-farewell']);
});

/** A fork under a crash at the given step, then the app starts again; false when all was over before that step. */
async function crashAndRecover(at: number): Promise<boolean> {
  const scene = await copied();
  const { copy, server, clock } = scene;
  const second = await parted(scene);
  const crash = new CrashPoint(at);
  crash.watchLine(server);
  try {
    await second.syncNow();
    await until(() => (idOf(second) === NEW && second.state.getState().sync.phase === 'idle') || crash.steps >= at);
    await copy.locks.request('vp-sync', {}, async () => undefined);
  } finally {
    crash.end();
  }
  copy.powerOff();
  const again = await copy.unlockedTab();
  for (let tries = 0; idOf(again) !== NEW || again.state.getState().sync.phase !== 'idle'; tries++) {
    expect(tries).toBeLessThan(10);
    clock.pass(300_000);
    again.touch();
    await again.syncNow();
  }
  await settled(again);
  await settled(again);
  // One new identity, whatever was lost on the way, with every op once.
  expect([...server.devices.keys()]).toEqual([OLD, NEW]);
  expect(server.devices.get(NEW)?.log.map((l) => l.verdict.code)).toEqual(['forked', 'forked']);
  for (const [code, stored] of server.files) expect((await again.openFile(code))?.file).toEqual(stored);
  expect((await again.tray(10)).map((item) => item.ref)).toHaveLength(4);
  const db = new JournalDb('test', copy.disk, copy.deps().IDBKeyRange);
  expect(await db.archive.count()).toBe(4);
  expect(await db.getMeta('forking')).toBeUndefined();
  db.close();
  for (const bench of benches.splice(0)) bench.powerOff();
  return crash.steps >= at;
}

test('[SY-13] a crash at any step loses nothing, hands over nothing twice and makes one identity', async () => {
  let at = 1;
  while (await crashAndRecover(at)) at += 1;
  expect(at).toBeGreaterThan(40);
}, 240_000);
