/** Reservations and limits: what stands, what is kept, what a device should hold, and what the judge says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowanceTarget, grantFor } from '../../../src/domain/allowance.ts';
import type { FileEvent } from '../../../src/domain/event.ts';
import type { HouseholdFile, Redemption, Reservation } from '../../../src/domain/household.ts';
import type { JudgeContext, Reserving } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { routeOf } from '../../../src/domain/judge/route.ts';
import { leftOfLimit, limitsOf, overLimit } from '../../../src/domain/limit.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { freePoints } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY, nextWindow, type Policy } from '../../../src/domain/policy.ts';
import { pricesOf } from '../../../src/domain/price.ts';
import {
  earmarkedOn,
  reservationState,
  reservedPoints,
  reservedUntil,
  standingReservations,
} from '../../../src/domain/reservation.ts';
import { context, fold, freshFile, HOUSEHOLD, NOON_MS, op, TODAY } from './support/world.ts';

const LINES = [{ sku: 'rice', quantity: 2, price: 6 }];
const kept = (change: Partial<Reservation> = {}): Reservation => ({
  id: 'AAAA-000001',
  lines: LINES,
  points: 12,
  handOver: 'store',
  by: 'w1',
  at: NOON_MS,
  date: TODAY,
  device: 'K7Q2',
  until: '2026-12-07',
  ...change,
});
const fetched = (change: Partial<Redemption> = {}): Redemption => ({
  id: 'K7Q2-000009',
  lines: LINES,
  points: 12,
  mode: 'allowance',
  by: 'clerk',
  at: NOON_MS,
  date: TODAY,
  reservation: 'AAAA-000001',
  ...change,
});
const ended = { how: 'cancelled', ref: 'AAAA-000002', by: 'w1', at: NOON_MS, reason: '不要了' } as const;
const lapsed = { how: 'lapsed', at: NOON_MS } as const;

describe('where a reservation stands', () => {
  it.each<[string, Partial<Reservation>, Redemption[], ReturnType<typeof reservationState>]>([
    ['kept by a device', {}, [], 'open'],
    ['cancelled', { ended }, [], 'cancelled'],
    ['lapsed', { ended: lapsed }, [], 'lapsed'],
    ['handed over', {}, [fetched()], 'handed_over'],
    ['handed over although it had lapsed', { ended: lapsed }, [fetched()], 'handed_over'],
    ['handed over and taken back', {}, [fetched({ voided: { ref: 'x', reason: 'r' } })], 'open'],
    ['something else was fetched', {}, [fetched({ reservation: 'AAAA-000009' })], 'open'],
  ])('[AL-8] %s', (_name, change, redemptions, state) => {
    const one = kept(change);
    expect(reservationState({ redemptions }, one)).toBe(state);
    const file = { redemptions, reservations: [one] };
    const stands = state === 'open';
    expect(standingReservations(file)).toEqual(stands ? [one] : []);
    expect(reservedPoints(file)).toBe(stands ? 12 : 0);
    expect(earmarkedOn(file, 'K7Q2')).toBe(stands ? 12 : 0);
    expect(earmarkedOn(file, 'ZZZZ')).toBe(0);
  });

  it('[AL-8] before the server has said who keeps it, it waits: it is nobody’s earmark, and counts as reserved', () => {
    const { device: _device, until: _until, ...waiting } = kept();
    const file = { redemptions: [], reservations: [waiting] };
    expect(reservationState(file, waiting)).toBe('waiting');
    expect(reservedPoints(file)).toBe(12);
    expect(earmarkedOn(file, 'K7Q2')).toBe(0);
  });

  it('[SY-10] [AL-8] facts in any order and any number of times give the same file', () => {
    const household = HOUSEHOLD;
    const made = (id: string): FileEvent => ({ type: 'reservation.made', household, reservation: kept({ id }) });
    const facts: FileEvent[] = [
      made('AAAA-000001'),
      made('AAAA-000003'),
      made('BBBB-000001'),
      { type: 'redemption.recorded', household, redemption: fetched() },
    ];
    const about: FileEvent[] = [
      { type: 'reservation.ended', household, reservation: 'AAAA-000003', end: ended },
      { type: 'reservation.ended', household, reservation: 'BBBB-000001', end: lapsed },
    ];
    const whole = fold(freshFile(), [...facts, ...about]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(facts, { minLength: 4 }),
        fc.shuffledSubarray(about, { minLength: 2 }),
        (f, a) => {
          expect(fold(freshFile(), [...f, ...a, ...f, ...a])).toEqual(whole);
        },
      ),
    );
    const twice = fold(whole, [{ type: 'reservation.ended', household, reservation: 'AAAA-000003', end: lapsed }]);
    expect(twice).toEqual(whole);
    // What is said of something that is not here adds nothing to a file without any.
    expect(fold(freshFile(), about)).toEqual(freshFile());
  });
});

describe('what a device should hold', () => {
  it('[AL-2] [AL-4] [AL-8] never more than there is, never less than it keeps as far as that reaches; its share is of the rest', () => {
    const whole = fc.nat(400);
    fc.assert(
      fc.property(
        fc.constantFrom('counter' as const, 'carry' as const, 'none' as const),
        whole,
        whole,
        whole,
        whole,
        whole,
        (kind, final, redeemed, remaining, here, elsewhere) => {
          const points = { earned: final, pending: 0, waiting: 0, final, redeemed, allotted: remaining };
          const reserved = { here, all: here + elsewhere };
          const target = allowanceTarget(kind, points, remaining, DEFAULT_POLICY, reserved);
          const reachable = Math.max(0, freePoints(points) + remaining);
          expect(target).toBeLessThanOrEqual(reachable);
          expect(target).toBeGreaterThanOrEqual(Math.min(here, reachable));
          if (kind === 'none') expect(target).toBe(Math.min(here, reachable));
          if (kind === 'carry') expect(target - Math.min(here, reachable)).toBeLessThanOrEqual(30);
          const grant = grantFor(target, remaining, points);
          expect(redeemed + remaining + grant).toBeLessThanOrEqual(Math.max(final, redeemed + remaining));
        },
      ),
    );
    const points = { earned: 100, pending: 0, waiting: 0, final: 100, redeemed: 0, allotted: 0 };
    expect(allowanceTarget('counter', points, 0, DEFAULT_POLICY, { here: 30, all: 50 })).toBe(60);
    expect(allowanceTarget('counter', points, 0, DEFAULT_POLICY)).toBe(60);
    expect(allowanceTarget('carry', points, 0, DEFAULT_POLICY, { here: 80, all: 80 })).toBe(100);
  });
});

describe('the last day', () => {
  const windows: Policy = {
    ...DEFAULT_POLICY,
    reservationDays: 3,
    redemptionWindows: [
      { from: '2026-12-20', to: '2026-12-22' },
      { from: '2026-11-20', to: '2026-11-25' },
    ],
  };
  it('[AL-8] [CF-25] counts from the day inside a window, from the next one outside, and from the day when none is known', () => {
    expect(reservedUntil(DEFAULT_POLICY, TODAY)).toBe('2026-12-07');
    expect(reservedUntil(windows, '2026-11-25')).toBe('2026-11-28');
    expect(reservedUntil(windows, '2026-11-26')).toBe('2026-12-23');
    expect(reservedUntil(windows, '2026-11-01')).toBe('2026-11-23');
    expect(reservedUntil(windows, '2026-12-23')).toBe('2026-12-26');
    expect(nextWindow(windows, '2026-11-19')).toEqual({ from: '2026-11-20', to: '2026-11-25' });
    expect(nextWindow(windows, '2026-11-20')).toEqual({ from: '2026-12-20', to: '2026-12-22' });
    expect(nextWindow(DEFAULT_POLICY, TODAY)).toBeUndefined();
  });
});

describe('limits', () => {
  const limit = { quantity: 5, period: 'quarter' } as const;
  const left = (file: Partial<HouseholdFile>, except?: string) =>
    leftOfLimit({ redemptions: [], ...file }, 'rice', limit, TODAY, except);
  it('[CF-26] redemptions of the calendar period count unless voided, reservations that stand count always', () => {
    expect(left({})).toBe(5);
    const { reservation: _reservation, ...sold } = fetched();
    expect(left({ redemptions: [sold] })).toBe(3);
    expect(left({ redemptions: [{ ...sold, date: '2026-10-01' }] })).toBe(3);
    expect(left({ redemptions: [{ ...sold, date: '2026-09-30' }] })).toBe(5);
    expect(left({ redemptions: [{ ...sold, voided: { ref: 'x', reason: 'r' } }] })).toBe(5);
    expect(left({ reservations: [kept({ date: '2026-09-30' })] })).toBe(3);
    expect(left({ reservations: [kept()] }, 'AAAA-000001')).toBe(5);
    expect(left({ reservations: [kept()], redemptions: [fetched()] })).toBe(3);
    expect(left({ redemptions: [{ ...sold, lines: [{ sku: 'rice', quantity: 9, price: 1 }] }] })).toBe(0);
    expect(left({ redemptions: [{ ...sold, lines: [{ sku: 'salt', quantity: 9, price: 1 }] }] })).toBe(5);
  });
  it('[CF-26] lines of the same goods are added up; goods without a limit are never too many', () => {
    const limits = limitsOf([{ sku: 'rice', limit }, { sku: 'salt' }]);
    const line = (sku: string, quantity: number) => ({ sku, quantity, price: 1 });
    const over = (...lines: ReturnType<typeof line>[]) => overLimit({ redemptions: [] }, lines, limits, TODAY);
    expect(over(line('rice', 5), line('salt', 900))).toEqual([]);
    expect(over(line('rice', 3), line('rice', 3))).toEqual(['rice']);
  });
});

describe('the judge', () => {
  const body = { household: HOUSEHOLD, lines: LINES, points: 12, handOver: 'store' } as const;
  const reserving: Reserving = { device: 'C0UN', until: '2026-12-07', right: 12, outOfStock: [] };
  const judge = (
    change: Partial<OpBodies['reservation.record']>,
    ctx: Partial<JudgeContext>,
    file: HouseholdFile = freshFile(),
  ) => decide(file, op('reservation.record', { ...body, ...change }), context(file, ctx));
  const priced = { prices: pricesOf([{ sku: 'rice', price: 7 }], []) };
  const limits = limitsOf([{ sku: 'rice', limit: { quantity: 1, period: 'year' } }]);

  it.each<[string, ReturnType<typeof judge>, object]>([
    [
      'names who keeps it',
      judge({}, { reserving }),
      { outcome: 'applied', params: { device: 'C0UN', until: '2026-12-07' } },
    ],
    ['is only expected on a device', judge({}, {}), { outcome: 'applied', code: 'ok' }],
    [
      'one point short',
      judge({}, { reserving: { ...reserving, right: 11 } }),
      { code: 'insufficient', params: { free: 11 } },
    ],
    ['in debt', judge({}, { reserving: { ...reserving, right: -4 } }), { code: 'insufficient', params: { free: 0 } }],
    ['without a counter', judge({}, { reserving: { ...reserving, device: undefined } }), { code: 'no_counter' }],
    [
      'too little on the shelf',
      judge({}, { reserving: { ...reserving, outOfStock: ['rice'] } }),
      { code: 'out_of_stock' },
    ],
    ['awaiting devices', judge({}, { reserving, awaited: ['K7Q2'] }), { code: 'awaiting_devices' }],
    ['another price', judge({}, { reserving, ...priced }), { code: 'price_outdated', params: { points: 12, now: 14 } }],
    ['beyond the limit', judge({}, { reserving, limits }), { code: 'limit_reached', params: { goods: ['rice'] } }],
    ['an old card', judge({ card: 1 }, { reserving }, freshFile({ card: 2 })), { code: 'card_replaced' }],
    ['the newest card', judge({ card: 2 }, { reserving }, freshFile({ card: 2 })), { outcome: 'applied' }],
    [
      'at the door of a counter',
      judge({ handOver: 'door' }, { device: { id: 'C0UN', kind: 'counter' } }),
      { code: 'not_allowed' },
    ],
    ['at the door by a tablet', judge({ handOver: 'door' }, { reserving }), { outcome: 'applied' }],
    [
      'made before a restore',
      judge({}, { reserving: { ...reserving, right: 0, before: { device: 'O1D0', until: '2026-11-01' } }, limits }),
      { outcome: 'applied', params: { device: 'O1D0', until: '2026-11-01' } },
    ],
  ])('[AL-8] %s', (_name, verdict, expected) => expect(verdict).toMatchObject(expected));

  it('[CF-09] a closed household reserves nothing; what was reserved before a restore is kept all the same', () => {
    const closed = freshFile({ closed: { ref: 'x', by: 'o1', at: NOON_MS, reason: 'r' } });
    expect(judge({}, { reserving }, closed)).toMatchObject({ code: 'household_ended' });
    const before = { ...reserving, before: { device: 'O1D0', until: '2026-11-01' } };
    expect(judge({}, { reserving: before, honoured: true }, closed)).toMatchObject({ outcome: 'applied' });
  });

  it('[AL-8] its effect is the reservation, with or without what the server said', () => {
    const ctx = { ref: 'AAAA-000001', at: NOON_MS, zoneOffsetMinutes: 480 };
    const one = op('reservation.record', { ...body, card: 1 });
    const verdict = { outcome: 'applied', code: 'ok', params: { device: 'K7Q2', until: '2026-12-07' } } as const;
    expect(effects(freshFile(), one, verdict, ctx)).toEqual([
      { type: 'reservation.made', household: HOUSEHOLD, reservation: kept() },
    ]);
    const { device: _device, until: _until, ...waiting } = kept();
    expect(effects(freshFile(), one, { outcome: 'applied', code: 'ok' }, ctx)).toEqual([
      { type: 'reservation.made', household: HOUSEHOLD, reservation: waiting },
    ]);
  });

  it('[AL-8] what stands is cancelled once; the rest says how it ended', () => {
    const cancel = (file: HouseholdFile) =>
      decide(
        file,
        op('reservation.cancel', { household: HOUSEHOLD, reservation: 'AAAA-000001', reason: 'r' }),
        context(file),
      );
    expect(cancel(freshFile())).toMatchObject({ code: 'unknown_reservation' });
    expect(cancel(freshFile({ reservations: [kept()] }))).toEqual({ outcome: 'applied', code: 'ok' });
    expect(cancel(freshFile({ reservations: [kept({ ended })] }))).toMatchObject({ params: { how: 'cancelled' } });
    const handed = freshFile({ reservations: [kept()], redemptions: [fetched()] });
    expect(cancel(handed)).toMatchObject({ code: 'reservation_ended', params: { how: 'handed_over' } });
  });

  it('[CF-14] [AL-8] what is handed over is good at its price, and only that', () => {
    const file = freshFile({ reservations: [kept()], allowances: { K7Q2: { granted: 40, returned: 0 } } });
    const give = (price: number, reservation?: string) =>
      decide(
        file,
        op('redemption.record', {
          household: HOUSEHOLD,
          lines: [{ sku: 'rice', quantity: 2, price }],
          points: 2 * price,
          mode: 'allowance',
          ...(reservation === undefined ? {} : { reservation }),
        }),
        context(file, { remaining: 40, ...priced }),
      );
    expect(give(6, 'AAAA-000001')).toEqual({ outcome: 'applied', code: 'ok' });
    expect(give(6)).toMatchObject({ code: 'price_changed' });
    expect(give(5, 'AAAA-000001')).toMatchObject({ code: 'price_changed' });
  });

  it('[CF-26] beyond the limit it is refused online, and counts with a mark once the goods are gone', () => {
    const file = freshFile();
    const give = (mode: 'allowance' | 'online', ctx: Partial<JudgeContext> = {}) =>
      decide(
        file,
        op('redemption.record', { household: HOUSEHOLD, lines: LINES, points: 12, mode, card: 1 }),
        context(file, { remaining: 20, points: { ...context(file).points, final: 50 }, limits, ...ctx }),
      );
    expect(give('online')).toEqual({ outcome: 'refused', code: 'limit_reached', params: { goods: ['rice'] } });
    expect(give('allowance')).toEqual({ outcome: 'applied', code: 'over_limit', params: { overLimit: ['rice'] } });
    expect(give('allowance', { remaining: 0, writtenOff: { points: 20, ref: 'O1' } })).toMatchObject({
      code: 'written_off',
      params: { overLimit: ['rice'] },
    });
    expect(give('allowance', { honoured: true })).toEqual({ outcome: 'applied', code: 'ok' });
  });

  it('[CF-09] recorded for a merged household it is the successor’s; a cancel finds it where it was put', () => {
    const merged = { ref: 'M', into: 'XW-0002', members: {}, by: 'o1', at: NOON_MS - 1, reason: 'r' };
    const files = new Map([
      [HOUSEHOLD, freshFile({ merged, reservations: [kept({ id: 'OLD0-000001' })] })],
      ['XW-0002', freshFile({ code: 'XW-0002', reservations: [kept()] })],
    ]);
    const of = (code: string) => files.get(code);
    const reserve = routeOf(op('reservation.record', { ...body, card: 1 }), NOON_MS, of);
    expect(reserve).toMatchObject({ op: { body: { household: 'XW-0002' } }, params: { to: 'XW-0002' } });
    expect(reserve.op.body).not.toHaveProperty('card');
    const cancel = (reservation: string) =>
      routeOf(op('reservation.cancel', { household: HOUSEHOLD, reservation, reason: 'r' }), NOON_MS, of).op.body
        .household;
    expect([cancel('OLD0-000001'), cancel('AAAA-000001')]).toEqual([HOUSEHOLD, 'XW-0002']);
  });
});
