import type { Day } from '../../../domain/calendar.ts';
import type { Rule } from '../../../domain/rule.ts';
import { rulesOn } from '../../../domain/ruleSet.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';

const known = new WeakMap<Catalogue, Map<string, ReadonlyMap<string, Rule>>>();

/** The items of a village on a day. Kept per catalogue: a list of entries asks for the same day many times. */
export function rulesOf(catalogue: Catalogue, village: string, day: Day): ReadonlyMap<string, Rule> {
  let byDay = known.get(catalogue);
  if (!byDay) {
    byDay = new Map();
    known.set(catalogue, byDay);
  }
  const key = `${village} ${day}`;
  let rules = byDay.get(key);
  if (!rules) {
    rules = rulesOn(catalogue.rules, village, day);
    byDay.set(key, rules);
  }
  return rules;
}

/** The title of an item on the day of the deed; its code when this device has no such version. */
export function ruleTitle(catalogue: Catalogue, village: string, code: string, day: Day): string {
  return rulesOf(catalogue, village, day).get(code)?.title ?? code;
}
