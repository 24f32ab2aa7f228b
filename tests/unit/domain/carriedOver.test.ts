/** History carried over from paper: it is not judged again, and stands in the file as it was decided there. */
import { describe, expect, it } from 'vitest';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { must } from '../../../src/domain/must.ts';
import type { HouseholdOp, OpBodies } from '../../../src/domain/op.ts';
import { NO_POINTS } from '../../../src/domain/points.ts';
import { context, freshFile, HOUSEHOLD, NOON_MS, op, TOWN } from './support/world.ts';

const console_ = { actor: TOWN, device: { id: 'C0NS', kind: 'console' as const } };
const CTX = { ref: 'C0NS-000009', at: NOON_MS, zoneOffsetMinutes: 480 };
const ENTRY: OpBodies['carryover.entry'] = {
  household: HOUSEHOLD,
  rule: 'NO-SUCH',
  date: '2019-03-04',
  quantity: 3,
  points: 99,
  status: 'approved',
  recordedBy: '老会计',
};
const LINES = [{ sku: 'SP-001', quantity: 2, price: 6 }];
const REDEMPTION: OpBodies['carryover.redemption'] = {
  household: HOUSEHOLD,
  date: '2019-03-05',
  lines: LINES,
  points: 12,
  recordedBy: '老会计',
};
const effect = (o: HouseholdOp) =>
  must(effects(freshFile(), o, { outcome: 'applied', code: 'ok' }, CTX)[0], 'its event');
const judge = (o: HouseholdOp, change: Partial<JudgeContext> = {}) =>
  decide(freshFile(), o, context(freshFile(), { ...console_, ...change }));

describe('a deed on paper', () => {
  it('applies whatever today’s rules say of it, and keeps who wrote it, when it was and what it was worth', () => {
    const o = op('carryover.entry', ENTRY, 't1');
    expect(judge(o)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(effect(o)).toEqual({
      type: 'entry.recorded',
      household: HOUSEHOLD,
      entry: {
        id: 'C0NS-000009',
        rule: 'NO-SUCH',
        date: '2019-03-04',
        points: 99,
        quantity: 3,
        by: '老会计',
        at: NOON_MS,
        status: 'approved',
      },
    });
  });
  it('keeps its level, its member and its note', () => {
    const more = { level: '村', member: 'm1', note: '补记', status: 'rejected' as const };
    expect(effect(op('carryover.entry', { ...ENTRY, ...more }))).toMatchObject({ entry: more });
  });
});

describe('a receipt on paper', () => {
  const o = op('carryover.redemption', REDEMPTION, 't1');
  it('[AL-2] fits the points that were carried over before it, or the history is refused', () => {
    const points = (final: number, redeemed = 0) => ({ points: { ...NO_POINTS, final, redeemed } });
    expect(judge(o, points(12))).toEqual({ outcome: 'applied', code: 'ok' });
    expect(judge(o, points(11))).toEqual({
      outcome: 'refused',
      code: 'insufficient',
      params: { points: 12, free: 11 },
    });
    expect(judge(o, points(3, 8))).toMatchObject({ params: { free: 0 } });
  });
  it('keeps who gave the goods out and when', () =>
    expect(effect(o)).toEqual({
      type: 'redemption.recorded',
      household: HOUSEHOLD,
      redemption: {
        id: 'C0NS-000009',
        lines: LINES,
        points: 12,
        mode: 'carryover',
        by: '老会计',
        at: NOON_MS,
        date: '2019-03-05',
      },
    }));
});

it('[SY-5] an op that was held or refused has no effect, whatever its kind', () => {
  const held = { outcome: 'held', code: 'no_right', params: {} } as const;
  const refused = { outcome: 'refused', code: 'not_allowed' } as const;
  for (const o of [op('carryover.entry', ENTRY), op('carryover.redemption', REDEMPTION)]) {
    expect(effects(freshFile(), o, held, CTX)).toEqual([]);
    expect(effects(freshFile(), o, refused, CTX)).toEqual([]);
  }
});
