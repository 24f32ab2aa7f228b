import { standingOf, type Trend, trendOf } from '../../../domain/statistics/trend.ts';
import type { CategoryFigures } from '../../../protocol/officeStatistics.ts';

interface CategorySum {
  readonly month: string;
  readonly village: string;
  readonly category: string;
  readonly points: number;
  readonly entries: number;
}

interface Frame {
  /** Of every village of the town. */
  readonly households: ReadonlyMap<string, number>;
  readonly months: readonly string[];
  readonly trendMonths: readonly string[];
  /** Month of the first deed that is known: trends do not look before it. */
  readonly began: string;
}

/** Every category in every village, worst first: points of each month, the other villages' mean, and whether it falls behind. */
export function categoryFigures(
  sums: readonly CategorySum[],
  { households, months, trendMonths, began }: Frame,
): ReadonlyMap<string, readonly CategoryFigures[]> {
  const points = new Map<string, number>();
  const entries = new Map<string, number>();
  const add = (all: Map<string, number>, key: string, value: number) => all.set(key, (all.get(key) ?? 0) + value);
  for (const sum of sums) {
    for (const village of [sum.village, '']) {
      const key = `${village} ${sum.category} ${sum.month}`;
      add(points, key, sum.points);
      add(entries, key, sum.entries);
    }
  }
  const categories = [...new Set(sums.map((s) => s.category))].sort();
  const all = [...households.values()].reduce((sum, n) => sum + n, 0);
  const known = trendMonths.filter((m) => m >= began);
  return new Map(
    [...households].map(([village, homes]) => {
      const others = all - homes;
      const own = (category: string, month: string) => points.get(`${village} ${category} ${month}`) ?? 0;
      const perHome = (category: string, month: string) => (homes === 0 ? 0 : own(category, month) / homes);
      const rest = (category: string, month: string) =>
        ((points.get(` ${category} ${month}`) ?? 0) - own(category, month)) / others;
      const figures = categories.map((category): CategoryFigures => {
        const trend = trendOf(known.map((m) => perHome(category, m)));
        const othersTrend = others === 0 ? undefined : trendOf(known.map((m) => rest(category, m)));
        return {
          category,
          points: months.map((m) => own(category, m)),
          entries: months.map((m) => entries.get(`${village} ${category} ${m}`) ?? 0),
          others: others === 0 ? null : months.map((m) => rest(category, m)),
          trend: told(trend, known),
          othersTrend: told(othersTrend, known),
          standing: trend ? standingOf(trend, othersTrend) : 'fine',
        };
      });
      return [village, figures.sort(worstFirst)] as const;
    }),
  );
}

const WORST_FIRST = ['falling', 'low', 'season', 'fine'] as const;

function worstFirst(a: CategoryFigures, b: CategoryFigures): number {
  const rank = WORST_FIRST.indexOf(a.standing) - WORST_FIRST.indexOf(b.standing);
  return rank !== 0 ? rank : (b.trend?.drop ?? 0) - (a.trend?.drop ?? 0);
}

function told(trend: Trend | undefined, months: readonly string[]): CategoryFigures['trend'] {
  if (!trend) return null;
  return { ...trend, since: trend.since === null ? null : (months[trend.since] ?? null) };
}
