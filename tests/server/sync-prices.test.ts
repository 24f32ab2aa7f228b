/** Prices that changed and cards that were replaced before a redemption came in (CF-14, CF-15), on a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, SHANGHAI_OFFSET_MINUTES, startOfDay } from '../../src/domain/calendar.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import type { PastPrice } from '../../src/domain/price.ts';
import type { GoodsResponse } from '../../src/protocol/officeStore.ts';
import { auditTown } from './support/auditTown.ts';
import { ask } from './support/officeScreen.tsx';
import { asConsole, carried, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { countersOf, townWithPoints } from './support/spending.ts';
import { casesOn, H, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const DAY_MS = 86_400_000;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => townWithPoints(stage.db));
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const row = (household = H) => countersOf(stage.db, household);
const counter = async () => {
  const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  await shop.syncAll();
  return shop;
};
const goods = (price: number, sku = 'rice') => ({
  ...{ sku, barcode: '', name: '大米', spec: '5kg', category: '粮油' },
  ...{ price, active: true },
});
const priced = (...list: readonly ReturnType<typeof goods>[]) =>
  asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: list } }]);
const today = () => dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
const pricedFrom = (from: string, ...list: readonly ReturnType<typeof goods>[]) =>
  asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: list, from } }]);

/** Moves the price versions of the database back in time, as if they had been published then. */
async function dated(sku: string, daysAgo: readonly number[]): Promise<void> {
  const rows = await stage.db
    .selectFrom('goods_prices')
    .select('from_ms')
    .where('sku', '=', sku)
    .orderBy('from_ms')
    .execute();
  expect(rows).toHaveLength(daysAgo.length);
  for (const [i, { from_ms }] of rows.entries()) {
    await stage.db
      .updateTable('goods_prices')
      .set({ from_ms: Date.now() - (daysAgo[i] ?? 0) * DAY_MS })
      .where('sku', '=', sku)
      .where('from_ms', '=', from_ms)
      .execute();
  }
}

function buy(one: TestDevice, price: number, change: Partial<OpBodies['redemption.record']> = {}, at = Date.now()) {
  const lines = [{ sku: 'rice', quantity: 2, price }];
  const body = { household: H, lines, points: 2 * price, mode: 'allowance' as const, ...change };
  return one.record('redemption.record', body, 'clerk', { at });
}

async function decided(ref: string, decision: 'accept' | 'reprice' | 'reject') {
  const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
  const made = office.record('case.decide', { case: ref, decision }, 'office');
  await office.syncAll();
  return office.verdict(made);
}

describe('[CF-14] prices', () => {
  test('[CF-14] every price keeps the instant it came into force; the same price again changes nothing', async () => {
    await priced(goods(5), goods(2, 'salt'));
    await priced(goods(6), goods(2, 'salt'));
    await priced(goods(6));
    const rows = await stage.db.selectFrom('goods_prices').select(['sku', 'price']).orderBy('from_ms').execute();
    expect(rows.filter((r) => r.sku === 'rice').map((r) => r.price)).toEqual([5, 6]);
    expect(rows.filter((r) => r.sku === 'salt')).toHaveLength(1);
    const shop = await counter();
    const past: readonly PastPrice[] = shop.catalogue?.pastPrices ?? [];
    expect(past).toMatchObject([{ sku: 'rice', price: 5 }]);
    expect(Math.abs((past[0]?.until ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('[SY-1] what the store knows of goods comes with the catalogue, and goes when it is left out', async () => {
    const rice = {
      ...goods(5),
      ...{ unitCost: 1_850, lowStock: 6, photo: 'ab'.repeat(32) },
      limit: { quantity: 2, period: 'quarter' as const },
    };
    await priced(rice);
    const shop = await counter();
    expect(shop.catalogue?.goods).toEqual([rice]);
    await priced(goods(5));
    await shop.syncAll();
    expect(shop.catalogue?.goods).toEqual([goods(5)]);
  });

  test('[CF-14] a price with a day to come waits for it; all else of the goods is so at once', async () => {
    await priced(goods(5));
    const day = addDays(today(), 3);
    await pricedFrom(day, { ...goods(8), name: '东北大米' });
    const shop = await counter();
    expect(shop.catalogue?.goods).toEqual([{ ...goods(5), name: '东北大米' }]);
    const from = startOfDay(day, SHANGHAI_OFFSET_MINUTES);
    expect(shop.catalogue?.comingPrices).toEqual([{ sku: 'rice', price: 8, from }]);
    expect(new Date(from).toISOString()).toBe(`${addDays(day, -1)}T16:00:00.000Z`);
    expect(shop.catalogue?.pastPrices).toBeUndefined();
    const [now, early] = [buy(shop, 5), buy(shop, 8)];
    const online = buy(shop, 8, { mode: 'online' });
    await shop.syncAll();
    expect([now, early, online].map((ref) => shop.verdict(ref).code)).toEqual([
      'ok',
      'price_changed',
      'price_outdated',
    ]);
    // Five days later.
    await dated('rice', [40, 2]);
    const [then, old] = [buy(shop, 8), buy(shop, 5)];
    await shop.syncAll();
    expect([shop.verdict(then).code, shop.verdict(old).code]).toEqual(['ok', 'ok']);
    const fresh = await counter();
    expect(fresh.catalogue?.goods).toMatchObject([{ price: 8 }]);
    expect(fresh.catalogue?.pastPrices).toMatchObject([{ sku: 'rice', price: 5 }]);
    expect(fresh.catalogue?.comingPrices).toBeUndefined();
  });

  test('[CF-14] a coming price is changed or taken back by its day, and outlives other changes of the goods', async () => {
    await priced(goods(5));
    const [first, second] = [addDays(today(), 3), addDays(today(), 9)];
    await pricedFrom(first, goods(8));
    await pricedFrom(second, goods(9));
    await priced({ ...goods(6), name: '丝苗米' });
    const coming = async () => (await counter()).catalogue?.comingPrices?.map((c) => c.price);
    expect(await coming()).toEqual([8, 9]);
    await pricedFrom(first, goods(7));
    expect(await coming()).toEqual([7, 9]);
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const { goods: listed } = await ask<GoodsResponse>(stage.app, office, '/api/office/goods');
    expect(listed).toMatchObject([{ sku: 'rice', price: 6, coming: [{ price: 7 }, { price: 9 }] }]);
    await pricedFrom(first, goods(6));
    expect(await coming()).toEqual([6, 9]);
    expect((await counter()).catalogue?.goods).toMatchObject([{ price: 6 }]);
  });

  test('[CF-14] goods without any price have theirs at once, and a day that is over means at once', async () => {
    await pricedFrom(addDays(today(), 3), goods(5));
    await pricedFrom(addDays(today(), -3), goods(6));
    const shop = await counter();
    expect(shop.catalogue?.goods).toMatchObject([{ price: 6 }]);
    expect(shop.catalogue?.comingPrices).toBeUndefined();
    const [past] = shop.catalogue?.pastPrices ?? [];
    expect(past).toMatchObject({ price: 5 });
    expect(Math.abs((past?.until ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('[CF-14] the receipt stands for a price that was in force within the last 7 days', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 6.9]);
    const shop = await counter();
    const old = buy(shop, 5);
    const now = buy(shop, 6);
    await shop.syncAll();
    expect([shop.verdict(old), shop.verdict(now)]).toEqual([
      { outcome: 'applied', code: 'ok' },
      { outcome: 'applied', code: 'ok' },
    ]);
    expect(await row()).toMatchObject({ redeemed: 22 });
  });

  test('[CF-14] the instant of the redemption counts, not the one of the sync', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const then = buy(shop, 5, {}, Date.now() - 4 * DAY_MS);
    const today = buy(shop, 5);
    await shop.syncAll();
    expect(shop.verdict(then).code).toBe('ok');
    expect(shop.verdict(today)).toEqual({
      outcome: 'held',
      code: 'price_changed',
      params: { points: 10, now: 12, goods: ['rice'] },
    });
    expect(casesOn(shop, today)).toMatchObject([{ type: 'case.opened', code: 'price_changed' }]);
  });

  test('[CF-14] the policy of the village says how many days', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 3]);
    await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy: { priceGraceDays: 2 } } }]);
    const shop = await counter();
    const sale = buy(shop, 5);
    await shop.syncAll();
    expect(shop.verdict(sale).code).toBe('price_changed');
  });

  test('[CF-14] accepted: at the receipt’s price', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 5);
    await shop.syncAll();
    expect(await decided(sale, 'accept')).toEqual({ outcome: 'applied', code: 'ok' });
    await shop.syncAll();
    expect(shop.file(H).redemptions).toMatchObject([{ id: sale, points: 10, mode: 'allowance' }]);
    expect(await row()).toMatchObject({ redeemed: 10 });
  });

  test('[CF-14] at the price in force: the household’s free points pay the difference, the device’s right covers the rest', async () => {
    await priced(goods(20));
    await priced(goods(25));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 20);
    const rest = buy(shop, 25, { lines: [{ sku: 'salt', quantity: 1, price: 20 }], points: 20 });
    await shop.sync({ pull: false });
    expect([shop.verdict(sale).code, shop.verdict(rest).code]).toEqual(['price_changed', 'ok']);
    // 60 were granted, 40 + 20 are spent there: the right alone would not cover 50.
    expect(await decided(sale, 'reprice')).toEqual({ outcome: 'applied', code: 'ok' });
    await shop.syncAll();
    expect(shop.file(H).redemptions.find((r) => r.id === sale)).toMatchObject({
      points: 50,
      lines: [{ price: 25 }],
      mode: 'allowance',
    });
    expect(await row()).toMatchObject({ redeemed: 70, debt: 0 });
    expect(casesOn(shop, sale).at(-1)).toMatchObject({ type: 'case.decided', decision: 'reprice' });
  });

  test('[CF-14] a price that fell: the difference goes back to the allowance', async () => {
    await priced(goods(25));
    await priced(goods(20));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 25);
    await shop.sync({ pull: false });
    expect(await decided(sale, 'reprice')).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ redeemed: 40, allotted: 20 });
  });

  test('[CF-14] [AL-7] what the household cannot pay more is refused, and the receipt can still be accepted', async () => {
    await priced(goods(20));
    await priced(goods(45));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 20);
    await shop.sync({ pull: false });
    expect(await decided(sale, 'reprice')).toEqual({
      outcome: 'refused',
      code: 'insufficient',
      params: { points: 50, free: 40 },
    });
    expect(await row()).toMatchObject({ redeemed: 0, allotted: 60 });
    expect(await decided(sale, 'accept')).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ redeemed: 40 });
  });

  test('[CF-14] [AL-3] whose right was spent meanwhile is held for that: no price is agreed to by the way', async () => {
    await priced(goods(20));
    await priced(goods(25));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 20);
    await shop.sync({ pull: false });
    const rest = buy(shop, 0, { lines: [{ sku: 'salt', quantity: 1, price: 60 }], points: 60 });
    await shop.sync({ pull: false });
    expect([shop.verdict(sale).code, shop.verdict(rest).code]).toEqual(['price_changed', 'ok']);
    const stillHeld = (code: string) => ({ outcome: 'refused', code: 'still_held', params: { code } });
    expect(await decided(sale, 'reprice')).toEqual(stillHeld('over_allowance'));
    // What the office agrees to now is that free points pay; the price is still to be decided.
    expect(await decided(sale, 'accept')).toEqual(stillHeld('price_changed'));
    expect(await row()).toMatchObject({ redeemed: 60, debt: 0 });
    expect(await decided(sale, 'accept')).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ redeemed: 100, debt: 0 });
  });

  test('[CF-14] online the goods are still here: refused with today’s price', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 10]);
    const shop = await counter();
    const sale = buy(shop, 5, { mode: 'online' });
    await shop.syncAll();
    expect(shop.verdict(sale)).toMatchObject({ outcome: 'refused', code: 'price_outdated', params: { now: 12 } });
  });

  test('[CF-14] reprice is offered for a price alone', async () => {
    const shop = await counter();
    const sale = buy(shop, 40);
    await shop.sync({ pull: false });
    expect(shop.verdict(sale).code).toBe('over_allowance');
    expect(await decided(sale, 'reprice')).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
  });
});

describe('[CF-15] a card that was replaced', () => {
  async function replaced() {
    const shop = await counter();
    await asConsole(stage.db, [{ kind: 'card.replace', body: { household: H, n: 2, reason: '遗失' } }]);
    return shop;
  }

  test('[CF-15] entries count and are marked', async () => {
    await asConsole(stage.db, [{ kind: 'card.replace', body: { household: H, n: 2, reason: '遗失' } }]);
    const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    const deed = tablet.score(H, 'FX-01', 'w1', { card: 1 });
    await tablet.syncAll();
    expect(tablet.verdict(deed)).toMatchObject({ outcome: 'applied', code: 'old_card', params: { oldCard: 1 } });
    expect(tablet.file(H).entries.find((e) => e.id === deed)?.oldCard).toBe(1);
  });

  test('[CF-15] a redemption is held, the goods are gone; accepted, the mark stays', async () => {
    const shop = await replaced();
    const sale = buy(shop, 5, { card: 1 });
    await shop.syncAll();
    expect(shop.verdict(sale)).toEqual({ outcome: 'held', code: 'old_card_redemption', params: { oldCard: 1 } });
    expect(await row()).toMatchObject({ redeemed: 0 });
    expect(await decided(sale, 'accept')).toMatchObject({ outcome: 'applied' });
    await shop.syncAll();
    expect(shop.file(H).redemptions).toMatchObject([{ id: sale, oldCard: 1, points: 10 }]);
    expect(await row()).toMatchObject({ redeemed: 10 });
  });

  test('[CF-15] rejected: nothing is booked', async () => {
    const shop = await replaced();
    const sale = buy(shop, 5, { card: 1 });
    await shop.syncAll();
    expect(await decided(sale, 'reject')).toMatchObject({ outcome: 'applied' });
    expect(await row()).toMatchObject({ redeemed: 0 });
  });

  test('[CF-15] online it is refused before the goods leave; the new card and a file found by search are fine', async () => {
    const shop = await replaced();
    const old = buy(shop, 5, { card: 1, mode: 'online' });
    const fresh = buy(shop, 5, { card: 2 });
    const typed = buy(shop, 5);
    await shop.syncAll();
    expect([old, fresh, typed].map((ref) => shop.verdict(ref).code)).toEqual(['card_replaced', 'ok', 'ok']);
  });

  test('[CF-14] [CF-15] two reasons: one after the other, both decided', async () => {
    await priced(goods(5));
    await priced(goods(6));
    await dated('rice', [40, 10]);
    await asConsole(stage.db, [carried(H, 10)]);
    const shop = await replaced();
    const sale = buy(shop, 5, { card: 1 });
    await shop.syncAll();
    expect(shop.verdict(sale).code).toBe('old_card_redemption');
    expect(await decided(sale, 'accept')).toMatchObject({ outcome: 'refused', code: 'still_held' });
    const open = await stage.db.selectFrom('cases').select(['code']).where('id', '=', sale).executeTakeFirstOrThrow();
    expect(open.code).toBe('price_changed');
    expect(await decided(sale, 'reprice')).toMatchObject({ outcome: 'applied' });
    await shop.syncAll();
    expect(shop.file(H).redemptions).toMatchObject([{ id: sale, points: 12, oldCard: 1 }]);
  });
});
