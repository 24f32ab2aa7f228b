import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RankTier, rankYear, starTiers, type YearTotal } from '../../../src/domain/ranking.ts';

const DEFAULT_TIERS = starTiers({});

const totals = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -20, max: 60 })), {
    selector: ([n]) => n,
    maxLength: 120,
  })
  .map((list) =>
    list.map(([n, points]): YearTotal => ({ household: `XW-${String(n).padStart(4, '0')}`, village: 'XW', points })),
  );
const of = (...points: readonly number[]) =>
  rankYear(
    points.map((p, i) => ({ household: `XW-000${i}`, village: 'XW', points: p })),
    [],
  ).map((row) => row.rank);

describe('the yearly rank', () => {
  test('a rank is one more than the number of those with more points, so equals share it', () => {
    fc.assert(
      fc.property(totals, (list) => {
        for (const row of rankYear(list, DEFAULT_TIERS)) {
          expect(row.rank).toBe(1 + list.filter((other) => other.points > row.points).length);
        }
      }),
    );
    expect(of(9, 9, 8, 7, 7, 7, 1)).toEqual([1, 1, 3, 4, 4, 4, 7]);
  });

  test('everybody with points is in it once, best first; nobody without', () => {
    fc.assert(
      fc.property(totals, (list) => {
        const rows = rankYear(list, DEFAULT_TIERS);
        const earned = list.filter((t) => t.points > 0).map((t) => t.household);
        expect(rows.map((r) => r.household).sort()).toEqual(earned.sort());
        rows.forEach((row, i) => {
          expect(row.points).toBeLessThanOrEqual(rows[i - 1]?.points ?? Number.POSITIVE_INFINITY);
        });
      }),
    );
  });

  test('the order in which households come does not matter', () => {
    fc.assert(
      fc.property(totals, fc.infiniteStream(fc.nat()), (list, keys) => {
        const mixed = list.map((t) => [keys.next().value ?? 0, t] as const).sort(([a], [b]) => a - b);
        expect(
          rankYear(
            mixed.map(([, t]) => t),
            DEFAULT_TIERS,
          ),
        ).toEqual(rankYear(list, DEFAULT_TIERS));
      }),
    );
  });

  test('equals have the same tier, more points never a lower one, and no tier is larger than its share but for ties', () => {
    const tiers: readonly RankTier[] = [
      { name: 'a', percent: 10, minPoints: 20 },
      { name: 'b', percent: 30 },
      { name: 'c', minPoints: 5 },
    ];
    const height = (tier: string | null) => (tier === null ? 3 : 'abc'.indexOf(tier));
    fc.assert(
      fc.property(totals, (list) => {
        const rows = rankYear(list, tiers);
        rows.forEach((row, i) => {
          const before = rows[i - 1];
          if (before) expect(height(before.tier)).toBeLessThanOrEqual(height(row.tier));
          if (before?.points === row.points) expect(before.tier).toBe(row.tier);
          if (row.tier === 'a') expect(row.points).toBeGreaterThanOrEqual(20);
        });
        const best = rows.filter((r) => r.tier === 'a');
        const last = best.at(-1)?.rank ?? 0;
        expect(last).toBeLessThanOrEqual(Math.max(1, Math.floor(rows.length / 10)));
      }),
    );
  });

  test('a lone household is the best there is', () => {
    expect(rankYear([{ household: 'XW-0001', village: 'XW', points: 3 }], DEFAULT_TIERS)).toMatchObject([
      { rank: 1, tier: '五星' },
    ]);
    expect(rankYear([{ household: 'XW-0001', village: 'XW', points: 0 }], DEFAULT_TIERS)).toEqual([]);
  });
});
