import { afterEach, expect, test } from 'vitest';
import { pointsOf, remainingOf } from '../../../src/domain/points.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';
import { household } from './support/village.ts';

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

/** A tablet that has taken rights along: 20 points of each household of grid 1. */
async function carrying() {
  const made = await readyScene();
  opened = made.bench;
  await made.tablet.setCarrying(true);
  await settled(made.tablet);
  return made;
}

function spend(points: number, code = 'XW-0001') {
  const lines = [{ sku: 'SP-001', quantity: 1, price: points }];
  return { household: code, lines, points, mode: 'allowance' as const };
}

test('[AL-4] rights are taken along for the grid of the person, and for no other', async () => {
  const { server, tablet } = await carrying();
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(20);
  expect((await tablet.openFile('XW-0002'))?.remaining).toBe(0);
  expect(tablet.state.getState().carrying).toBe(true);
  expect(server.overspent()).toEqual([]);
});

test('[AL-3][CF-11] offline spending draws on the allowance, and ends with it', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  expect(await tablet.record('redemption.record', spend(15))).toMatchObject({ ok: true });
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(5);
  expect(await tablet.record('redemption.record', spend(6))).toMatchObject({
    ok: false,
    verdict: { code: 'over_allowance', params: { points: 6, remaining: 5 } },
  });
  expect(await tablet.record('redemption.record', spend(5))).toMatchObject({ ok: true });
  bench.powerOff();
  const again = await bench.unlockedTab();
  expect((await again.openFile('XW-0001'))?.remaining).toBe(0);
  expect((await again.openFile('XW-0001'))?.points.redeemed).toBe(20);
  bench.online = true;
  await settled(again);
  expect(server.devices.get('K7Q2')?.log.map((l) => l.verdict.outcome)).toEqual(['applied', 'applied']);
  expect((await again.openFile('XW-0001'))?.remaining).toBe(0);
  expect(server.overspent()).toEqual([]);
});

test('[AL-3] two tabs that spend at the same moment never spend more than the allowance', async () => {
  const { bench, server, tablet } = await carrying();
  const other = await bench.unlockedTab('u-bo');
  bench.online = false;
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, i) => (i % 2 ? tablet : other).record('redemption.record', spend(3))),
  );
  expect(results.filter((r) => r.ok)).toHaveLength(6);
  for (const result of results) {
    if (!result.ok) expect(result).toMatchObject({ verdict: { code: 'over_allowance' } });
  }
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(2);
  bench.online = true;
  await settled(tablet);
  const file = server.files.get('XW-0001') ?? household(1);
  expect(pointsOf(file).redeemed).toBe(18);
  expect(remainingOf(file, 'K7Q2')).toBe(2);
});

test('[AL-5] carrying no longer: every unspent right goes back at once, offline too, and arrives with the next sync', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  await tablet.record('redemption.record', spend(8));
  await tablet.setCarrying(false);
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(0);
  expect((await tablet.openFile('XW-0003'))?.remaining).toBe(0);
  expect(await tablet.record('redemption.record', spend(1))).toMatchObject({ ok: false });
  bench.online = true;
  await settled(tablet);
  for (const file of server.files.values()) expect(remainingOf(file, 'K7Q2')).toBe(0);
  expect((await tablet.openFile('XW-0001'))?.file).toEqual(server.files.get('XW-0001'));
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log).toHaveLength(2);
});

test('[AL-4] what the server asks back is returned with the next round', async () => {
  const { server, tablet } = await carrying();
  // Points were spent elsewhere against the device's target: it holds more than it should.
  const file = server.files.get('XW-0001') ?? household(1);
  server.publish({
    type: 'entry.recorded',
    household: 'XW-0001',
    entry: {
      ...household(1).entries[0],
      id: 'ZZZZ-000009',
      points: -5,
      status: 'approved',
    } as (typeof file.entries)[0],
  });
  await settled(tablet);
  const log = server.devices.get('K7Q2')?.log;
  expect(log?.map((l) => l.raw.body)).toEqual([{ lines: [['XW-0001', 5]] }]);
  const now = server.files.get('XW-0001') ?? household(1);
  expect(remainingOf(now, 'K7Q2')).toBe(15);
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(15);
});

test('a void gives the points back to the allowance, once', async () => {
  const { bench, server, tablet } = await carrying();
  const bought = await tablet.record('redemption.record', spend(12));
  const redemption = bought.ok ? bought.ref : '';
  await settled(tablet);
  bench.online = false;
  await tablet.record('redemption.void', { household: 'XW-0001', redemption, reason: '退货' });
  // Until the server has the void, the right stays spent.
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(8);
  bench.online = true;
  bench.faults = ['lost-answer'];
  await settled(tablet);
  await settled(tablet);
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(20);
  expect(remainingOf(server.files.get('XW-0001') ?? household(1), 'K7Q2')).toBe(20);
});

test('a redemption that the server refuses spends nothing', async () => {
  const { server, tablet } = await carrying();
  await tablet.record('redemption.record', spend(12));
  server.users = server.users.map((u) => ({ ...u, role: 'committee' as const }));
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log[0]?.verdict).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
  expect((await tablet.openFile('XW-0001'))?.remaining).toBe(20);
  expect(remainingOf(server.files.get('XW-0001') ?? household(1), 'K7Q2')).toBe(20);
});

test('[AL-1] a dropped cache takes no right with it and invents none', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  await tablet.record('redemption.record', spend(15));
  const device = server.devices.get('K7Q2');
  // The server gives another data key: what is sealed under the old one is lost.
  if (device) device.dataKey = btoa('x'.repeat(32)).replaceAll('=', '');
  bench.powerOff();
  bench.online = true;
  const again = await bench.tab();
  for (const pin of ['000000', '000000', '000000']) await again.unlock('u-anne', pin);
  expect(await again.unlock('u-bo', '246800')).toBe('ok');
  await settled(again);
  expect((await again.openFile('XW-0001'))?.remaining).toBe(5);
  expect(remainingOf(server.files.get('XW-0001') ?? household(1), 'K7Q2')).toBe(5);
});
