import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { totalOf } from '../../../src/domain/judge/redemption.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import { NO_POINTS } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY, redemptionOpen } from '../../../src/domain/policy.ts';
import { context, freshFile, HOUSEHOLD, NOON_MS, op, TODAY, TOWN } from './support/world.ts';

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
  it('is marked', () => {
    const file = freshFile({ card: 2 });
    const verdict = judge({ card: 1 }, { remaining: 20 }, file);
    expect(verdict).toEqual({ outcome: 'applied', code: 'old_card', params: { oldCard: 1 } });
    expect(judge({ card: 2 }, { remaining: 20 }, file)).toEqual({ outcome: 'applied', code: 'ok' });
    const ctx = { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 };
    expect(effects(file, redemption({ card: 1 }), verdict, ctx)).toMatchObject([
      { redemption: { oldCard: 1, mode: 'allowance', date: TODAY, points: 12 } },
    ]);
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

describe('carried-over history', () => {
  const carried = op(
    'carryover.redemption',
    { household: HOUSEHOLD, date: '2022-06-18', lines: [], points: 12, recordedBy: 'clerk' },
    't1',
  );
  const console = { actor: TOWN, device: { id: 'C0NS', kind: 'console' as const } };
  const ctx = { ref: 'C0NS-000001', at: NOON_MS, zoneOffsetMinutes: 480 };
  it('a redemption must fit the points carried over before it', () => {
    const judged = (final: number) =>
      decide(freshFile(), carried, context(undefined, { ...console, points: points(final) }));
    expect(judged(12)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judged(11)).toEqual({ outcome: 'refused', code: 'insufficient', params: { points: 12, free: 11 } });
    expect(judged(-4)).toMatchObject({ params: { free: 0 } });
  });
  it('keeps its day, its person and its status', () => {
    const [r] = effects(freshFile(), carried, { outcome: 'applied', code: 'ok' }, ctx);
    expect(r).toMatchObject({
      redemption: { id: 'C0NS-000001', mode: 'carryover', date: '2022-06-18', by: 'clerk', points: 12 },
    });
    const body = {
      household: HOUSEHOLD,
      rule: 'RJ-01',
      date: '2022-05-01',
      quantity: 3,
      points: -6,
      status: 'rejected' as const,
      recordedBy: 'w9',
      level: '村',
      member: 'm1',
      note: '旧账',
    };
    const [e] = effects(freshFile(), op('carryover.entry', body, 't1'), { outcome: 'applied', code: 'ok' }, ctx);
    const { household, recordedBy, ...kept } = body;
    expect(e).toEqual({
      type: 'entry.recorded',
      household,
      entry: { ...kept, id: 'C0NS-000001', by: recordedBy, at: NOON_MS },
    });
  });
});

it('lines add up', () =>
  expect(
    totalOf([
      { sku: 'a', quantity: 2, price: 3 },
      { sku: 'b', quantity: 1, price: 0 },
    ]),
  ).toBe(6));
