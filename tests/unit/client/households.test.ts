/** Households that become others while a tablet works (CF-09): what it shows, finds and lets go. */
import { afterEach, describe, expect, test } from 'vitest';
import { gridWeek } from '../../../src/client/features/home/gridWeek.ts';
import { readCard } from '../../../src/client/features/household/cardReading.ts';
import type { DomainEvent } from '../../../src/domain/event.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { type Bench, readyScene } from './support/bench.ts';
import type { ReferenceServer } from './support/referenceServer.ts';
import { household, MONDAY, MONDAY_MS, PINS } from './support/village.ts';

const A = 'XW-0001';
const B = 'XW-0003';

const benches: Bench[] = [];
afterEach(() => {
  for (const bench of benches.splice(0)) bench.powerOff();
});

async function ready() {
  const made = await readyScene([1, 2, 3, 4, 5].map((n) => household(n)));
  benches.push(made.bench);
  return made;
}

const help = { household: A, rule: 'GY-01', date: MONDAY, quantity: 1, points: 2, member: 'm1' };

/** What the office's merge makes, as the server's feed tells it. */
function merge(server: ReferenceServer, household = A, into = B): void {
  const said = { ref: '0FFC-000001', by: 'office', at: MONDAY_MS, reason: '同一户' };
  server.publish({ type: 'household.merged', household, into, members: { m1: '0FFC-000001-1' }, ...said });
  const move = { type: 'points.moved' as const, id: 'M000000001', points: 20, earned: 20 };
  server.publish({ ...move, household, with: into, points: -20, earned: -20 });
  server.publish({ ...move, household: into, with: household });
}

function moveEvent(household: string, village: string, grid: string, ref = '0FFC-000002'): DomainEvent {
  const at = MONDAY_MS;
  return {
    type: 'household.moved',
    household,
    ref,
    village,
    grid,
    naturalVillage: '',
    by: 'office',
    at,
    reason: '搬家',
  };
}

describe('[CF-09] merged', () => {
  test('a pending deed is shown where it was recorded, and once judged at the successor, once', async () => {
    const { server, bench, tablet } = await ready();
    bench.online = false;
    const saved = await tablet.record('entry.record', help);
    const ref = saved.ok ? saved.ref : '';
    expect((await tablet.openFile(A))?.pending.has(ref)).toBe(true);
    expect((await tablet.openFile(A))?.points.earned).toBe(22);
    merge(server);
    bench.online = true;
    await tablet.syncNow();
    const [before, after] = [await tablet.openFile(A), await tablet.openFile(B)];
    expect(before?.points.earned).toBe(0);
    expect(before?.pending.size).toBe(0);
    expect(after?.file.entries.filter((e) => e.id === ref)).toMatchObject([{ member: '0FFC-000001-1' }]);
    expect(after?.points.earned).toBe(42);
    expect((await tablet.tray(1))[0]).toMatchObject({
      household: B,
      verdict: { outcome: 'applied', code: 'followed', params: { to: B } },
    });
    await tablet.syncNow();
    expect((await tablet.openFile(B))?.points.earned).toBe(42);
    expect(server.files.get(B)?.entries).toHaveLength(2);
  });

  test('[SY-10] judged while locked: after unlocking offline the successor’s file and line have it already', async () => {
    const { server, bench, tablet } = await ready();
    await tablet.syncNow();
    merge(server);
    // The feed brings the merge; what was recorded in another tab before is pushed without a look at the cache.
    bench.online = false;
    const saved = await tablet.record('entry.record', help);
    const ref = saved.ok ? saved.ref : '';
    tablet.lock();
    bench.online = true;
    await tablet.syncNow();
    bench.online = false;
    expect(await tablet.unlock('u-anne', PINS['u-anne'] ?? '')).toBe('ok');
    const view = await tablet.openFile(B);
    expect(view?.file.entries.map((e) => e.id)).toContain(ref);
    expect((await tablet.openFile(A))?.file.entries.map((e) => e.id)).not.toContain(ref);
    expect(tablet.directory().find((row) => row.code === B)?.earned).toBe(22);
    bench.online = true;
    await tablet.syncNow();
    expect((await tablet.openFile(B))?.file.entries.filter((e) => e.id === ref)).toHaveLength(1);
    expect((await tablet.openFile(B))?.points.earned).toBe(42);
  });

  test('it is found and says what it became; nobody waits for it this week; its typed code opens the successor', async () => {
    const { server, tablet } = await ready();
    merge(server);
    await tablet.syncNow();
    const [row] = tablet.search('0001', 5);
    expect(row).toMatchObject({ code: A, ended: 'merged', into: B, earned: 0 });
    const week = gridWeek(tablet.directory(), ['XW-G1'], MONDAY);
    expect(week.open.map((one) => one.code)).toEqual([B, 'XW-0005']);
    const { catalogue } = tablet.state.getState();
    if (!catalogue) throw new Error('no catalogue');
    const reading = await readCard({ text: A, format: 'typed' }, { catalogue, directory: tablet.directory() });
    expect(reading).toEqual({ kind: 'open', household: B, mark: 'merged' });
  });

  test('merged again and again, its code opens the last one', async () => {
    const { server, tablet } = await ready();
    merge(server);
    const said = { ref: '0FFC-000009', by: 'office', at: MONDAY_MS, reason: '并户', members: {} };
    server.publish({ type: 'household.merged', household: B, into: 'XW-0005', ...said });
    await tablet.syncNow();
    const { catalogue } = tablet.state.getState();
    if (!catalogue) throw new Error('no catalogue');
    const reading = await readCard({ text: A, format: 'typed' }, { catalogue, directory: tablet.directory() });
    expect(reading).toMatchObject({ household: 'XW-0005', mark: 'merged' });
  });
});

test('[CF-09] closed: it is found, says so, and nobody waits for it', async () => {
  const { server, tablet } = await ready();
  const said = { ref: '0FFC-000003', by: 'office', at: MONDAY_MS, reason: '迁走' };
  server.publish({ type: 'household.closed', household: A, ...said });
  await tablet.syncNow();
  expect(tablet.search('0001', 5)[0]).toMatchObject({ code: A, ended: 'closed' });
  expect(gridWeek(tablet.directory(), ['XW-G1'], MONDAY).open.map((one) => one.code)).not.toContain(A);
  const saved = await tablet.record('entry.record', help);
  expect(saved).toMatchObject({ ok: true, preview: { outcome: 'held', code: 'household_closed' } });
});

describe('[CF-09] moved', () => {
  test('out of the scope: file and line go, also after a restart; what was recorded stays in the tray', async () => {
    const { server, bench, tablet } = await ready();
    bench.online = false;
    const saved = await tablet.record('entry.record', help);
    server.publish(moveEvent(A, '大罗村', 'DL-G1'));
    bench.online = true;
    await tablet.syncNow();
    expect(await tablet.openFile(A)).toBeUndefined();
    expect(tablet.search('0001', 5)).toEqual([]);
    expect(tablet.directory().map((row) => row.code)).not.toContain(A);
    expect((await tablet.tray(1))[0]).toMatchObject({ ref: saved.ok ? saved.ref : '', household: A });
    bench.powerOff();
    const again = await bench.unlockedTab();
    expect(await again.openFile(A)).toBeUndefined();
    expect(again.directory()).toHaveLength(4);
  });

  test('into the scope: the whole file comes, with all that happened elsewhere', async () => {
    const { server, tablet } = await ready();
    const there: HouseholdFile = { ...household(9, 7), village: '大罗村', grid: 'DL-G1' };
    server.files.set(there.code, there);
    server.publish(moveEvent(there.code, '下湾村', 'XW-G1'));
    await tablet.syncNow();
    const view = await tablet.openFile(there.code);
    expect(view?.points.earned).toBe(7);
    expect(view?.file).toMatchObject({ village: '下湾村', grid: 'XW-G1' });
    expect(tablet.search('0009', 5)[0]).toMatchObject({ code: there.code, grid: 'XW-G1' });
  });

  test('out and back: it is here again, whole', async () => {
    const { server, tablet } = await ready();
    server.publish(moveEvent(A, '大罗村', 'DL-G1'));
    await tablet.syncNow();
    expect(await tablet.openFile(A)).toBeUndefined();
    server.publish(moveEvent(A, '下湾村', 'XW-G2', '0FFC-000003'));
    await tablet.syncNow();
    expect((await tablet.openFile(A))?.points.earned).toBe(20);
    expect(tablet.search('0001', 5)[0]).toMatchObject({ grid: 'XW-G2' });
  });
});
