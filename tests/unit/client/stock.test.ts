/** The stock as a device shows it: the server's numbers, and its own doing on top of them (AL-6, SY-10). */
import { afterEach, expect, test } from 'vitest';
import type { ClosableTablet } from '../../../src/client/engine/createTablet.ts';
import { must } from '../../../src/domain/must.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { SHELF } from '../../../src/domain/stock.ts';
import { type Bench, readyScene, scene, settled, until } from './support/bench.ts';
import { ANNE, household } from './support/village.ts';

const RICE = 'SP-001';
let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

/** A tablet with rights for grid 1, in a village whose store has 20 pieces of rice; four are in the tablet's hands. */
async function carrying() {
  const made = await scene([household(1), household(3)]);
  opened = made.bench;
  const { server, bench } = made;
  server.stock = new Map([
    [`${SHELF} ${RICE}`, 20],
    [`K7Q2 ${RICE}`, 4],
  ]);
  const tablet = await bench.unlockedTab();
  await settled(tablet);
  await tablet.setCarrying(true);
  await settled(tablet);
  return { ...made, tablet };
}

function buy(quantity: number, mode: 'allowance' | 'online' = 'allowance'): OpBodies['redemption.record'] {
  return { household: 'XW-0001', lines: [{ sku: RICE, quantity, price: 1 }], points: quantity, mode };
}

/** What the screens would show: the shelf, and this tablet's hands. */
async function shown(tablet: ClosableTablet) {
  const view = must(await tablet.stock(), 'somebody is unlocked');
  return { store: view.store, shelf: view.shelf.get(RICE), hands: view.hands.get('K7Q2')?.get(RICE) };
}

test('[AL-6] a first load brings the stock, the feed what changes; goods that nobody keeps have no number', async () => {
  const { server, tablet } = await carrying();
  expect(await shown(tablet)).toEqual({ store: '下湾村', shelf: 20, hands: 4 });
  const { revision } = tablet.state.getState();
  server.setStock([
    [SHELF, RICE, 12],
    [SHELF, 'SP-002', 3],
  ]);
  await tablet.syncNow();
  expect(await shown(tablet)).toEqual({ store: '下湾村', shelf: 12, hands: 4 });
  // The screens look again, though no household changed.
  expect(tablet.state.getState().revision).toBeGreaterThan(revision);
  const view = must(await tablet.stock(), 'unlocked');
  expect(view.shelf.get('SP-002')).toBe(3);
  expect(view.shelf.has('SP-003')).toBe(false);
});

test('[AL-6] a redemption at the door takes out of the hands what they carry and the rest off the shelf, at once and without a connection', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  expect(await tablet.record('redemption.record', buy(3))).toMatchObject({ ok: true });
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 1 });
  expect(await tablet.record('redemption.record', buy(3))).toMatchObject({ ok: true });
  expect(await shown(tablet)).toMatchObject({ shelf: 18, hands: 0 });
  const lines = (await tablet.tray(2)).map(({ body }) => (body as OpBodies['redemption.record']).lines[0]);
  expect(lines).toEqual([
    { sku: RICE, quantity: 3, price: 1, hand: 1 },
    { sku: RICE, quantity: 3, price: 1, hand: 3 },
  ]);
  bench.online = true;
  await settled(tablet);
  expect(await shown(tablet)).toMatchObject({ shelf: 18, hands: 0 });
  expect(server.stock?.get(`${SHELF} ${RICE}`)).toBe(18);
});

test('[AL-6] a void of its own gives the pieces back where they came from, before the server has heard of it', async () => {
  const { bench, tablet } = await carrying();
  bench.online = false;
  const sale = await tablet.record('redemption.record', buy(5));
  expect(await shown(tablet)).toMatchObject({ shelf: 19, hands: 0 });
  const redemption = sale.ok ? sale.ref : '';
  expect(await tablet.record('redemption.void', { household: 'XW-0001', redemption, reason: '退' })).toMatchObject({
    ok: true,
  });
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 4 });
});

test('[AL-6] [SY-14] a void of a redemption that the device has forgotten gives back by the household’s file', async () => {
  const { bench, clock, server, tablet } = await carrying();
  await tablet.setCarrying(false);
  await settled(tablet);
  const sale = await tablet.record('redemption.record', buy(5, 'online'));
  const redemption = sale.ok ? sale.ref : '';
  await settled(tablet);
  await tablet.record('redemption.record', buy(1, 'online'));
  await settled(tablet);
  Object.assign(must(server.devices.get('K7Q2'), 'enrolled'), { kept: 9 });
  clock.wall += 31 * 86_400_000;
  await settled(tablet);
  expect((await tablet.tray(9)).map(({ ref }) => ref)).not.toContain(redemption);
  expect(await shown(tablet)).toMatchObject({ shelf: 18, hands: 0 });
  bench.online = false;
  expect(await tablet.record('redemption.void', { household: 'XW-0001', redemption, reason: '退' })).toMatchObject({
    ok: true,
  });
  expect(await shown(tablet)).toMatchObject({ shelf: 19, hands: 4 });
});

test('[AL-6] the store is the one of the device’s village, and where it sees several that of whoever works there', async () => {
  const { server, tablet } = await carrying();
  const villages = ['下湾村', '大罗村'].map((code) => ({ code, name: code }));
  Object.assign(server.market, { villages });
  server.catalogueVersion = 2;
  await tablet.syncNow();
  expect(await shown(tablet)).toMatchObject({ store: '下湾村', shelf: 20 });
  const { bench } = await scene([household(1)], [{ ...ANNE, role: 'town_admin', village: null }]);
  Object.assign(bench.server.market, { villages });
  const office = await bench.unlockedTab();
  await settled(office);
  expect(await office.stock()).toBeUndefined();
  bench.powerOff();
});

test('[AL-6] [SY-10] own doing is counted once, however the feed is cut into pages and wherever the line breaks', async () => {
  const { bench, server, tablet } = await carrying();
  server.eventsMax = 1;
  for (const fault of ['none', 'lost-answer', 'lost-request'] as const) {
    await tablet.record('redemption.record', buy(1));
    server.setStock([[SHELF, 'SP-002', 1]]);
    server.setStock([[SHELF, 'SP-002', 2]]);
    bench.faults = [fault];
    const before = await shown(tablet);
    await tablet.syncNow();
    expect(await shown(tablet)).toEqual(before);
    await settled(tablet);
    expect(await shown(tablet)).toEqual(before);
  }
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 1 });
  bench.powerOff();
  const again = await bench.unlockedTab();
  expect(await shown(again)).toMatchObject({ shelf: 20, hands: 1 });
});

test('[AL-6] [SY-10] between two pages of the feed an own op has its verdict, and the numbers may not count it yet', async () => {
  const { bench, server, tablet } = await carrying();
  server.eventsMax = 1;
  await tablet.record('redemption.record', buy(1));
  await tablet.record('redemption.record', buy(2));
  const [second] = await tablet.tray(1);
  server.refuses.add(second?.ref ?? '');
  server.setStock([[SHELF, 'SP-002', 1]]);
  server.setStock([[SHELF, 'SP-002', 2]]);
  // The first page comes, the second does not.
  bench.faults = ['none', 'lost-request'];
  await tablet.syncNow();
  expect((await tablet.tray(2)).map(({ verdict }) => verdict?.outcome)).toEqual(['refused', 'applied']);
  expect((await tablet.stock())?.shelf.get('SP-002')).toBe(1);
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 3 });
  await settled(tablet);
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 3 });
});

test('[AL-6] what the server refuses took nothing; an order that waits for its word has taken nothing yet', async () => {
  const { bench, server, tablet } = await carrying();
  bench.online = false;
  await tablet.record('redemption.record', buy(2, 'online'));
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 4 });
  await tablet.record('redemption.record', buy(2));
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 2 });
  const [last] = await tablet.tray(1);
  server.refuses.add(last?.ref ?? '');
  bench.online = true;
  await settled(tablet);
  // All points are rights of this tablet, so the first is refused too.
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 4 });
});

test('[AL-6] [SY-14] after a restore the stock is what the restored server says with what is pushed again', async () => {
  const { server, tablet } = await carrying();
  await tablet.record('redemption.record', buy(3));
  await settled(tablet);
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 1 });
  const device = must(server.devices.get('K7Q2'), 'enrolled');
  device.log = [];
  server.epoch = 'e2';
  server.stock?.set(`K7Q2 ${RICE}`, 4);
  await tablet.syncNow();
  await until(async () => (await shown(tablet)).hands === 1);
  await settled(tablet);
  expect(await shown(tablet)).toMatchObject({ shelf: 20, hands: 1 });
});

test('[AL-6] nobody sees the stock of a locked tablet; a village without one shows no numbers', async () => {
  const { bench, tablet } = await readyScene();
  opened = bench;
  expect(await shown(tablet)).toEqual({ store: '下湾村', shelf: undefined, hands: undefined });
  tablet.lock();
  expect(await tablet.stock()).toBeUndefined();
});
