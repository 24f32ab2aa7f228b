/** [AL-9] What lapses at the settlement of a quarter, and when it may be settled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lapsing, leftOver, settleRefusal } from '../../../src/domain/quarter.ts';

const facts = { settled: false, waiting: 0 };
const lapses = { leftoverLapses: true, redemptionWindows: 'always' } as const;

describe('[AL-9] a quarter is settled', () => {
  it.each([
    ['not where points stay', { redemptionWindows: 'always' }, '2026-10-01', facts, 'leftover_stays'],
    ['not where the policy says no', { ...lapses, leftoverLapses: false }, '2026-10-01', facts, 'leftover_stays'],
    ['not on its last day', lapses, '2026-09-30', facts, 'quarter_open'],
    ['on the day behind it', lapses, '2026-10-01', facts, undefined],
    ['not twice', lapses, '2026-10-01', { ...facts, settled: true }, 'quarter_settled'],
    ['not before what waits is decided', lapses, '2026-10-01', { ...facts, waiting: 1 }, 'redemptions_wait'],
  ] as const)('%s', (_name, policy, day, known, refusal) => {
    expect(settleRefusal(policy, '2026Q3', day, known)).toBe(refusal);
  });

  it('not while a redemption window is open', () => {
    const policy = { leftoverLapses: true, redemptionWindows: [{ from: '2026-10-02', to: '2026-10-05' }] };
    const on = (day: string) => settleRefusal(policy, '2026Q3', day, facts);
    expect([on('2026-10-01'), on('2026-10-02'), on('2026-10-05'), on('2026-10-06')]).toEqual([
      ...[undefined, 'quarter_open', 'quarter_open', undefined],
    ]);
  });
});

describe('[AL-9] what lapses', () => {
  const points = fc.record({
    final: fc.integer({ min: -50, max: 300 }),
    redeemed: fc.nat({ max: 200 }),
    allotted: fc.nat({ max: 200 }),
  });
  const newer = fc.integer({ min: -30, max: 200 });
  const keeps = fc.nat({ max: 200 });

  it('never reaches what devices hold, newer points or what the policy keeps', () => {
    fc.assert(
      fc.property(points, newer, keeps, (one, later, kept) => {
        const gone = lapsing(one, later, { leftoverKeepPoints: kept });
        expect(gone).toBeGreaterThanOrEqual(0);
        if (gone === 0) return;
        const after = { ...one, final: one.final - gone };
        expect(after.final - after.redeemed - after.allotted).toBeGreaterThanOrEqual(Math.max(0, later));
        expect(leftOver(after, later)).toBeGreaterThanOrEqual(kept);
        // Once is enough: the same again finds nothing.
        expect(lapsing(after, later, { leftoverKeepPoints: kept })).toBe(0);
      }),
    );
  });

  it('is everything that is free of old points where nothing is kept', () => {
    expect(lapsing({ final: 107, redeemed: 0, allotted: 64 }, 7, {})).toBe(36);
    expect(lapsing({ final: 107, redeemed: 0, allotted: 64 }, -7, {})).toBe(43);
    expect(lapsing({ final: 5, redeemed: 9, allotted: 0 }, 0, {})).toBe(0);
  });

  it('is what is more than the kept points, of which devices hold their part', () => {
    const one = { final: 107, redeemed: 0, allotted: 64 };
    expect(lapsing(one, 7, { leftoverKeepPoints: 60 })).toBe(36);
    expect(lapsing(one, 7, { leftoverKeepPoints: 90 })).toBe(10);
    expect(lapsing(one, 7, { leftoverKeepPoints: 100 })).toBe(0);
  });
});
