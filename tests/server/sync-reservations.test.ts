/** Reservations and limits per household, through the real endpoint on a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import type { HandOver } from '../../src/domain/household.ts';
import { must } from '../../src/domain/must.ts';
import { reservationState } from '../../src/domain/reservation.ts';
import { auditTown, texts } from './support/auditTown.ts';
import { asConsole, device, officeBrowser, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { countersOf, spend, townWithPoints } from './support/spending.ts';
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

const counter = async () => {
  const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  await shop.syncAll();
  return shop;
};
const tablet = (user = 'w1') => device(stage.app, stage.db, 'tablet', 'XW', [user]);
const rice = (points: number, quantity = 1) => [{ sku: 'rice', quantity, price: points / quantity }];

function reserve(
  one: TestDevice,
  points: number,
  by: string,
  how: { handOver?: HandOver; at?: number; household?: string; quantity?: number; card?: number } = {},
): string {
  const { handOver = 'store', at = Date.now(), household = H, quantity = 1, card } = how;
  const body = { household, lines: rice(points, quantity), points, handOver, ...(card === undefined ? {} : { card }) };
  return one.record('reservation.record', body, by, { at });
}

function handOver(one: TestDevice, reservation: string, by: string, at = Date.now()): string {
  const { lines, points } = found(one, reservation);
  return one.record('redemption.record', { household: H, lines, points, mode: 'allowance', reservation }, by, { at });
}

const found = (one: TestDevice, reservation: string) =>
  must(
    one.file(H).reservations?.find((r) => r.id === reservation),
    'the reservation',
  );
const stateOn = (one: TestDevice, reservation: string) => reservationState(one.file(H), found(one, reservation));

async function giveBack(one: TestDevice): Promise<void> {
  const answer = await one.sync();
  const lines = (answer.giveBack ?? []).map(([household, keep]) => {
    const returned = one.file(household).allowances[one.id]?.returned ?? 0;
    return [household, returned + one.remaining(household) - keep] as const;
  });
  if (lines.length > 0) one.record('allowance.return', { lines }, one.id);
  await one.syncAll();
}

/** Everyone sees the same file as a device that loads it afresh. */
async function agree(...devices: readonly TestDevice[]): Promise<void> {
  for (const one of [...devices, ...devices]) await one.syncAll();
  const loaded = await tablet();
  for (const one of devices) expect(texts([one.file(H)])).toEqual(texts([loaded.file(H)]));
}

describe('reserving', () => {
  test('[AL-8] the points are kept on the counter, out of what is free, and handing over there needs no connection', async () => {
    const shop = await counter();
    const worker = await tablet();
    const kept = reserve(worker, 30, 'w1');
    await worker.syncAll();
    const until = addDays(dayOf(Date.now()), 14);
    expect(worker.verdict(kept)).toEqual({ outcome: 'applied', code: 'ok', params: { device: shop.id, until } });
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 0, allotted: 90 });
    await shop.sync();
    expect(found(shop, kept)).toMatchObject({ points: 30, device: shop.id, until, handOver: 'store' });
    expect(shop.remaining(H)).toBe(90);
    const sale = handOver(shop, kept, 'clerk');
    await shop.sync({ pull: false });
    expect(shop.verdict(sale)).toEqual({ outcome: 'applied', code: 'ok' });
    await agree(shop, worker);
    expect(stateOn(worker, kept)).toBe('handed_over');
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 30 });
  });

  test('[AL-4] [AL-8] the share of the counter is of what is not reserved; what a reservation keeps stays on top', async () => {
    const shop = await counter();
    const kept = reserve(shop, 30, 'clerk');
    await shop.syncAll();
    await giveBack(shop);
    // 60 % of the 70 that are left, and 30.
    expect(shop.remaining(H)).toBe(72);
    const cancel = shop.record('reservation.cancel', { household: H, reservation: kept, reason: '不要了' }, 'clerk');
    await shop.syncAll();
    expect(shop.verdict(cancel).outcome).toBe('applied');
    await giveBack(shop);
    expect(shop.remaining(H)).toBe(60);
    expect(stateOn(shop, kept)).toBe('cancelled');
  });

  test('[AL-2] [AL-8] what is free and what the counter holds besides reach for it, and not a point more', async () => {
    const shop = await counter();
    const worker = await tablet();
    const most = reserve(worker, 100, 'w1');
    const more = reserve(worker, 1, 'w1');
    await worker.syncAll();
    expect(worker.verdict(most).outcome).toBe('applied');
    expect(worker.verdict(more)).toEqual({ outcome: 'refused', code: 'insufficient', params: { points: 1, free: 0 } });
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 0, allotted: 100 });
    await shop.syncAll();
    const sale = handOver(shop, most, 'clerk');
    await shop.syncAll();
    expect(shop.verdict(sale).outcome).toBe('applied');
  });

  test('[CF-11] [AL-8] a counter that had not heard of it spends what it held: its sales apply, and the reservation keeps what is left', async () => {
    const shop = await counter();
    const worker = await tablet();
    const sale = spend(shop, 60, 'allowance', 'clerk');
    const kept = reserve(worker, 40, 'w1');
    await worker.syncAll();
    await shop.syncAll();
    expect(shop.verdict(sale).outcome).toBe('applied');
    expect(shop.remaining(H)).toBe(40);
    const fetched = handOver(shop, kept, 'clerk');
    await shop.syncAll();
    expect(shop.verdict(fetched).outcome).toBe('applied');
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 100, allotted: 0, debt: 0 });
  });

  test('[AL-8] at the door it is the tablet that keeps the points, also when it takes none along', async () => {
    await counter();
    const worker = await tablet();
    const kept = reserve(worker, 20, 'w1', { handOver: 'door' });
    await worker.syncAll();
    expect(worker.verdict(kept)).toMatchObject({ outcome: 'applied', params: { device: worker.id } });
    for (let i = 0; i < 2; i++) await giveBack(worker);
    expect(worker.remaining(H)).toBe(20);
    const sale = handOver(worker, kept, 'w1');
    await worker.syncAll();
    expect(worker.verdict(sale).outcome).toBe('applied');
    expect(worker.remaining(H)).toBe(0);
  });

  test('[AL-8] refused before anything is kept: no counter, an old card, prices that changed, a closed household', async () => {
    const worker = await tablet();
    const none = reserve(worker, 5, 'w1');
    await worker.syncAll();
    expect(worker.verdict(none)).toMatchObject({ outcome: 'refused', code: 'no_counter' });
    const shop = await counter();
    const goods = { sku: 'rice', barcode: '', name: '米', spec: '', category: '', price: 7, active: true };
    await asConsole(stage.db, [
      { kind: 'card.replace', body: { household: H, n: 2, reason: '丢了' } },
      { kind: 'goods.publish', body: { goods: [goods] } },
      { kind: 'household.close', body: { household: 'XW-0002', reason: '迁走' } },
    ]);
    const old = reserve(worker, 7, 'w1', { card: 1 });
    const dear = reserve(worker, 5, 'w1');
    const closed = reserve(worker, 7, 'w1', { household: 'XW-0002' });
    const atShop = reserve(shop, 7, 'clerk', { handOver: 'door' });
    await worker.syncAll();
    await shop.syncAll();
    expect(worker.verdict(old)).toMatchObject({ outcome: 'refused', code: 'card_replaced' });
    expect(worker.verdict(dear)).toMatchObject({ outcome: 'refused', code: 'price_outdated', params: { now: 7 } });
    expect(worker.verdict(closed)).toMatchObject({ outcome: 'refused', code: 'household_ended' });
    expect(shop.verdict(atShop)).toMatchObject({ outcome: 'refused', code: 'not_allowed' });
    expect(await stage.db.selectFrom('reservations').selectAll().execute()).toEqual([]);
  });

  test('[AL-6] [AL-8] the store keeps no more pieces than it has on the shelf; of what it keeps no books on, any number', async () => {
    const shop = await counter();
    const worker = await tablet();
    const free = reserve(worker, 6, 'w1', { quantity: 3 });
    await worker.syncAll();
    expect(worker.verdict(free).outcome).toBe('applied');
    const received = { store: 'XW', kind: 'received' as const, lines: [{ sku: 'rice', quantity: 5 }] };
    shop.record('stock.move', received, 'clerk');
    await shop.syncAll();
    const fits = reserve(worker, 2, 'w1');
    const over = reserve(worker, 4, 'w1', { quantity: 2 });
    const last = reserve(worker, 2, 'w1');
    await worker.syncAll();
    expect(worker.verdict(fits).outcome).toBe('applied');
    expect(worker.verdict(over)).toEqual({ outcome: 'refused', code: 'out_of_stock', params: { goods: ['rice'] } });
    expect(worker.verdict(last).outcome).toBe('applied');
    const again = reserve(worker, 2, 'w1');
    await worker.syncAll();
    expect(worker.verdict(again)).toMatchObject({ code: 'out_of_stock' });
    worker.record('reservation.cancel', { household: H, reservation: free, reason: '不要了' }, 'w1');
    const now = reserve(worker, 2, 'w1');
    await worker.syncAll();
    const next = reserve(worker, 2, 'w1');
    await worker.syncAll();
    // What a cancel of the same batch set free is there from the next one on.
    expect([worker.verdict(now).code, worker.verdict(next).code]).toEqual(['out_of_stock', 'ok']);
  });

  test('[CF-25] [AL-8] outside a window goods can be reserved: the days count from the next one', async () => {
    await counter();
    const today = dayOf(Date.now());
    const from = addDays(today, 40);
    const windows = [{ from, to: addDays(from, 3) }];
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: 'XW', policy: { redemptionWindows: windows, reservationDays: 3 } } },
    ]);
    const worker = await tablet();
    const kept = reserve(worker, 5, 'w1');
    await worker.syncAll();
    expect(worker.verdict(kept)).toMatchObject({ outcome: 'applied', params: { until: addDays(from, 3) } });
  });

  test('[CF-14] [AL-8] what is handed over counts at the price for which it was kept', async () => {
    const goods = { sku: 'rice', barcode: '', name: '米', spec: '', category: '', price: 10, active: true };
    await asConsole(stage.db, [
      { kind: 'policy.publish', body: { village: 'XW', policy: { priceGraceDays: 0 } } },
      { kind: 'goods.publish', body: { goods: [goods] } },
    ]);
    const shop = await counter();
    const kept = reserve(shop, 10, 'clerk');
    await shop.syncAll();
    await asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: [{ ...goods, price: 15 }] } }]);
    const sale = handOver(shop, kept, 'clerk');
    const other = spend(shop, 10, 'allowance', 'clerk');
    await shop.syncAll();
    expect(shop.verdict(sale)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(shop.verdict(other)).toMatchObject({ outcome: 'held', code: 'price_changed' });
  });

  test('[CF-09] [AL-8] recorded for a household that was merged, it is the successor’s', async () => {
    await counter();
    const worker = await tablet();
    await asConsole(stage.db, [{ kind: 'household.merge', body: { household: H, into: 'XW-0002', reason: '一家' } }]);
    const kept = reserve(worker, 50, 'w1');
    await worker.syncAll();
    expect(worker.verdict(kept)).toMatchObject({ outcome: 'applied', code: 'followed', params: { to: 'XW-0002' } });
    expect(worker.file('XW-0002').reservations).toMatchObject([{ id: kept, points: 50 }]);
  });

  test('[CF-16] [AL-8] one that waited for a person is kept when the person lets it count', async () => {
    const shop = await counter();
    const worker = await tablet();
    // Nobody whom the tablet lists.
    const kept = reserve(worker, 10, 'w2');
    await worker.syncAll();
    expect(worker.verdict(kept)).toMatchObject({ outcome: 'held', code: 'no_right' });
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const accept = office.record('case.decide', { case: kept, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(accept).outcome).toBe('applied');
    await shop.syncAll();
    expect(found(shop, kept)).toMatchObject({ device: shop.id, points: 10 });
    expect(await countersOf(stage.db)).toMatchObject({ allotted: 70 });
  });
});

describe('the end of a reservation', () => {
  test('[AL-8] a sync lets it lapse once its last day is over; the right comes back, and goods that were handed over all the same count', async () => {
    const shop = await counter();
    const worker = await tablet();
    const kept = reserve(worker, 30, 'w1', { at: Date.now() - 15 * DAY_MS });
    const today = reserve(worker, 5, 'w1', { at: Date.now() - 14 * DAY_MS });
    await worker.syncAll();
    await shop.sync({ push: false });
    const sale = handOver(shop, kept, 'clerk');
    // Idle otherwise: what lapses is reason enough to write.
    await worker.sync();
    expect(stateOn(worker, kept)).toBe('lapsed');
    expect(stateOn(worker, today)).toBe('open');
    await shop.syncAll();
    expect(shop.verdict(sale).outcome).toBe('applied');
    await agree(shop, worker);
    expect(stateOn(worker, kept)).toBe('handed_over');
    expect(await stage.db.selectFrom('reservations').select(['id', 'open']).orderBy('id').execute()).toEqual([
      { id: kept, open: false },
      { id: today, open: true },
    ]);
  });

  test('[AL-5] [AL-8] for a household that moved away the counter keeps nothing: it gives that right back, and is granted none', async () => {
    const shop = await counter();
    const kept = reserve(shop, 30, 'clerk');
    await shop.syncAll();
    const to = { village: 'DL', grid: 'DL-G1', naturalVillage: '塘边', doorPlate: '1号', reason: '搬家' };
    await asConsole(stage.db, [{ kind: 'household.move', body: { household: H, ...to } }]);
    const asked = await shop.sync();
    expect(asked.giveBack).toContainEqual([H, 0]);
    const [account] = await stage.db.selectFrom('allowances').select('granted').where('household', '=', H).execute();
    shop.record('allowance.return', { lines: [[H, must(account, 'an account').granted]] }, shop.id);
    for (let i = 0; i < 3; i++) await shop.syncAll();
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 0, allotted: 0 });
    expect(await stage.db.selectFrom('reservations').select(['id', 'open']).execute()).toEqual([
      { id: kept, open: true },
    ]);
  });

  test('[AL-8] an idle sync of any device is enough to let it lapse, and takes the rights of that device for what they are', async () => {
    const shop = await counter();
    const worker = await tablet();
    const late = reserve(worker, 5, 'w1', { at: Date.now() - 15 * DAY_MS });
    await worker.syncAll();
    // The tablet has nothing to send, and no rights that could change.
    await worker.sync();
    expect(stateOn(worker, late)).toBe('lapsed');
    const kept = reserve(worker, 30, 'w1');
    await worker.syncAll();
    for (let i = 0; i < 3; i++) await giveBack(shop);
    const account = () => stage.db.selectFrom('allowances').selectAll().where('device', '=', shop.id).execute();
    const before = await account();
    expect(shop.remaining(H)).toBe(72);
    const day = (until: string) => stage.db.updateTable('reservations').set({ until }).where('id', '=', kept).execute();
    await day('2020-01-01');
    await shop.sync();
    await day(must(found(shop, kept).until, 'a last day'));
    expect(await account()).toEqual(before);
    await giveBack(shop);
    expect(shop.remaining(H)).toBe(60);
  });

  test('[AL-8] what this sync hands over does not lapse with it', async () => {
    const shop = await counter();
    const kept = reserve(shop, 30, 'clerk', { at: Date.now() - 15 * DAY_MS });
    await shop.sync({ change: { pull: undefined } });
    await shop.load();
    handOver(shop, kept, 'clerk');
    await shop.syncAll();
    expect(found(shop, kept).ended).toBeUndefined();
  });

  test('[AL-8] it ends once, is not cancelled when it was handed over, and stands again when that is voided', async () => {
    const shop = await counter();
    const worker = await tablet();
    const kept = reserve(worker, 20, 'w1');
    await worker.syncAll();
    await shop.syncAll();
    const sale = handOver(shop, kept, 'clerk');
    await shop.syncAll();
    const cancel = (reservation: string) =>
      worker.record('reservation.cancel', { household: H, reservation, reason: '不要了' }, 'w1');
    const late = cancel(kept);
    const unknown = cancel('ZZZZ-000001');
    await worker.syncAll();
    expect(worker.verdict(late)).toMatchObject({
      outcome: 'refused',
      code: 'reservation_ended',
      params: { how: 'handed_over' },
    });
    expect(worker.verdict(unknown)).toMatchObject({ outcome: 'refused', code: 'unknown_reservation' });
    shop.record('redemption.void', { household: H, redemption: sale, reason: '坏的' }, 'clerk');
    await shop.syncAll();
    expect(stateOn(shop, kept)).toBe('open');
    const first = cancel(kept);
    const second = cancel(kept);
    await worker.syncAll();
    expect(worker.verdict(first).outcome).toBe('applied');
    expect(worker.verdict(second)).toMatchObject({ code: 'reservation_ended', params: { how: 'cancelled' } });
    await agree(shop, worker);
  });
});

describe('limits per household', () => {
  const goods = { sku: 'rice', barcode: '', name: '米', spec: '', category: '', price: 2, active: true };
  const limited = (quantity: number) =>
    asConsole(stage.db, [
      { kind: 'goods.publish', body: { goods: [{ ...goods, limit: { quantity, period: 'quarter' } }] } },
    ]);
  const redeem = (one: TestDevice, quantity: number, mode: 'allowance' | 'online', by: string) =>
    one.record(
      'redemption.record',
      { household: H, lines: rice(quantity * 2, quantity), points: quantity * 2, mode },
      by,
    );

  test('[CF-26] beyond the limit nothing is reserved or redeemed online; reservations and redemptions of the period count, voided ones do not', async () => {
    await limited(3);
    const shop = await counter();
    const worker = await tablet();
    const sold = redeem(shop, 1, 'allowance', 'clerk');
    await shop.syncAll();
    const kept = reserve(worker, 2, 'w1');
    const over = reserve(worker, 4, 'w1', { quantity: 2 });
    const online = redeem(worker, 2, 'online', 'w1');
    const fits = redeem(worker, 1, 'online', 'w1');
    await worker.syncAll();
    expect(worker.verdict(kept).outcome).toBe('applied');
    const reached = { outcome: 'refused', code: 'limit_reached', params: { goods: ['rice'] } };
    expect(worker.verdict(over)).toEqual(reached);
    expect(worker.verdict(online)).toEqual(reached);
    expect(worker.verdict(fits).outcome).toBe('applied');
    shop.record('redemption.void', { household: H, redemption: sold, reason: '退' }, 'clerk');
    await shop.syncAll();
    // The void left room for one, and what is reserved is not counted against its own hand-over.
    const fetched = handOver(shop, kept, 'clerk');
    const again = redeem(shop, 1, 'online', 'clerk');
    await shop.syncAll();
    expect(shop.verdict(fetched)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(shop.verdict(again).outcome).toBe('applied');
  });

  test('[CF-26] within the allowance the goods are gone: it counts, and a Case tells the office until it has seen it', async () => {
    await limited(1);
    const shop = await counter();
    const other = await counter();
    const first = redeem(shop, 1, 'allowance', 'clerk');
    await shop.syncAll();
    const second = redeem(other, 1, 'allowance', 'clerk');
    await other.syncAll();
    expect(shop.verdict(first)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(other.verdict(second)).toEqual({
      outcome: 'applied',
      code: 'over_limit',
      params: { overLimit: ['rice'] },
    });
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 4 });
    expect(casesOn(other, second)).toMatchObject([{ code: 'over_limit', params: { goods: ['rice'] } }]);
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const no = office.record('case.decide', { case: second, decision: 'reject' }, 'office');
    const yes = office.record('case.decide', { case: second, decision: 'noted' }, 'office');
    await office.syncAll();
    expect(office.verdict(no)).toMatchObject({ outcome: 'refused', code: 'decision_not_offered' });
    expect(office.verdict(yes).outcome).toBe('applied');
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 4 });
    await other.syncAll();
    expect(casesOn(other, second)).toHaveLength(2);
  });

  test('[CF-26] [CF-13] beyond the limit on rights that were written off: both are said, and the office hears of both', async () => {
    await limited(1);
    const shop = await counter();
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const writeOff = office.record('allowance.writeoff', { device: shop.id, reason: '柜台停用' }, 'office');
    await office.syncAll();
    const late = redeem(shop, 2, 'allowance', 'clerk');
    await shop.sync({ pull: false });
    expect(shop.verdict(late)).toEqual({
      outcome: 'applied',
      code: 'written_off',
      params: { writeOff, writtenOff: 4, overLimit: ['rice'] },
    });
    const cases = await stage.db.selectFrom('cases').select(['id', 'code']).execute();
    expect(cases).toEqual([{ id: late, code: 'over_limit' }]);
  });

  test('[CF-26] last year’s redemptions, and those of another family, are not this quarter’s', async () => {
    await limited(1);
    const date = addDays(dayOf(Date.now()), -400);
    const body = { date, lines: rice(2), points: 2, recordedBy: 'paper' };
    await asConsole(stage.db, [
      { kind: 'carryover.redemption', body: { household: H, ...body } },
      { kind: 'household.register', body: registration('XW-0009', 'XW', 'XW-G1') },
    ]);
    const shop = await counter();
    const sale = redeem(shop, 1, 'online', 'clerk');
    await shop.syncAll();
    expect(shop.verdict(sale).outcome).toBe('applied');
  });
});
