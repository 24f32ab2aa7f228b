import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import type { JudgeContext } from '../../../src/domain/judge/context.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import type { OpBodies, OpOf } from '../../../src/domain/op.ts';
import { pointsOf } from '../../../src/domain/points.ts';
import { isOffered, pointsOffer } from '../../../src/domain/pointsOffer.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy.ts';
import { pointsFor, type RuleShape } from '../../../src/domain/rule.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import { context, entry, fold, freshFile, HOUSEHOLD, OFFICER, op, rule, rulesFrom } from './support/world.ts';

const E = 'AAAA-000001';
const SHAPES: readonly RuleShape[] = [
  { type: 'fixed', points: 2 },
  { type: 'range', min: 2, max: 6 },
  { type: 'per_unit', per: 3 },
  {
    type: 'stepped',
    steps: [
      { at: 10, points: 2 },
      { at: 20, points: 5 },
    ],
  },
  {
    type: 'ladder',
    levels: [
      { name: '村', points: 3 },
      { name: '镇', points: 8 },
    ],
  },
];

const file = (change: Partial<Parameters<typeof entry>[0]> = {}, ...more: Parameters<typeof entry>[0][]) =>
  freshFile({ entries: [entry({ id: E, status: 'submitted', ...change }), ...more.map(entry)] });

const approve = (change: Partial<OpBodies['entry.review']> = {}, by = 'o1'): OpOf<'entry.review'> =>
  op('entry.review', { household: HOUSEHOLD, entry: E, decision: 'approve', ...change }, by);
const giving = (points: number, by = 'o1') => approve({ points, reason: '按实际' }, by);

interface Setting {
  readonly shape?: RuleShape | undefined;
  readonly kind?: 'plus' | 'minus';
  readonly cap?: number;
  readonly two?: number;
  readonly before?: JudgeContext['before'];
}

function judged(
  of: HouseholdFile,
  what: OpOf<'entry.review'>,
  { shape, kind, cap, two, before }: Setting = {},
): Verdict {
  const capped =
    cap === undefined ? {} : { cap: { points: cap, period: 'week' as const, scope: 'household' as const } };
  const one = rule({ review: 'village', ...(shape ? { shape } : {}), ...(kind ? { kind } : {}), ...capped });
  return decide(
    of,
    what,
    context(of, {
      actor: { ...OFFICER, id: what.by },
      device: { id: '0FFC', kind: 'office' },
      ruleVersions: rulesFrom(one),
      policy: { ...DEFAULT_POLICY, ...(two === undefined ? {} : { twoPersonPoints: two }) },
      ...(before === undefined ? {} : { before }),
    }),
  );
}

/** The file after ops in their order, as the server settles them. */
function settled(start: HouseholdFile, ops: readonly OpOf<'entry.review'>[], setting: Setting): HouseholdFile {
  return ops.reduce((now, what) => {
    const verdict = judged(now, what, setting);
    return fold(now, effects(now, what, verdict, { ref: '0FFC-000001', at: what.at, zoneOffsetMinutes: 480 }));
  }, start);
}

describe('points that a review gives instead', () => {
  it.each([
    ['range', SHAPES[1], [2, 4, 6], [0, 1, 7, -4]],
    ['per_unit', SHAPES[2], [3, 6, 300], [0, 4, -3]],
    ['stepped', SHAPES[3], [2, 5], [0, 3, 10]],
    ['ladder', SHAPES[4], [3, 8], [0, 5]],
    ['fixed', SHAPES[0], [], [0, 1, 3]],
  ] as const)('%s: what the rule of the deed’s day can give, and nothing else', (_name, shape, offered, others) => {
    const of = file({ points: 100 });
    for (const points of offered)
      expect(judged(of, giving(points), { shape })).toEqual({
        outcome: 'applied',
        code: 'points_changed',
        params: { points, was: 100 },
      });
    for (const points of others)
      expect(judged(of, giving(points), { shape })).toMatchObject({ outcome: 'refused', code: 'points_not_offered' });
  });

  it('every deed that a rule gives points for is among its own offer, unless it offers nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SHAPES),
        fc.constantFrom('plus', 'minus'),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('村', '镇'),
        (shape, kind, n, level) => {
          const one = rule({ shape, kind });
          const value = pointsFor(one, { quantity: n, points: n, level });
          if (!value.ok) return;
          expect(isOffered(pointsOffer(one), value.points)).toBe(shape.type !== 'fixed');
          expect(isOffered(pointsOffer(one), -value.points)).toBe(false);
        },
      ),
    );
  });

  it('of a minus item have its sign', () => {
    const of = file({ points: -2 });
    expect(judged(of, giving(-5), { shape: SHAPES[1], kind: 'minus' })).toMatchObject({ code: 'points_changed' });
    expect(judged(of, giving(5), { shape: SHAPES[1], kind: 'minus' })).toMatchObject({ code: 'points_not_offered' });
  });

  it('of a reversal are not given', () =>
    expect(judged(file({ reverses: 'AAAA-000009' }), giving(4), { shape: SHAPES[1] })).toMatchObject({
      code: 'points_not_offered',
    }));

  it('the same as recorded are no change', () =>
    expect(judged(file({ points: 4 }), giving(4), { shape: SHAPES[0] })).toEqual({ outcome: 'applied', code: 'ok' }));

  it('[CF-02] the cap is asked with the new points, and what only gets fewer is inside', () => {
    const other = { id: 'BBBB-000001', points: 4 };
    const setting = { shape: SHAPES[1], cap: 8 } as const;
    expect(judged(file({ points: 3 }, other), giving(4), setting)).toMatchObject({ code: 'points_changed' });
    expect(judged(file({ points: 3 }, other), giving(5), setting)).toEqual({
      outcome: 'refused',
      code: 'points_over_cap',
      params: { entry: E, rule: 'RJ-01', points: 5, allowed: 4, competing: ['BBBB-000001'] },
    });
    expect(judged(file({ points: 6 }, other), giving(5), setting)).toMatchObject({ code: 'points_changed' });
  });

  it('count, and what was recorded stays to be seen', () => {
    const of = settled(file({ points: 2 }), [giving(5)], { shape: SHAPES[1] });
    expect(of.entries[0]).toMatchObject({ points: 5, pointsBefore: 2, status: 'approved', reason: '按实际' });
    expect(pointsOf(of)).toMatchObject({ earned: 5, pending: 0 });
  });

  it('[SY-9] a reversal takes back what counts, also where its device has not heard of the review', () => {
    const of = settled(file({ points: 2 }), [giving(5)], { shape: SHAPES[1] });
    const reverse = op('entry.reverse', { household: HOUSEHOLD, entry: E, reason: '记错' });
    const verdict = decide(of, reverse, context(of));
    const [event] = effects(file({ points: 2 }), reverse, verdict, {
      ref: 'K7Q2-000002',
      at: 1,
      zoneOffsetMinutes: 480,
    });
    expect(event).toMatchObject({ entry: { points: -5, reverses: E } });
  });
});

describe('[CF-24] two people', () => {
  const setting = { shape: SHAPES[1], two: 5 } as const;

  it('the first approval is noted and decides nothing, the second by another person does', () => {
    const first = settled(file({ points: 5 }), [approve({}, 'o1')], setting);
    expect(first.entries[0]).toMatchObject({ status: 'submitted', agreed: { by: 'o1' } });
    expect(pointsOf(first)).toMatchObject({ earned: 0, pending: 5 });
    expect(judged(first, approve({}, 'o1'), setting)).toEqual({
      outcome: 'refused',
      code: 'same_person',
      params: { entry: E, by: 'o1' },
    });
    const second = settled(first, [approve({}, 'o2')], setting);
    expect(second.entries[0]).toMatchObject({ status: 'approved', reviewedBy: 'o2', agreed: { by: 'o1' } });
  });

  it('both approve the same points', () => {
    const first = settled(file({ points: 5 }), [giving(6, 'o1')], setting);
    expect(first.entries[0]).toMatchObject({ points: 5, agreed: { by: 'o1', points: 6 } });
    for (const other of [approve({}, 'o2'), giving(4, 'o2')])
      expect(judged(first, other, setting)).toEqual({
        outcome: 'refused',
        code: 'other_points_agreed',
        params: { entry: E, by: 'o1', points: 6 },
      });
    expect(settled(first, [giving(6, 'o2')], setting).entries[0]).toMatchObject({ points: 6, pointsBefore: 5 });
  });

  it('what was recorded or what is given decides whether it takes two', () => {
    expect(judged(file({ points: 4 }), approve(), setting)).toMatchObject({ code: 'ok' });
    expect(judged(file({ points: 4 }), giving(5), setting)).toMatchObject({ code: 'agreed_first' });
    expect(judged(file({ points: 6 }), giving(2), setting)).toMatchObject({ code: 'agreed_first' });
    expect(judged(file({ points: -5 }), approve(), { ...setting, kind: 'minus' })).toMatchObject({
      code: 'agreed_first',
    });
    expect(judged(file({ points: 5 }), approve(), { shape: SHAPES[1] })).toMatchObject({ code: 'ok' });
  });

  it('a rejection by either counts at once', () => {
    const first = settled(file({ points: 5 }), [approve({}, 'o1')], setting);
    for (const by of ['o1', 'o2'])
      expect(judged(first, approve({ decision: 'reject', reason: '不实' }, by), setting)).toMatchObject({ code: 'ok' });
  });

  it('[SY-14] after a restore the decision counts before the consent is back, and the consent stays one', () => {
    const start = file({ points: 5 });
    const decided = judged(start, approve({}, 'o2'), { ...setting, before: 'ok' });
    expect(decided).toMatchObject({ code: 'ok' });
    const at = { ref: '0FFC-000001', at: 1, zoneOffsetMinutes: 480 };
    const after = fold(start, effects(start, approve({}, 'o2'), decided, at));
    const consent = judged(after, approve({}, 'o1'), { ...setting, before: 'agreed_first' });
    expect(consent).toMatchObject({ outcome: 'applied', code: 'agreed_first' });
    expect(fold(after, effects(after, approve({}, 'o1'), consent, at)).entries[0]).toMatchObject({
      status: 'approved',
      reviewedBy: 'o2',
      agreed: { by: 'o1' },
    });
    expect(judged(start, approve({}, 'o1'), { ...setting, before: 'agreed_first' })).toMatchObject({
      code: 'agreed_first',
    });
  });

  it('whatever is said in whatever order: one decision, never by one person alone, and the file is the same from its events', () => {
    const said = fc.record({
      by: fc.constantFrom('o1', 'o2', 'o3'),
      what: fc.constantFrom('approve', 'reject', 'change'),
      points: fc.integer({ min: 1, max: 7 }),
    });
    let decided = 0;
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.array(fc.nat(20)), (list, order) => {
        let now = file({ points: 5 });
        const events = list.flatMap(({ by, what, points }) => {
          const one =
            what === 'change'
              ? giving(points, by)
              : approve(what === 'reject' ? { decision: 'reject', reason: '不实' } : {}, by);
          const verdict = judged(now, one, setting);
          const made = effects(now, one, verdict, { ref: '0FFC-000001', at: one.at, zoneOffsetMinutes: 480 });
          now = fold(now, made);
          return made;
        });
        const [e] = now.entries;
        if (e?.status === 'approved') {
          decided++;
          expect(e.agreed?.by).toBeDefined();
          expect(e.agreed?.by).not.toBe(e.reviewedBy);
          expect(e.points).toBe(e.agreed?.points ?? 5);
        }
        const anyhow = [...order.flatMap((i) => events[i % Math.max(1, events.length)] ?? []), ...events.toReversed()];
        expect(JSON.stringify(fold(file({ points: 5 }), anyhow))).toBe(JSON.stringify(now));
      }),
      { numRuns: 500 },
    );
    expect(decided).toBeGreaterThan(20);
  });
});
