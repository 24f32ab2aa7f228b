/** SY-14 on the device: a restored server is told what it forgot, gets the lost ops again, and old ops are forgotten in time. */
import { afterEach, expect, test } from 'vitest';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { JournalDb } from '../../../src/client/journal/journalDb.ts';
import { remainingOf } from '../../../src/domain/points.ts';
import { type Bench, enrolledBench, type Fault, readyScene, type Scene, settled, until } from './support/bench.ts';
import { CrashPoint } from './support/crash.ts';
import { BO, household, MONDAY } from './support/village.ts';

const DEVICE = 'K7Q2';
const DAY_MS = 86_400_000;
const help = { household: 'XW-0001', rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };
const tidy = { household: 'XW-0001', rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };
const goods = (points: number) => ({
  household: 'XW-0001',
  lines: [{ sku: 'SP-001', quantity: 1, price: points }],
  points,
});

const benches: Bench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.powerOff();
});

async function ready() {
  const made = await readyScene([1, 2, 3, 4, 5].map((n) => household(n)));
  benches.push(made.bench);
  return made;
}

const log = ({ server }: Scene) => server.devices.get(DEVICE)?.log ?? [];
const outcomes = (made: Scene) => log(made).map((l) => l.verdict.outcome);

async function journalOf(bench: Bench): Promise<JournalDb> {
  const { indexedDB, IDBKeyRange, dbPrefix } = bench.deps();
  const db = new JournalDb(dbPrefix, indexedDB, IDBKeyRange);
  await db.open();
  return db;
}

/** A device whose rights, deeds of every outcome and goods came behind the backup that is put back at the end. */
async function lostHistory(): Promise<Scene & { tablet: ClosableTablet }> {
  const made = await ready();
  const { bench, server, tablet } = made;
  await tablet.record('entry.record', help);
  await settled(tablet);
  const backup = server.backup();
  await tablet.setCarrying(true);
  await settled(tablet);
  await tablet.record('redemption.record', { ...goods(8), mode: 'allowance' });
  await tablet.record('entry.record', tidy);
  await tablet.record('entry.record', { ...tidy, points: 3 });
  await tablet.record('redemption.record', { ...goods(500), mode: 'online' });
  await settled(tablet);
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied', 'held', 'refused']);
  server.restoreAsBackup(backup);
  bench.online = false;
  await tablet.record('redemption.record', { ...goods(5), mode: 'allowance' });
  bench.online = true;
  return made;
}

async function expectHealed(made: Scene, tablet: ClosableTablet): Promise<void> {
  const { server, bench } = made;
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied', 'held', 'refused', 'applied']);
  for (const [code, stored] of server.files) {
    const view = await tablet.openFile(code);
    expect(view?.file).toEqual(stored);
    expect(view?.remaining).toBe(remainingOf(stored, DEVICE));
  }
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0, waiting: 1 });
  expect(server.devices.get(DEVICE)?.lost).toMatchObject({ judged: 5, head: expect.any(Number) });
  const db = await journalOf(bench);
  expect(await db.former.count()).toBe(0);
  db.close();
}

test('[SY-14] [AL-1] what the server forgot is reported, and the lost ops keep what they had been told', async () => {
  const made = await lostHistory();
  await settled(made.tablet);
  await settled(made.tablet);
  await expectHealed(made, made.tablet);
  expect(made.server.overspent()).toEqual([]);
});

test('[SY-14] a locked tablet does it too', async () => {
  const made = await lostHistory();
  made.tablet.lock();
  await made.tablet.syncNow();
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied', 'held', 'refused', 'applied']);
});

test('[SY-14] [AL-1] a tablet that has recorded nothing reports the rights that it holds', async () => {
  const made = await ready();
  const { server, tablet } = made;
  const backup = server.backup();
  await tablet.setCarrying(true);
  await settled(tablet);
  const granted = server.files.get('XW-0001')?.allowances[DEVICE]?.granted ?? 0;
  expect(granted).toBeGreaterThan(0);
  server.restoreAsBackup(backup);
  tablet.lock();
  await tablet.syncNow();
  expect(server.devices.get(DEVICE)?.lost).toEqual({ judged: 0, head: 0 });
  expect(server.files.get('XW-0001')?.allowances[DEVICE]?.granted).toBe(granted);
});

test('[SY-14] [AL-1] [AL-5] what was written off is what the restored server says, also when that is less', async () => {
  const { server, tablet } = await ready();
  await tablet.setCarrying(true);
  await settled(tablet);
  const backup = server.backup();
  const granted = server.files.get('XW-0001')?.allowances[DEVICE]?.granted ?? 0;
  server.publish({ type: 'allowance.set', device: DEVICE, lines: [['XW-0001', 2 * granted, 0, granted]] });
  await settled(tablet);
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(granted);
  server.restoreAsBackup(backup);
  await settled(tablet);
  await settled(tablet);
  const view = await tablet.openFile('XW-0001');
  expect(view?.file).toEqual(server.files.get('XW-0001'));
  // It holds twice its share by that, and has given one back.
  expect(view?.file.allowances[DEVICE]).toEqual({ granted: 2 * granted, returned: granted });
  expect(view?.remaining).toBe(granted);
});

test('[SY-14] a server that was put back without saying so: a locked tablet sees it by its own numbers', async () => {
  const made = await ready();
  const { server, tablet } = made;
  await tablet.record('entry.record', help);
  await settled(tablet);
  const backup = server.backup();
  for (let i = 0; i < 2; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  server.restore(backup);
  expect(outcomes(made)).toEqual(['applied']);
  tablet.lock();
  await tablet.syncNow();
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied']);
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
});

/** Heals under a crash at the given step; false when it was over before that step. */
async function crashAndHeal(at: number): Promise<boolean> {
  const made = await lostHistory();
  const { bench, tablet, server } = made;
  const crash = new CrashPoint(at);
  crash.watchLine(server);
  try {
    await tablet.syncNow();
    await until(() => tablet.state.getState().sync.phase !== 'syncing');
  } finally {
    crash.end();
  }
  bench.powerOff();
  const again = await bench.unlockedTab();
  await settled(again);
  await settled(again);
  await expectHealed(made, again);
  bench.powerOff();
  return crash.steps >= at;
}

test('[SY-14] a crash at any step of healing loses nothing and counts nothing twice', async () => {
  let at = 1;
  while (await crashAndHeal(at)) at += 2;
  expect(at).toBeGreaterThan(25);
}, 120_000);

test.each([
  ['in the same answer', 500],
  ['on a later page of the feed', 3],
])(
  '[SY-14] [SY-10] a reversal counts in the files although they were loaded before its entry was here again: it comes %s',
  async (_where, eventsMax) => {
    const { bench, clock, server, tablet } = await ready();
    const bench2 = await enrolledBench(server, clock);
    benches.push(bench2);
    const second = await bench2.unlockedTab(BO.id);
    await settled(second);
    const backup = server.backup();
    await second.record('entry.record', help);
    await settled(second);
    await settled(tablet);
    await tablet.record('entry.reverse', { household: 'XW-0001', entry: 'K7Q3-000001', reason: '记错了' });
    await settled(tablet);
    server.restore(backup);
    // The files come afresh; before the tablet's own ops get through, the other one brings the entry.
    for (let n = 2; n < 6; n++) server.publish({ type: 'card.replaced', household: 'XW-0005', n });
    bench.faults = ['none', ...Array<Fault>(20).fill('lost-request')];
    await tablet.syncNow();
    await until(async () => (await tablet.openFile('XW-0005'))?.file.card === 5);
    expect((await tablet.openFile('XW-0001'))?.file.entries.map((e) => e.id)).not.toContain('K7Q3-000001');
    for (let n = 6; n < 12; n++) server.publish({ type: 'card.replaced', household: 'XW-0005', n });
    await settled(second);
    server.eventsMax = eventsMax;
    bench.faults = [];
    await settled(tablet);
    const { allowances: _, ...stored } = server.files.get('XW-0001') ?? household(0);
    expect(stored.entries.map((e) => e.reverses)).toContain('K7Q3-000001');
    for (const one of [tablet, second]) {
      await settled(one);
      const { allowances: __, ...shown } = (await one.openFile('XW-0001'))?.file ?? household(0);
      expect(shown).toEqual(stored);
    }
  },
);

test('[SY-14] the second restore while the first heals is healed too', async () => {
  const made = await ready();
  const { server, tablet } = made;
  const backup = server.backup();
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  server.restoreAsBackup(backup);
  made.bench.faults = ['none', 'none', 'lost-answer'];
  await tablet.syncNow();
  server.restoreAsBackup(backup);
  await settled(tablet);
  await settled(tablet);
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied']);
  expect((await tablet.openFile('XW-0001'))?.file).toEqual(server.files.get('XW-0001'));
});

test('[SY-14] put back again while a device heals: what it said in one history is taken in no other, and said again', async () => {
  const made = await ready();
  const { bench, server, tablet } = made;
  const backup = server.backup();
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  server.restoreAsBackup(backup);
  const again = {
    changed: (answer: unknown) => {
      server.restoreAsBackup(backup);
      return answer;
    },
  };
  // Behind the question for the report, and behind the answer to it.
  bench.faults = [again, 'none', again];
  await settled(tablet);
  expect(server.late).toBe(2);
  expect(server.devices.get(DEVICE)?.lost).toEqual({ judged: 3, head: 3 });
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied']);
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
});

/** Old ops of each kind, all in a confirmed backup; `days` pass. */
async function oldOps(days: number): Promise<Scene & { tablet: ClosableTablet }> {
  const made = await ready();
  const { clock, server, tablet } = made;
  await tablet.record('entry.record', help);
  await tablet.record('entry.record', tidy);
  await tablet.record('entry.record', { ...tidy, points: 3 });
  await tablet.record('redemption.record', { ...goods(500), mode: 'online' });
  await tablet.record('entry.record', help);
  await settled(tablet);
  const device = server.devices.get(DEVICE);
  if (device) device.kept = 4;
  clock.wall += days * DAY_MS;
  await settled(tablet);
  return made;
}

const seqs = async (tablet: ClosableTablet) => (await tablet.tray(50)).map((item) => Number(item.ref.slice(-6))).sort();

test('[SY-14] applied ops are forgotten after 30 days in a confirmed backup; held, refused and newer ones stay', async () => {
  const { bench, server, tablet } = await oldOps(31);
  expect(await seqs(tablet)).toEqual([3, 4, 5]);
  for (const [code, stored] of server.files) expect((await tablet.openFile(code))?.file).toEqual(stored);
  // Recording and pushing go on behind the place that was forgotten.
  await tablet.record('entry.record', help);
  await settled(tablet);
  expect(server.devices.get(DEVICE)?.log).toHaveLength(6);
  bench.powerOff();
  const again = await bench.unlockedTab();
  await settled(again);
  expect(again.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
});

test('[SY-13] [SY-14] a server that places the fork among forgotten ops is not followed there', async () => {
  const { bench, tablet } = await oldOps(31);
  bench.faults = [{ changed: (body) => ({ ...body, high: 99 }) }, { answer: Response.json({ common: 1 }) }];
  await tablet.syncNow();
  await until(() => tablet.state.getState().sync.phase !== 'syncing');
  const { sync, device } = tablet.state.getState();
  expect({ problem: sync.problem, device: device?.id, left: bench.faults }).toEqual({
    problem: 'fork',
    device: DEVICE,
    left: [],
  });
  expect(await seqs(tablet)).toEqual([3, 4, 5]);
});

test('[SY-14] nothing is forgotten within 30 days, nor what no confirmed backup has, nor what the files do not count', async () => {
  expect(await seqs((await oldOps(29)).tablet)).toEqual([1, 2, 3, 4, 5]);
  const { bench, clock, server, tablet } = await ready();
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  tablet.lock();
  const device = server.devices.get(DEVICE);
  if (device) device.kept = 3;
  clock.wall += 60 * DAY_MS;
  await tablet.syncNow();
  const db = await journalOf(bench);
  expect(await db.ops.count()).toBe(3);
  db.close();
});

test('[SY-14] [SY-7] a clock that is a year ahead makes nothing old: the server’s clock decides', async () => {
  const { clock, server, tablet } = await ready();
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  const device = server.devices.get(DEVICE);
  if (device) device.kept = 3;
  const { wall } = clock;
  Object.assign(server, { now: () => wall });
  clock.wall += 365 * DAY_MS;
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([1, 2, 3]);
  Object.assign(server, { now: () => clock.wall });
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([3]);
});

test('[SY-14] [SY-7] a clock that jumped makes nothing old: 30 days begin when the server has said what became of an op', async () => {
  const { clock, server, tablet } = await ready();
  // The server measures the clock after the jump, and corrects what was recorded before it by a year.
  server.shiftMs = -365 * DAY_MS;
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  const device = server.devices.get(DEVICE);
  if (device) device.kept = 3;
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([1, 2, 3]);
  clock.wall += 31 * DAY_MS;
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([3]);
});

test('[SY-14] a device that the server forgot presents its certificate and brings everything again', async () => {
  const made = await ready();
  const { server, tablet } = made;
  const backup = server.backup();
  for (let i = 0; i < 3; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  server.restoreAsBackup(backup);
  server.forget(DEVICE);
  await settled(tablet);
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied']);
  expect(server.requests.filter((path) => path === '/api/device/readmit')).toHaveLength(1);
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
  // Refused, that is said in words, and nothing is lost.
  server.devices.delete(DEVICE);
  Object.assign(server, { forgotten: new Map() });
  await tablet.syncNow();
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'device-unknown' });
  expect(server.requests.filter((path) => path === '/api/device/readmit')).toHaveLength(2);
});

test('[SY-14] a backup older than what was forgotten: said in words, nothing is lost on the device, a newer one heals it', async () => {
  const made = await ready();
  const { clock, server, tablet } = made;
  const tooOld = server.backup();
  for (let i = 0; i < 4; i++) await tablet.record('entry.record', help);
  await settled(tablet);
  const newer = server.backup();
  const device = server.devices.get(DEVICE);
  if (device) device.kept = 3;
  clock.wall += 31 * DAY_MS;
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([4]);
  server.restoreAsBackup(tooOld);
  await tablet.record('card.replace', { household: 'XW-0002', n: 2, reason: '丢失' });
  await tablet.syncNow();
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'failing', problem: 'history-gone', unsent: 1 });
  expect(await seqs(tablet)).toEqual([4, 5]);
  server.restoreAsBackup(newer);
  await settled(tablet);
  await settled(tablet);
  expect(outcomes(made)).toEqual(['applied', 'applied', 'applied', 'applied', 'applied']);
  expect(tablet.state.getState().sync).toMatchObject({ phase: 'idle', unsent: 0 });
});

test('[SY-14] [SY-5] a Case that was decided otherwise while the device was away is told anew', async () => {
  const { bench, server, tablet } = await ready();
  const ref = `${DEVICE}-000002`;
  await tablet.record('entry.record', tidy);
  await tablet.record('entry.record', { ...tidy, points: 3 });
  await settled(tablet);
  const backup = server.backup();
  server.decideCase(ref, 'accept');
  await tablet.syncNow();
  await tablet.markNoticesSeen();
  expect((await tablet.tray(1))[0]).toMatchObject({ ref, decided: { decision: 'accept' } });
  bench.online = false;
  server.restoreAsBackup(backup);
  server.decideCase(ref, 'reject');
  bench.online = true;
  await settled(tablet);
  expect((await tablet.tray(1))[0]).toMatchObject({ ref, decided: { decision: 'reject' } });
  expect(tablet.state.getState().notices).toMatchObject([{ id: ref, decided: { decision: 'reject' }, seen: false }]);
  expect(tablet.state.getState().sync.waiting).toBe(0);
});

test('[SY-14] [SY-5] a Case is open again after a restore; when it is decided anew, and otherwise, that is told anew', async () => {
  const { server, tablet } = await ready();
  const backup = server.backup();
  const ref = `${DEVICE}-000002`;
  await tablet.record('entry.record', tidy);
  await tablet.record('entry.record', { ...tidy, points: 3 });
  await settled(tablet);
  server.decideCase(ref, 'accept');
  await tablet.syncNow();
  await tablet.markNoticesSeen();
  expect((await tablet.tray(1))[0]).toMatchObject({ ref, decided: { decision: 'accept' } });
  server.restoreAsBackup(backup);
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.tray(1))[0]).toMatchObject({ ref, verdict: { outcome: 'held' } });
  expect((await tablet.tray(1))[0]?.decided).toBeUndefined();
  expect(tablet.state.getState().sync.waiting).toBe(1);
  server.decideCase(ref, 'reject');
  await tablet.syncNow();
  expect((await tablet.tray(1))[0]).toMatchObject({ ref, decided: { decision: 'reject' } });
  expect(tablet.state.getState().notices).toMatchObject([{ id: ref, decided: { decision: 'reject' }, seen: false }]);
  // The same once more tells nobody anything new.
  await tablet.markNoticesSeen();
  server.publish({ type: 'case.decided', case: ref, decision: 'reject', by: 'u-office', at: 1 }, undefined, [DEVICE]);
  await tablet.syncNow();
  expect(tablet.state.getState().notices).toMatchObject([{ id: ref, seen: true }]);
});

test('[SY-14] [AL-1] a redemption that draws on a right is not forgotten while it stands: a void after months gives back what it drew', async () => {
  const { clock, server, tablet } = await ready();
  await tablet.setCarrying(true);
  await settled(tablet);
  await tablet.record('redemption.record', { ...goods(8), mode: 'allowance' });
  await tablet.record('entry.record', help);
  await tablet.record('entry.record', help);
  await settled(tablet);
  Object.assign(server.devices.get(DEVICE) ?? {}, { kept: 3 });
  clock.wall += 60 * DAY_MS;
  await settled(tablet);
  expect(await seqs(tablet)).toEqual([1, 3]);
  const before = (await tablet.openFile('XW-0001'))?.remaining ?? 0;
  const redemption = `${DEVICE}-000001`;
  server.publish({ type: 'redemption.voided', household: 'XW-0001', redemption, ref: '0FFC-000001', reason: '退' });
  await settled(tablet);
  const view = await tablet.openFile('XW-0001');
  expect(view?.remaining).toBe(before + 8);
  expect(view?.remaining).toBe(view && remainingOf(view.file, DEVICE));
});
