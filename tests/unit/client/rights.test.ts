/** What a tablet makes of rights that were written off, of cards that were replaced, and of a redemption that was repriced. */
import { afterEach, expect, test } from 'vitest';
import { type Bench, readyScene, settled } from './support/bench.ts';
import { household } from './support/village.ts';

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

/** A tablet that has taken 20 points of the household along. */
async function carrying() {
  const made = await readyScene();
  opened = made.bench;
  await made.tablet.setCarrying(true);
  await settled(made.tablet);
  return made;
}

const H = 'XW-0001';
const buy = (points: number, card?: number) => ({
  household: H,
  lines: [{ sku: 'SP-001', quantity: 1, price: points }],
  points,
  mode: 'allowance' as const,
  ...(card === undefined ? {} : { card }),
});

test('[AL-5][CF-13] a write-off ends what the tablet may spend; what it had spent stands, and is told apart once honoured', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  expect(await tablet.record('redemption.record', buy(15))).toMatchObject({ ok: true, ref: 'K7Q2-000001' });
  // It goes home: the 5 that are left are returned, and only this tablet knows yet.
  await tablet.setCarrying(false);
  server.publish({ type: 'allowance.set', device: 'K7Q2', lines: [[H, 20, 0, 20]] });
  bench.online = true;
  await settled(tablet);
  const after = await tablet.openFile(H);
  expect(after?.remaining).toBe(0);
  expect(after?.points).toMatchObject({ redeemed: 15 });
  // Never less than nothing: what is free is what the server says, not more.
  expect(after?.points.allotted).toBeGreaterThanOrEqual(0);
  expect(await tablet.record('redemption.record', buy(1))).toMatchObject({
    ok: false,
    verdict: { code: 'over_allowance', params: { points: 1, remaining: 0 } },
  });
  // The server honours 15 and 5 by a grant of the same size: both sides agree on nothing being left.
  server.publish({ type: 'allowance.set', device: 'K7Q2', lines: [[H, 40, 5, 20]] });
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(0);
  // It goes out again: what is granted anew is what it may spend.
  await tablet.setCarrying(true);
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(5);
});

test('[AL-5][CF-16] what it holds for a household that it may not see is told with the load, and comes back', async () => {
  const granted = { granted: 8, returned: 0 };
  const elsewhere = { ...household(9), village: '大罗村', grid: 'DL-G1', allowances: { K7Q2: granted } };
  const { bench, server, tablet } = await readyScene([household(1), elsewhere]);
  opened = bench;
  await settled(tablet);
  expect(await tablet.openFile('XW-0009')).toBeUndefined();
  expect(server.files.get('XW-0009')?.allowances).toEqual({ K7Q2: { granted: 8, returned: 8 } });
});

test('[AL-1][CF-09] what somebody takes back of its redemptions where it does not work any more comes back, also after a fresh load', async () => {
  const { bench, server, tablet } = await carrying();
  for (const points of [4, 5, 6]) await tablet.record('redemption.record', buy(points));
  await tablet.setCarrying(false);
  await settled(tablet);
  const away = { village: '大罗村', grid: 'DL-G1', naturalVillage: '' };
  const said = { by: 'office', at: 1, reason: '搬家' };
  server.publish({ type: 'household.moved', household: H, ref: '0FFC-000001', ...away, ...said });
  await tablet.syncNow();
  const voided = (n: number) =>
    server.publish({ type: 'redemption.voided', household: H, redemption: `K7Q2-00000${n}`, ref: 'x', reason: '退' });
  voided(1);
  await tablet.syncNow();
  await settled(tablet);
  expect(await tablet.openFile(H)).toBeUndefined();
  expect(server.files.get(H)?.allowances).toEqual({ K7Q2: { granted: 20, returned: 5 + 4 } });
  bench.powerOff();
  voided(2);
  bench.disk.deleteDatabase('test-cache');
  await settled(await bench.unlockedTab());
  expect(server.files.get(H)?.allowances).toEqual({ K7Q2: { granted: 20, returned: 5 + 4 + 5 } });
});

test('[CF-15] a tablet that knows of the new card refuses the old one for goods, and takes deeds with it', async () => {
  const { server, tablet } = await carrying();
  server.publish({ type: 'card.replaced', household: H, n: 2 });
  await tablet.syncNow();
  await settled(tablet);
  expect(await tablet.record('redemption.record', buy(5, 1))).toMatchObject({
    ok: false,
    verdict: { outcome: 'held', code: 'old_card_redemption', params: { oldCard: 1 } },
  });
  expect(await tablet.record('redemption.record', { ...buy(5, 1), mode: 'online' })).toMatchObject({
    ok: false,
    verdict: { outcome: 'refused', code: 'card_replaced' },
  });
  const deed = { household: H, rule: 'GY-01', date: '2026-11-23', quantity: 1, points: 2, card: 1 };
  expect(await tablet.record('entry.record', deed)).toMatchObject({ ok: true, preview: { code: 'old_card' } });
  expect(await tablet.record('redemption.record', buy(5, 2))).toMatchObject({ ok: true });
});

test('[CF-15] a tablet that does not know: held, the points stay reserved, a rejection gives them back', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  expect(await tablet.record('redemption.record', buy(15, 1))).toMatchObject({ ok: true });
  server.publish({ type: 'card.replaced', household: H, n: 2 });
  bench.online = true;
  await settled(tablet);
  const held = await tablet.openFile(H);
  expect(held?.held.get('K7Q2-000001')?.code).toBe('old_card_redemption');
  expect(held?.remaining).toBe(5);
  server.decideCase('K7Q2-000001', 'reject');
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(20);
});

test('[CF-14] let count at other prices, the redemption draws what it then costs; heard again it changes nothing', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  expect(await tablet.record('redemption.record', buy(15, 1))).toMatchObject({ ok: true });
  server.publish({ type: 'card.replaced', household: H, n: 2 });
  bench.online = true;
  await settled(tablet);
  const redemption = { id: 'K7Q2-000001', ...buy(12), by: 'u-anne', at: 1, date: '2026-11-23', oldCard: 1 };
  const { household: _h, ...fact } = redemption;
  const counted = { type: 'redemption.recorded', household: H, redemption: fact } as const;
  server.publish(counted);
  server.publish({ type: 'case.decided', case: 'K7Q2-000001', decision: 'reprice', by: 'u-office', at: 2 }, undefined, [
    'K7Q2',
  ]);
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(8);
  server.publish(counted);
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(8);
  expect((await tablet.openFile(H))?.points.redeemed).toBe(12);
  // Voided in the end: everything is back.
  server.publish({
    type: 'redemption.voided',
    household: H,
    redemption: 'K7Q2-000001',
    ref: '0FFC-000001',
    reason: '退',
  });
  await tablet.syncNow();
  await settled(tablet);
  expect((await tablet.openFile(H))?.remaining).toBe(20);
});
