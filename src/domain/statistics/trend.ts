/**
 * Which category is falling behind, and since when: plain rules that a committee can check with a pencil. Everything is points per household
 * and month, so that villages of different size compare.
 */

/** The last months that are looked at, and those before them that they are held against. */
export const RECENT_MONTHS = 3;
export const BEFORE_MONTHS = 12;
/** Fewer months before than these say nothing. */
const BEFORE_MONTHS_MIN = 3;
/** A category falls behind when it lost at least this share of what it was. */
export const DROP_MIN = 0.25;
/** Below this many points per household and month a category is too rare to be judged by its swings. */
export const LEVEL_MIN = 0.05;

export interface Trend {
  /** Means per household and month. */
  readonly recent: number;
  readonly before: number;
  /** Share lost, 0.4 = 40 % less; less than nothing when it grew. */
  readonly drop: number;
  /** Place in the series of the first month of the run at its end that lies below what was before; null when its last month does not. */
  readonly since: number | null;
}

/** Mean of numbers; 0 of none. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, v) => sum + v, 0) / values.length;
}

/**
 * How the end of a series compares with what was before.
 * @param series a value for each month, oldest first; the last RECENT_MONTHS are held against the BEFORE_MONTHS before them
 * @returns undefined when there is not enough before to compare with
 */
export function trendOf(series: readonly number[]): Trend | undefined {
  const split = series.length - RECENT_MONTHS;
  const earlier = series.slice(Math.max(0, split - BEFORE_MONTHS), Math.max(0, split));
  if (earlier.length < BEFORE_MONTHS_MIN) return undefined;
  const recent = mean(series.slice(split));
  const before = mean(earlier);
  const drop = before === 0 ? 0 : (before - recent) / before;
  return { recent, before, drop, since: runBelow(series, before * (1 - DROP_MIN / 2)) };
}

/** Where the unbroken run of values below `level` at the end begins. */
function runBelow(series: readonly number[], level: number): number | null {
  let start: number | null = null;
  for (let i = series.length - 1; i >= 0 && (series[i] ?? 0) < level; i--) start = i;
  return start;
}

export type Standing = 'falling' | 'season' | 'low' | 'fine';

/**
 * What to say of a category in one village. `falling`: it lost at least DROP_MIN, and more than the other villages did. `season`: the others
 * lost as much. `low`: it did not fall, but is less than half of what the others have. `rest` is the mean of the other villages; undefined
 * without any.
 */
export function standingOf(own: Trend, rest: Trend | undefined): Standing {
  const worth = Math.max(own.before, rest?.before ?? 0) >= LEVEL_MIN;
  if (!worth) return 'fine';
  if (own.before >= LEVEL_MIN && own.drop >= DROP_MIN) {
    // Half the loss must be its own: what every village loses is the season's.
    return rest !== undefined && rest.drop > own.drop / 2 ? 'season' : 'falling';
  }
  return rest !== undefined && rest.recent >= LEVEL_MIN && own.recent < rest.recent / 2 ? 'low' : 'fine';
}
