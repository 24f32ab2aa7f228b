import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { totalOf } from '../../../src/domain/judge/redemption.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { NO_POINTS } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY, redemptionOpen } from '../../../src/domain/policy.ts';
import { NO_PRICES, priceAt, pricesAt, pricesOf, repriced, versionsOf } from '../../../src/domain/price.ts';
import type { HeldCode } from '../../../src/domain/verdict.ts';
import { context, freshFile, HOUSEHOLD, NOON_MS, op, TODAY } from './support/world.ts';

const points = (final: number, redeemed = 0, allotted = 0) => ({
  ...NO_POINTS,
  earned: final,
  final,
  redeemed,
  allotted,
});
const redemption = (change: Partial<OpBodies['redemption.record']> = {}) =>
  op('redemption.record', {
    household: HOUSEHOLD,
    lines: [{ sku: 'SP-001', quantity: 2, price: 6 }],
    points: 12,
    mode: 'allowance',
    ...change,
  });
const judge = (
  change: Partial<OpBodies['redemption.record']>,
  ctx: Partial<JudgeContext>,
  file: HouseholdFile = freshFile(),
) => decide(file, redemption(change), context(file, ctx));
const closed = { ...DEFAULT_POLICY, redemptionWindows: [{ from: '2026-12-01', to: '2026-12-31' }] };

describe('[CF-11] within the allowance', () => {
  it('[CF-11] applies up to the last point, whatever the free points are', () => {
    expect(judge({}, { remaining: 12, points: points(0, 50) })).toEqual({ outcome: 'applied', code: 'ok' });
  });
  it('[AL-3] one point beyond is held: the goods are gone', () => {
    expect(judge({}, { remaining: 11, points: points(100) })).toEqual({
      outcome: 'held',
      code: 'over_allowance',
      params: { points: 12, remaining: 11 },
    });
    expect(judge({}, { remaining: -3 })).toMatchObject({ params: { remaining: 0 } });
  });
});

describe('[CF-12] online', () => {
  it('[CF-12] applies when the free points suffice, else is refused before the goods leave', () => {
    expect(judge({ mode: 'online' }, { points: points(20, 5, 3) })).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({ mode: 'online' }, { points: points(20, 5, 4) })).toEqual({
      outcome: 'refused',
      code: 'insufficient',
      params: { points: 12, free: 11 },
    });
    expect(judge({ mode: 'online' }, { points: points(0, 5) })).toMatchObject({ params: { free: 0 } });
  });
  it('[CF-12] does not draw on the device’s own allowance', () =>
    expect(judge({ mode: 'online' }, { points: points(20, 0, 20), remaining: 20 })).toMatchObject({
      code: 'insufficient',
    }));
});

describe('[CF-25] the window', () => {
  it('[CF-25] is judged by the time it was recorded', () => {
    expect(judge({}, { policy: closed, remaining: 20, at: Date.parse('2026-12-31T15:59:00Z') }).outcome).toBe(
      'applied',
    );
    expect(judge({}, { policy: closed, remaining: 20, at: Date.parse('2026-12-31T16:00:00Z') })).toEqual({
      outcome: 'held',
      code: 'outside_window',
      params: { date: '2027-01-01' },
    });
  });
  it('[CF-25] closed and online: refused, the goods are still there', () => {
    expect(judge({ mode: 'online' }, { policy: closed, points: points(50) })).toEqual({
      outcome: 'refused',
      code: 'window_closed',
    });
  });
  it('both ends belong to it', () => {
    const days = ['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'];
    expect(days.map((d) => redemptionOpen(closed, d))).toEqual([false, true, true, false]);
    expect(redemptionOpen(DEFAULT_POLICY, TODAY)).toBe(true);
  });
});

describe('[CF-15] an old card at a redemption', () => {
  it('[CF-15] is held, for the goods are gone; let count, it is marked', () => {
    const file = freshFile({ card: 2 });
    expect(judge({ card: 1 }, { remaining: 20 }, file)).toEqual({
      outcome: 'held',
      code: 'old_card_redemption',
      params: { oldCard: 1 },
    });
    const waived = new Set<HeldCode>(['old_card_redemption']);
    const verdict = judge({ card: 1 }, { remaining: 20, waived }, file);
    expect(verdict).toEqual({ outcome: 'applied', code: 'old_card', params: { oldCard: 1 } });
    expect(judge({ card: 2 }, { remaining: 20 }, file)).toEqual({ outcome: 'applied', code: 'ok' });
    const ctx = { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 };
    expect(effects(file, redemption({ card: 1 }), verdict, ctx)).toMatchObject([
      { redemption: { oldCard: 1, mode: 'allowance', date: TODAY, points: 12 } },
    ]);
  });

  it('[CF-15] online it is refused: the goods are still here', () => {
    const file = freshFile({ card: 2 });
    const rich = { points: points(100) };
    expect(judge({ card: 1, mode: 'online' }, rich, file)).toEqual({
      outcome: 'refused',
      code: 'card_replaced',
      params: { oldCard: 1 },
    });
    expect(judge({ card: 2, mode: 'online' }, rich, file)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({ mode: 'online' }, rich, file)).toEqual({ outcome: 'applied', code: 'ok' });
  });
});

describe('[CF-14] prices', () => {
  const DAY = 86_400_000;
  const at = NOON_MS;
  /** 5 until 30 days ago, then 7 until `until`, then 6. */
  const prices = (until: number) =>
    pricesOf(
      [{ sku: 'SP-001', price: 6 }],
      [
        { sku: 'SP-001', price: 7, until },
        { sku: 'SP-001', price: 5, until: at - 30 * DAY },
      ],
    );
  const lines = (price: number) => ({ lines: [{ sku: 'SP-001', quantity: 2, price }], points: 2 * price });
  const rich = { remaining: 100, points: points(200) };

  it('[CF-14] the price in force and one replaced at most so many days ago stand', () => {
    for (const until of [at - 7 * DAY, at - 1, at, at + 1])
      expect(judge(lines(7), { ...rich, prices: prices(until) }), String(until - at)).toMatchObject({ code: 'ok' });
    expect(judge(lines(6), { ...rich, prices: prices(at - 7 * DAY) })).toMatchObject({ code: 'ok' });
    const short = { ...rich, policy: { ...DEFAULT_POLICY, priceGraceDays: 0 }, prices: prices(at - 1) };
    expect(judge(lines(7), short)).toMatchObject({ code: 'price_changed' });
  });

  it('[CF-14] an older price is held with what it would be, and refused online', () => {
    const late = { ...rich, prices: prices(at - 7 * DAY - 1) };
    const params = { points: 14, now: 12, goods: ['SP-001'] };
    expect(judge(lines(7), late)).toEqual({ outcome: 'held', code: 'price_changed', params });
    expect(judge({ ...lines(7), mode: 'online' }, late)).toEqual({
      outcome: 'refused',
      code: 'price_outdated',
      params,
    });
    // What it would be is the price of the day of the redemption, not of today.
    expect(judge(lines(5), { ...rich, prices: prices(at + DAY) })).toMatchObject({ params: { points: 10, now: 14 } });
    const waived = new Set<HeldCode>(['price_changed']);
    expect(judge(lines(7), { ...late, waived })).toEqual({ outcome: 'applied', code: 'ok' });
  });

  it('[CF-14] a price that never was, and goods that nobody priced', () => {
    expect(judge(lines(1), { ...rich, prices: prices(at) })).toMatchObject({ code: 'price_changed' });
    expect(judge({}, rich)).toMatchObject({ code: 'ok' });
    expect(priceAt(NO_PRICES, 'SP-001', at)).toBeUndefined();
  });

  it('[CF-14] a price to come stands once it has begun, and the one before it for the days of grace', () => {
    const begins = at + DAY;
    const coming = (from: number, next?: number) =>
      pricesOf(
        [{ sku: 'SP-001', price: 6 }],
        [],
        [{ sku: 'SP-001', price: 8, from }, ...(next === undefined ? [] : [{ sku: 'SP-001', price: 9, from: next }])],
      );
    const sold = (price: number, prices: ReturnType<typeof coming>) => judge(lines(price), { ...rich, prices }).code;
    expect(sold(6, coming(begins))).toBe('ok');
    expect(sold(8, coming(begins))).toBe('price_changed');
    // A clock may be off by two minutes without anybody putting it right.
    expect([sold(8, coming(at + 120_000)), sold(8, coming(at + 120_001))]).toEqual(['ok', 'price_changed']);
    expect([sold(8, coming(at)), sold(6, coming(at))]).toEqual(['ok', 'ok']);
    expect([sold(6, coming(at - 7 * DAY)), sold(6, coming(at - 7 * DAY - 1))]).toEqual(['ok', 'price_changed']);
    const twice = coming(at - 20 * DAY, at - 8 * DAY);
    expect([sold(9, twice), sold(8, twice), sold(6, twice)]).toEqual(['ok', 'price_changed', 'price_changed']);
    expect([at - 21 * DAY, at - 20 * DAY, at].map((when) => priceAt(twice, 'SP-001', when))).toEqual([6, 8, 9]);
    expect(repriced(redemption(lines(6)), twice, at).body.points).toBe(18);
  });

  it('[CF-14] whoever lays prices out, and when: the same price is in force at every instant', () => {
    const days = fc.integer({ min: -40, max: 40 }).map((n) => at + n * DAY);
    const versions = fc
      .uniqueArray(fc.record({ from: days, price: fc.integer({ min: 1, max: 9 }) }), {
        minLength: 1,
        maxLength: 6,
        selector: (v) => v.from,
      })
      .map((list) => list.sort((a, b) => a.from - b.from).map((v) => ({ sku: 'SP-001', ...v })));
    fc.assert(
      fc.property(versions, days, days, (list, laidOut, when) => {
        const [first = { sku: 'SP-001', price: 1, from: 0 }, ...later] = list;
        const all = [{ ...first, from: -Infinity }, ...later];
        const { now, past, coming } = pricesAt(all, laidOut);
        const known = pricesOf([{ sku: 'SP-001', price: now.get('SP-001') ?? 0 }], past, coming);
        expect(priceAt(known, 'SP-001', when)).toBe(all.findLast((v) => v.from <= when)?.price);
        expect([...versionsOf(known).values()].flat()).toEqual(all);
      }),
    );
  });

  it('[CF-14] repricing keeps the goods and takes the prices of the instant', () => {
    const mixed = {
      lines: [...lines(7).lines, { sku: 'SP-009', quantity: 1, price: 3 }],
      points: 17,
    };
    const now = repriced(redemption(mixed), prices(at - 8 * DAY), at);
    expect(now.body).toMatchObject({ points: 15, lines: [{ price: 6 }, { sku: 'SP-009', price: 3 }] });
    expect(priceAt(prices(at + 1), 'SP-001', at)).toBe(7);
    expect(priceAt(prices(at), 'SP-001', at)).toBe(6);
    expect(priceAt(prices(at), 'SP-001', at - 40 * DAY)).toBe(5);
  });
});

describe('voids', () => {
  const given = { id: 'AAAA-000001', lines: [], points: 12, mode: 'allowance' as const, by: 'w1', at: 0, date: TODAY };
  const undo = op('redemption.void', { household: HOUSEHOLD, redemption: 'AAAA-000001', reason: '退货' });
  const judged = (r?: Partial<HouseholdFile['redemptions'][number]>) =>
    decide(freshFile({ redemptions: r ? [{ ...given, ...r }] : [] }), undo, context(undefined));
  it('happen once, and only to what was given here', () => {
    expect(judged({})).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judged({ voided: { ref: 'BBBB-000001', reason: '' } })).toMatchObject({
      outcome: 'refused',
      code: 'already_voided',
    });
    expect(judged({ mode: 'carryover' })).toMatchObject({ outcome: 'refused', code: 'unknown_redemption' });
    expect(judged()).toMatchObject({ outcome: 'refused', code: 'unknown_redemption' });
  });
});

describe('[SY-14] promises that a restored server does not know', () => {
  const file = freshFile({ card: 2 });
  const broke = { points: points(0), remaining: 0 };

  it('[SY-14] a redemption on one applies whatever the server knows: rights, window and prices are no question any more', () => {
    const prices = pricesOf([{ sku: 'SP-001', price: 9 }], []);
    const ctx = { ...broke, policy: closed, prices, honoured: true };
    expect(judge({}, ctx)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({ mode: 'online' }, ctx)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({ card: 1 }, ctx, file)).toEqual({ outcome: 'applied', code: 'old_card', params: { oldCard: 1 } });
    expect(judge({ card: 2 }, ctx, file)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({}, { ...ctx, honoured: false })).toMatchObject({ outcome: 'held', code: 'over_allowance' });
  });

  it('[SY-14] nothing goes out online while devices may hold promises on it, and says which', () => {
    const rich = { points: points(100) };
    expect(judge({ mode: 'online' }, { ...rich, awaited: ['AAAA', 'BBBB'] })).toEqual({
      outcome: 'refused',
      code: 'awaiting_devices',
      params: { devices: ['AAAA', 'BBBB'] },
    });
    expect(judge({ mode: 'online' }, { ...rich, awaited: [] })).toEqual({ outcome: 'applied', code: 'ok' });
  });

  it('[SY-14] nor is a redemption beyond the allowance booked on points that they may cover', () => {
    const waived = new Set<HeldCode>(['over_allowance']);
    const rich = { points: points(100), remaining: 5, awaited: ['AAAA'] };
    const waits = { outcome: 'refused', code: 'awaiting_devices', params: { devices: ['AAAA'] } };
    expect(judge({}, { ...rich, waived })).toEqual(waits);
    expect(judge({}, { ...rich, waived, awaited: [] })).toMatchObject({ code: 'ok', params: { mode: 'online' } });
    // Within the right it draws on nothing of theirs, and without a decision it waits for a person as always.
    expect(judge({}, { ...rich, waived, remaining: 12 })).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge({}, rich)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
    expect(judge({}, { ...rich, waived, points: points(11) })).toMatchObject({ code: 'over_allowance' });
    const writtenOff = { points: 7, ref: '0FFC-000001' };
    expect(judge({}, { ...rich, waived, writtenOff })).toMatchObject({ code: 'written_off' });
  });
});

it('lines add up', () =>
  expect(
    totalOf([
      { sku: 'a', quantity: 2, price: 3 },
      { sku: 'b', quantity: 1, price: 0 },
    ]),
  ).toBe(6));
