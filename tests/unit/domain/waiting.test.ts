/** [AL-10] What is approved waits for its month where the policy says so: what waits, and what it adds up to. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileEvent } from '../../../src/domain/event.ts';
import { decide } from '../../../src/domain/judge/decide.ts';
import { effects } from '../../../src/domain/judge/effects.ts';
import { freePoints, pointsOf } from '../../../src/domain/points.ts';
import { DEFAULT_POLICY, type Policy, waitsForMonth } from '../../../src/domain/policy.ts';
import { lapsing } from '../../../src/domain/quarter.ts';
import { runs } from './support/runs.ts';
import {
  context,
  deed,
  entry,
  fold,
  freshFile,
  HOUSEHOLD,
  NOON_MS,
  OFFICER,
  op,
  rule,
  rulesFrom,
} from './support/world.ts';

const HOLDS: Policy = { ...DEFAULT_POLICY, redeemableWhenFinal: true };
const RULES = rulesFrom(
  rule(),
  rule({ code: 'MN', shape: { type: 'fixed', points: 2 }, kind: 'minus' }),
  rule({ code: 'RV', review: 'village' }),
);

describe('an approval', () => {
  const judged = (rule: string, policy = HOLDS, points = 2) =>
    decide(freshFile(), deed({ rule, points }), context(freshFile(), { policy, ruleVersions: RULES }));

  it('by rule waits where the policy says so, says it in the verdict, and is in the file so', () => {
    const verdict = judged('RJ-01');
    expect(verdict).toEqual({ outcome: 'applied', code: 'ok', params: { status: 'approved', waits: 1 } });
    const [event] = effects(freshFile(), deed(), verdict, { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 });
    expect(event).toMatchObject({ type: 'entry.recorded', entry: { status: 'approved', waits: true } });
  });

  it.each([
    ['not without the policy', judged('RJ-01', DEFAULT_POLICY)],
    ['not where the policy says no', judged('RJ-01', { ...HOLDS, redeemableWhenFinal: false })],
    ['not of points below nothing', judged('MN', HOLDS, -2)],
    ['not before a person approves it', judged('RV')],
  ])('%s', (_, verdict) => {
    expect(verdict.outcome).toBe('applied');
    expect(verdict.params ?? {}).not.toHaveProperty('waits');
    const [event] = effects(freshFile(), deed(), verdict, { ref: 'K7Q2-000001', at: NOON_MS, zoneOffsetMinutes: 480 });
    expect(JSON.stringify(event)).not.toContain('waits');
  });

  it.each([
    ['of a deed waits', {}, true],
    ['with points below nothing does not', { points: -2 }, false],
    ['of what takes another back does not', { reverses: 'AAAA-000009' }, false],
  ])('by a person %s', (_, change, waits) => {
    const file = freshFile({ entries: [entry({ id: 'AAAA-000001', rule: 'RV', status: 'submitted', ...change })] });
    const review = op('entry.review', { household: HOUSEHOLD, entry: 'AAAA-000001', decision: 'approve' }, 'o1');
    const about = { actor: OFFICER, device: { id: '0FFC', kind: 'office' as const }, ruleVersions: RULES };
    const verdict = decide(file, review, context(file, { ...about, policy: HOLDS }));
    const [event] = effects(file, review, verdict, { ref: '0FFC-000001', at: NOON_MS, zoneOffsetMinutes: 480 });
    expect(event).toMatchObject({ type: 'entry.reviewed', status: 'approved' });
    expect('waits' in (event ?? {})).toBe(waits);
    const rejected = op('entry.review', { ...review.body, decision: 'reject', reason: '不实' }, 'o1');
    const no = decide(file, rejected, context(file, { ...about, policy: HOLDS }));
    expect(no.params ?? {}).not.toHaveProperty('waits');
  });

  it('waits only with points above nothing', () => {
    expect([-1, 0, 1].map((points) => waitsForMonth(HOLDS, points))).toEqual([false, false, true]);
  });
});

describe('points', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const facts = fc.record({
    entries: fc.array(
      fc.record({
        points: fc.integer({ min: -9, max: 20 }),
        status: fc.constantFrom('approved' as const, 'submitted' as const, 'rejected' as const),
        waits: fc.boolean(),
        reversed: fc.constantFrom(undefined, 'approved' as const, 'submitted' as const),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    finals: fc.array(fc.array(fc.constantFrom(...ids), { maxLength: 6 }), { maxLength: 3 }),
    moves: fc.array(fc.record({ points: fc.integer({ min: -9, max: 9 }), earned: fc.integer({ min: -9, max: 9 }) }), {
      maxLength: 3,
    }),
    spent: fc.nat(9),
    lapsed: fc.nat(9),
    granted: fc.nat(9),
  });

  it('are conserved: earned and moved in are redeemed, allotted, free, lapsed and waiting', () => {
    fc.assert(
      fc.property(facts, ({ entries, finals, moves, spent, lapsed, granted }) => {
        const file = freshFile({
          entries: entries.flatMap(({ points, status, waits, reversed }, i) => {
            const id = ids[i] ?? '';
            return [
              entry({ id, points, status, ...(waits && status === 'approved' && points > 0 ? { waits: true } : {}) }),
              ...(reversed ? [entry({ id: `${id}-`, points: -points, status: reversed, reverses: id })] : []),
            ];
          }),
          redemptions: [
            { id: 'K7Q2-000009', lines: [], points: spent, mode: 'online', by: 'w1', at: 0, date: '2026-11-01' },
          ],
          allowances: { AAAA: { granted, returned: 0 } },
          moves: moves.map((move, i) => ({ id: `M${i}`, with: 'XW-0002', ...move })),
          lapses: [{ id: 'L', quarter: '2026Q3', points: lapsed, by: 'o1', at: 0 }],
        });
        const events: FileEvent[] = finals.map((entries, i) => ({
          ...{ type: 'entries.final', household: HOUSEHOLD, id: `C0NS-00000${i}`, month: '2026-10', entries },
        }));
        const after = fold(file, events);
        for (const one of [file, after]) {
          const points = pointsOf(one);
          const movedIn = moves.reduce((sum, move) => sum + move.points - move.earned, 0);
          expect(points.earned + movedIn).toBe(
            points.redeemed + points.allotted + freePoints(points) + lapsed + points.waiting,
          );
          expect(points.waiting).toBeGreaterThanOrEqual(0);
        }
        // Becoming final moves points from the one to the other, in any order and any number of times, and nothing else.
        const [before, now] = [pointsOf(file), pointsOf(after)];
        expect(now).toEqual({ ...before, waiting: now.waiting, final: before.final + before.waiting - now.waiting });
        expect(now.waiting).toBeLessThanOrEqual(before.waiting);
        expect(JSON.stringify(fold(after, events))).toBe(JSON.stringify(after));
        expect(JSON.stringify(fold(file, [...events].reverse()))).toBe(JSON.stringify(after));
      }),
      { numRuns: runs(300) },
    );
  });

  it('[AL-9] that wait never lapse: only final ones are there to be taken', () => {
    const file = freshFile({
      entries: [entry({ id: 'a', points: 30, waits: true }), entry({ id: 'b', points: 12 })],
    });
    expect(lapsing(pointsOf(file), 0, {})).toBe(12);
  });

  it('a refusal says how many wait, where any do', () => {
    const body = {
      household: HOUSEHOLD,
      lines: [{ sku: 's', quantity: 1, price: 5 }],
      points: 5,
      mode: 'online',
    } as const;
    const asked = (waits: boolean) => {
      const file = freshFile({ entries: [entry({ id: 'a', points: 4, ...(waits ? { waits: true as const } : {}) })] });
      return decide(file, op('redemption.record', body), context(file));
    };
    expect(asked(true)).toEqual({
      outcome: 'refused',
      code: 'insufficient',
      params: { points: 5, free: 0, waiting: 4 },
    });
    expect(asked(false)).toEqual({ outcome: 'refused', code: 'insufficient', params: { points: 5, free: 4 } });
  });
});

describe('a file', () => {
  const recorded = ['K7Q2-000001', 'K7Q2-000002', 'K7Q2-000003'].map(
    (id): FileEvent => ({ type: 'entry.recorded', household: HOUSEHOLD, entry: entry({ id, status: 'submitted' }) }),
  );
  const approved = (id: string, waits?: true): FileEvent => ({
    ...{ type: 'entry.reviewed', household: HOUSEHOLD, entry: id, status: 'approved', by: OFFICER.id, at: NOON_MS },
    ...(waits ? { waits } : {}),
  });
  const file = fold(freshFile(), [
    ...recorded,
    approved('K7Q2-000001', true),
    approved('K7Q2-000002', true),
    approved('K7Q2-000003'),
  ]);
  const saying = (one: typeof file) => one.entries.map((e) => ('waits' in e ? e.waits : 'nothing'));

  it('says of a reviewed deed that it waits, when the review said so, and of no other', () => {
    expect(saying(file)).toEqual([true, true, 'nothing']);
    expect(pointsOf(file)).toMatchObject({ waiting: 4, final: 2 });
  });

  it('is equal text, whichever was heard first, a consent or the review that makes it wait', () => {
    const agreed: FileEvent = {
      ...{ type: 'entry.agreed', household: HOUSEHOLD, entry: 'K7Q2-000001', by: 'g1', at: NOON_MS },
    };
    const [first] = recorded;
    const events = [agreed, approved('K7Q2-000001', true)];
    const texts = [events, events.toReversed()].map((order) =>
      JSON.stringify(fold(freshFile(), first ? [first, ...order] : order)),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('has the points to spend of the deeds that a final month lists, and of no others', () => {
    const final: FileEvent = {
      ...{ type: 'entries.final', household: HOUSEHOLD, id: 'N218-000001', month: '2026-03' },
      entries: ['K7Q2-000002', 'K7Q2-000003'],
    };
    const now = fold(file, [final]);
    expect(saying(now)).toEqual([true, 'nothing', 'nothing']);
    expect(pointsOf(now)).toMatchObject({ waiting: 2, final: 4 });
    expect(fold(now, [final])).toEqual(now);
  });
});
