/** Goods of which some come back at the counter, through the real endpoint on a real database (CF-27). */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpBodies } from '../../src/domain/op.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, device, TOWN } from './support/smallTown.ts';
import { countersOf, spend, townWithPoints } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const DAY_MS = 86_400_000;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => townWithPoints(stage.db));
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const counter = async () => {
  const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  await shop.syncAll();
  return shop;
};
const row = () => countersOf(stage.db, H);

function buy(one: TestDevice, quantity: number, change: Partial<OpBodies['redemption.record']> = {}, at = Date.now()) {
  const lines = [{ sku: 'rice', quantity, price: 5 }];
  const body = { household: H, lines, points: 5 * quantity, mode: 'allowance' as const, ...change };
  return one.record('redemption.record', body, 'clerk', { at });
}
const back = (one: TestDevice, redemption: string) =>
  one.record('redemption.void', { household: H, redemption, reason: '退货' }, 'clerk');

describe('[CF-27] a part of the goods comes back', () => {
  test('[CF-27] [AL-1] the receipt is voided, what was kept is one of its own that names it; the rest is the household’s again', async () => {
    const shop = await counter();
    const sale = buy(shop, 12);
    const voided = back(shop, sale);
    const kept = buy(shop, 4, { instead: sale });
    await shop.syncAll();
    expect([sale, voided, kept].map((ref) => shop.verdict(ref).code)).toEqual(['ok', 'ok', 'ok']);
    expect(await row()).toMatchObject({ redeemed: 20, debt: 0 });
    expect(shop.file(H).redemptions).toMatchObject([
      { id: sale, points: 60, voided: { ref: voided } },
      { id: kept, points: 20, instead: sale, mode: 'allowance' },
    ]);
    // Others hear of it by the feed, and those who come later with the file.
    const later = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    await later.syncAll();
    expect(later.file(H).redemptions).toEqual(shop.file(H).redemptions);
    const account = await stage.db.selectFrom('allowances').selectAll().where('device', '=', shop.identity.device);
    expect(await account.where('household', '=', H).executeTakeFirst()).toMatchObject({ spent: 20 });
  });

  test('[CF-14] [CF-25] [CF-27] the old price and the closed window are no question for it, and are for everything else', async () => {
    await asConsole(stage.db, [
      {
        kind: 'goods.publish',
        body: { goods: [{ sku: 'rice', barcode: '', name: '大米', spec: '', category: '', price: 5, active: true }] },
      },
    ]);
    const shop = await counter();
    const sale = buy(shop, 6);
    await shop.syncAll();
    await stage.db
      .updateTable('goods_prices')
      .set({ from_ms: Date.now() - 60 * DAY_MS })
      .execute();
    await asConsole(stage.db, [
      {
        kind: 'goods.publish',
        body: { goods: [{ sku: 'rice', barcode: '', name: '大米', spec: '', category: '', price: 9, active: true }] },
      },
      {
        kind: 'policy.publish',
        body: { village: 'XW', policy: { redemptionWindows: [{ from: '2020-01-01', to: '2020-01-02' }] } },
      },
    ]);
    await stage.db
      .updateTable('goods_prices')
      .set({ from_ms: Date.now() - 30 * DAY_MS })
      .where('price', '=', 9)
      .execute();
    back(shop, sale);
    const kept = buy(shop, 2, { instead: sale });
    const more = buy(shop, 7, { instead: sale });
    const other = buy(shop, 1);
    await shop.syncAll();
    expect([kept, more, other].map((ref) => shop.verdict(ref).code)).toEqual([
      'ok',
      'outside_window',
      'outside_window',
    ]);
    expect(await row()).toMatchObject({ redeemed: 10 });
  });

  test('[CF-12] [CF-27] of what the village had agreed to online: paid by what the void frees, held when that is gone, never refused', async () => {
    const shop = await counter();
    const sale = buy(shop, 8, { mode: 'online' });
    await shop.syncAll();
    expect(shop.verdict(sale).code).toBe('ok');
    back(shop, sale);
    const kept = buy(shop, 5, { mode: 'online', instead: sale });
    await shop.sync({ pull: false });
    expect(shop.verdict(kept)).toEqual({ outcome: 'applied', code: 'ok' });
    back(shop, kept);
    await shop.sync({ pull: false });
    // Between the two somebody else was quicker.
    const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    const quick = spend(tablet, 40, 'online', 'w1');
    await tablet.sync({ pull: false });
    expect(tablet.verdict(quick).code).toBe('ok');
    const late = buy(shop, 3, { mode: 'online', instead: kept });
    await shop.sync({ pull: false });
    expect(shop.verdict(late)).toMatchObject({
      outcome: 'held',
      code: 'over_allowance',
      params: { points: 15, remaining: 0 },
    });
    expect(await row()).toMatchObject({ redeemed: 40, debt: 0 });
  });
});
