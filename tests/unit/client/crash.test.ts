import { expect, test } from 'vitest';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { pointsOf, remainingOf } from '../../../src/domain/points.ts';
import { readyScene, type Scene, settled, until } from './support/bench.ts';
import { CrashPoint } from './support/crash.ts';
import { household, MONDAY } from './support/village.ts';

const DEVICE = 'K7Q2';
const tidy = { rule: 'RJ-01', date: MONDAY, quantity: 1, points: 2 };
const help = { rule: 'GY-01', date: MONDAY, quantity: 1, points: 2 };

/** A tablet that has rights, own ops of every outcome, and news waiting for it. */
async function busyScene(): Promise<Scene & { tablet: ClosableTablet }> {
  const made = await readyScene();
  const { bench, server, tablet } = made;
  await tablet.setCarrying(true);
  await settled(tablet);
  const lines = [{ sku: 'SP-001', quantity: 1, price: 7 }];
  await tablet.record('redemption.record', { household: 'XW-0005', lines, points: 7, mode: 'allowance' });
  await settled(tablet);
  bench.online = false;
  await tablet.record('entry.record', { ...help, household: 'XW-0001' });
  await tablet.record('entry.record', { ...tidy, household: 'XW-0003' });
  await tablet.record('redemption.record', { household: 'XW-0001', lines, points: 7, mode: 'allowance' });
  const phone = { field: 'phone' as const, value: '13800009999', was: household(5).base.phone };
  await tablet.record('household.edit', { household: 'XW-0005', set: [phone] });
  await tablet.record('entry.reverse', { household: 'XW-0001', entry: `${DEVICE}-000002`, reason: '撤销' });
  // Somebody else was faster with the weekly score: the own one will be held.
  const other = { id: 'ZZZZ-000001', ...tidy, by: 'u-bo', at: 9, status: 'approved' as const };
  server.publish({ type: 'entry.recorded', household: 'XW-0003', entry: other }, 'ZZZZ');
  server.publish({ type: 'card.replaced', household: 'XW-0002', n: 2 }, 'ZZZZ');
  // The office takes a redemption of this device back: its points return to the allowance, once.
  const redemption = `${DEVICE}-000001`;
  server.publish(
    { type: 'redemption.voided', household: 'XW-0005', redemption, ref: 'ZZZZ-000003', reason: '退货' },
    'ZZZZ',
  );
  // More points became free: the device's allowance grows with the next sync.
  const more = { ...other, id: 'ZZZZ-000002', rule: 'XY-01', points: 5 };
  server.publish({ type: 'entry.recorded', household: 'XW-0001', entry: more }, 'ZZZZ');
  bench.online = true;
  return made;
}

async function expectConverged({ server }: Scene, tablet: ClosableTablet): Promise<void> {
  const device = server.devices.get(DEVICE);
  expect(device?.log).toHaveLength(6);
  expect(device?.log.map((l) => l.verdict.outcome)).toEqual([
    'applied',
    'applied',
    'held',
    'applied',
    'applied',
    'applied',
  ]);
  for (const [code, stored] of server.files) {
    const view = await tablet.openFile(code);
    expect(view?.file).toEqual(stored);
    expect(view?.points).toEqual(pointsOf(stored));
    expect(view?.remaining).toBe(remainingOf(stored, DEVICE));
    expect(view?.pending.size).toBe(0);
    expect(tablet.directory().find((r) => r.code === code)).toMatchObject({
      earned: pointsOf(stored).earned,
      card: stored.card,
    });
  }
  expect(server.overspent()).toEqual([]);
  const { sync, notices } = tablet.state.getState();
  expect(sync).toMatchObject({ phase: 'idle', unsent: 0, waiting: 1 });
  expect(notices).toMatchObject([{ kind: 'case', id: `${DEVICE}-000003`, mine: true }]);
}

/** Syncs under a crash at the given step, then starts the app again; false when the sync ended before that step. */
async function crashAndRecover(at: number): Promise<boolean> {
  const made = await busyScene();
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
  await expectConverged(made, again);
  bench.powerOff();
  return crash.steps >= at;
}

test('[SY-10] a sync that nothing interrupts converges', async () => {
  expect(await crashAndRecover(Number.POSITIVE_INFINITY)).toBe(false);
});

test('[SY-4][SY-10] a crash at any step of a sync loses nothing and counts nothing twice', async () => {
  let at = 1;
  while (await crashAndRecover(at)) at++;
  // Enough steps were tried: journal and cache each have several.
  expect(at).toBeGreaterThan(30);
}, 120_000);
