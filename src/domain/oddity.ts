/**
 * What should strike whoever reviews a deed. None of it is a fault: each is a reason to look twice, and says its figures. Rules that a
 * person can check by hand.
 */

/** Weeks before the deed's own that say what a worker usually gives for a rule. */
export const USUAL_WEEKS = 8;
/** In so many of them the worker has used the rule at all, or nothing is known to be usual. */
const WEEKS_KNOWN_MIN = 3;
/** So many times the mean is beyond usual … */
const TIMES_MEAN = 3;
/** … from so many deeds or points of the week on: three deeds instead of one are nothing. */
const COUNT_MIN = 5;
const POINTS_MIN = 10;

/** What one worker gave for one rule in one week; points without their sign. */
export interface WeekOfRule {
  readonly count: number;
  readonly points: number;
}

export interface BeyondUsual {
  readonly measure: 'count' | 'points';
  /** Of the deed's week. */
  readonly now: number;
  /** Mean of the weeks before, to a tenth. */
  readonly mean: number;
}

/** Whether a week is far beyond what the worker's own eight weeks before it were on average. `before` has the weeks that are not empty. */
export function beyondUsual(week: WeekOfRule, before: readonly WeekOfRule[]): BeyondUsual | undefined {
  if (before.filter(({ count }) => count > 0).length < WEEKS_KNOWN_MIN) return undefined;
  const mean = (of: keyof WeekOfRule) => before.reduce((sum, one) => sum + one[of], 0) / USUAL_WEEKS;
  const far = (measure: keyof WeekOfRule, least: number): BeyondUsual | undefined => {
    const [now, usual] = [week[measure], mean(measure)];
    if (now < least || now <= TIMES_MEAN * usual) return undefined;
    return { measure, now, mean: Math.round(usual * 10) / 10 };
  };
  return far('count', COUNT_MIN) ?? far('points', POINTS_MIN);
}

/** How a household says whose relatives live in it: a tag with the worker's id or name behind it. */
const RELATIVE_OF = /^亲属\s*[:：]\s*(.+)$/;

/** Whether tags of a household mark it as that of a relative of this worker (`亲属:W-XX01` or `亲属:谢伟`). */
export function isRelativeOf(tags: readonly string[], worker: { readonly id: string; readonly name: string }): boolean {
  return tags.some((tag) => {
    const named = RELATIVE_OF.exec(tag)?.[1]?.trim();
    return named !== undefined && (named === worker.id || named === worker.name);
  });
}
