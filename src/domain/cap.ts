/** Caps of a rule: at most so many times and so many points per period, per household or member. */
import { type Day, periodKey } from './calendar.ts';
import type { Entry } from './household.ts';
import { countsTowardsCap, reversedIds } from './points.ts';
import type { Rule } from './rule.ts';

export interface CapRoom {
  /** Counted entries of the same rule, scope and period: the ones the new deed competes with. */
  readonly competing: readonly Entry[];
  /** Times left; Infinity without a cap on times. */
  readonly times: number;
  /** Points left (absolute value); Infinity without a cap on points. */
  readonly points: number;
}

/** What room a rule's caps leave for a deed on a day, given the entries of the household. */
export function capRoom(rule: Rule, entries: readonly Entry[], day: Day, member: string | undefined): CapRoom {
  const cap = rule.cap;
  if (!cap) return { competing: [], times: Infinity, points: Infinity };
  const key = periodKey(cap.period, day);
  const reversed = reversedIds(entries);
  const competing = entries.filter(
    (e) =>
      e.rule === rule.code &&
      countsTowardsCap(e, reversed) &&
      periodKey(cap.period, e.date) === key &&
      (cap.scope === 'household' || e.member === member),
  );
  const used = competing.reduce((sum, e) => sum + Math.abs(e.points), 0);
  return {
    competing,
    times: cap.times === undefined ? Infinity : Math.max(0, cap.times - competing.length),
    points: cap.points === undefined ? Infinity : Math.max(0, cap.points - used),
  };
}
