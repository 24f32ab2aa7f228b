/** Prices that are published ahead, on a device that may have been offline for days when they begin (CF-14). */
import { afterEach, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../src/protocol/catalogue.ts';
import { catalogueAt, nextChangeAfter } from '../../../src/protocol/catalogueAt.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';
import { catalogue } from './support/village.ts';

const DAY_MS = 86_400_000;
const H = 'XW-0001';
/** Wednesday 00:00 in Shanghai. */
const WEDNESDAY_MS = Date.parse('2026-11-24T16:00:00Z');
const RICE = { sku: 'rice', barcode: '', name: '大米', spec: '5kg', category: '粮油', price: 5, active: true };
const coming = [
  { sku: 'rice', price: 9, from: WEDNESDAY_MS + 7 * DAY_MS },
  { sku: 'rice', price: 8, from: WEDNESDAY_MS },
];
const priced: Catalogue = { ...catalogue([]), goods: [RICE, { ...RICE, sku: 'salt', price: 1 }], comingPrices: coming };

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

describe('a catalogue and the clock', () => {
  test('[CF-14] each price takes the place of the one before it when its day begins', () => {
    const prices = (at: number) => catalogueAt(priced, at).goods.map((one) => one.price);
    expect([WEDNESDAY_MS - 1, WEDNESDAY_MS, WEDNESDAY_MS + 7 * DAY_MS].map(prices)).toEqual([
      [5, 1],
      [8, 1],
      [9, 1],
    ]);
    const last = catalogueAt(priced, WEDNESDAY_MS + 7 * DAY_MS);
    expect(last.comingPrices).toBeUndefined();
    expect(last.pastPrices).toEqual([
      { sku: 'rice', price: 5, until: WEDNESDAY_MS },
      { sku: 'rice', price: 8, until: WEDNESDAY_MS + 7 * DAY_MS },
    ]);
    expect([priced, catalogueAt(priced, WEDNESDAY_MS), last].map((one) => nextChangeAfter(one, 0))).toEqual([
      WEDNESDAY_MS,
      WEDNESDAY_MS + 7 * DAY_MS,
      undefined,
    ]);
  });

  test('is the same object while nothing begins: screens compare it', () => {
    expect(catalogueAt(priced, WEDNESDAY_MS - 1)).toBe(priced);
    expect(catalogueAt(priced, WEDNESDAY_MS)).toBe(catalogueAt(priced, WEDNESDAY_MS + 1));
    // A clock that was put back shows what it showed.
    expect(catalogueAt(priced, WEDNESDAY_MS - 1)).toBe(priced);
  });
});

/** A tablet that knows of the prices and took 20 points of the household along, five minutes before the first one begins. */
async function scene(slowMs = 0) {
  const made = await readyScene();
  opened = made.bench;
  const { server, tablet, bench } = made;
  server.market = { goods: [RICE], comingPrices: coming };
  server.catalogueVersion = 2;
  await tablet.setCarrying(true);
  await settled(tablet);
  bench.slowMs = slowMs;
  bench.clock.wall = WEDNESDAY_MS - 300_000;
  await tablet.syncNow();
  await settled(tablet);
  bench.online = false;
  const price = () => tablet.state.getState().catalogue?.goods[0]?.price;
  const buy = (one: number) =>
    tablet.record('redemption.record', {
      household: H,
      lines: [{ sku: 'rice', quantity: 1, price: one }],
      points: one,
      mode: 'allowance',
    });
  return { ...made, price, buy };
}

describe('a device offline', () => {
  test('[CF-14] shows and takes the new price once its day has begun, without anybody doing anything', async () => {
    const { bench, price, buy, tablet } = await scene();
    expect(price()).toBe(5);
    expect(await buy(8)).toMatchObject({ ok: false, verdict: { code: 'price_changed' } });
    bench.clock.pass(300_000);
    expect(price()).toBe(8);
    expect(await buy(8)).toMatchObject({ ok: true });
    // The old one is good for a few days more.
    expect(await buy(5)).toMatchObject({ ok: true });
    // A week in which nobody looked: the next try to sync shows what is in force by then.
    bench.clock.wall += 7 * DAY_MS + 1;
    await tablet.syncNow();
    expect(price()).toBe(9);
    expect(await buy(5)).toMatchObject({ ok: false, verdict: { code: 'price_changed' } });
  });

  test('[CF-14] [SY-7] whose clock is a day slow goes by the server’s', async () => {
    const { bench, price, buy } = await scene(DAY_MS);
    expect(price()).toBe(5);
    bench.clock.pass(300_000);
    expect(price()).toBe(8);
    expect(bench.deps().now()).toBe(WEDNESDAY_MS - DAY_MS);
    expect(await buy(8)).toMatchObject({ ok: true });
  });

  test('[CF-14] that is opened again after the day knows the new price', async () => {
    const { bench, price, tablet } = await scene();
    bench.powerOff();
    bench.clock.wall = WEDNESDAY_MS;
    expect(price()).toBe(5);
    const again = await bench.unlockedTab();
    expect(again).not.toBe(tablet);
    expect(again.state.getState().catalogue?.goods).toMatchObject([{ price: 8 }]);
  });
});
