/**
 * The yearly ranking (一年一排名): by 累计 of the year, so spending costs nobody their rank. A deed counts in the year of its date; a deed and
 * its approved reversal both count nothing; what a merged household earned is its family's (CF-09).
 */

import type { Policy } from './policy.ts';

/** A tier of stars: the best `percent` of those that are ranked, and at least so many points where that is asked for. */
export interface RankTier {
  readonly name: string;
  /** Of the households in the list, 1 to 100, counted from the first rank on. */
  readonly percent?: number;
  readonly minPoints?: number;
}

/** The tiers of a place; what its policy does not say is a twentieth, a seventh, a third. */
export function starTiers(
  policy: Pick<Policy, 'fiveStarPercent' | 'fourStarPercent' | 'threeStarPercent'>,
): readonly RankTier[] {
  return [
    { name: '五星', percent: policy.fiveStarPercent ?? 5 },
    { name: '四星', percent: policy.fourStarPercent ?? 15 },
    { name: '三星', percent: policy.threeStarPercent ?? 35 },
  ];
}

/** Households of cadres carry it; a policy may list them apart. */
export const CADRE_TAG = '干部';

export interface YearTotal {
  readonly household: string;
  readonly village: string;
  readonly points: number;
}

export interface RankedRow extends YearTotal {
  /** Who has the same points shares the rank; the next one is behind all of them. */
  readonly rank: number;
  /** Null: below every tier. */
  readonly tier: string | null;
}

/**
 * Ranks households by their points. Those without any are not ranked: nobody is told that they are the last.
 * @param tiers the best one first; a household gets the first that it reaches, and all who share a rank share the tier
 */
export function rankYear(totals: readonly YearTotal[], tiers: readonly RankTier[]): readonly RankedRow[] {
  const rows = totals.filter((t) => t.points > 0);
  const sorted = [...rows].sort((a, b) => b.points - a.points || (a.household < b.household ? -1 : 1));
  let rank = 0;
  return sorted.map((row, i) => {
    if (row.points !== sorted[i - 1]?.points) rank = i + 1;
    return { ...row, rank, tier: tierOf(rank, row.points, sorted.length, tiers) };
  });
}

/** By rank and not by place: whoever has as many points has as good a tier. */
function tierOf(rank: number, points: number, of: number, tiers: readonly RankTier[]): string | null {
  const reached = tiers.find(({ percent, minPoints }) => {
    // The first is always among the best, however few there are.
    const places = percent === undefined ? of : Math.max(1, Math.floor((of * percent) / 100));
    return rank <= places && points >= (minPoints ?? 0);
  });
  return reached?.name ?? null;
}
