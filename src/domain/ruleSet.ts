/**
 * Dated versions of a village's rules: one town framework, each village adapts it by an overlay (整体框架不变，各村优化创新).
 * Rows of an overlay are complete items: they replace the framework's item of the same code or add one.
 */
import type { Day } from './calendar.ts';
import type { Rule } from './rule.ts';

export interface RuleVersion {
  /** Village code, or null for the town framework. */
  readonly village: string | null;
  readonly version: number;
  readonly effectiveFrom: Day;
  readonly rules: readonly Rule[];
}

/** The newest version of `village` (null: framework) that is in force on `day`. */
export function inForce<V extends Omit<RuleVersion, 'rules'>>(
  versions: readonly V[],
  village: string | null,
  day: Day,
): V | undefined {
  let best: V | undefined;
  for (const v of versions) {
    if (v.village !== village || v.effectiveFrom > day) continue;
    if (
      !best ||
      v.effectiveFrom > best.effectiveFrom ||
      (v.effectiveFrom === best.effectiveFrom && v.version > best.version)
    )
      best = v;
  }
  return best;
}

/** What was merged before, by list of versions: a batch asks for the same few days again and again. Lists never change. */
const merged = new WeakMap<readonly RuleVersion[], Map<string, ReadonlyMap<string, Rule>>>();
/** Days of one list that are kept; a device may name any day it likes. */
const MERGED_MAX = 400;

/**
 * All items of a village on a day, overlay over framework, ordered by code; includes the ones switched off. `versions` must not
 * be changed afterwards: a newer set of rules is another list.
 */
export function rulesOn(versions: readonly RuleVersion[], village: string, day: Day): ReadonlyMap<string, Rule> {
  let known = merged.get(versions);
  if (!known) {
    known = new Map();
    merged.set(versions, known);
  }
  const key = `${day} ${village}`;
  const before = known.get(key);
  if (before) return before;
  if (known.size >= MERGED_MAX) known.clear();
  const rules = mergedOn(versions, village, day);
  known.set(key, rules);
  return rules;
}

function mergedOn(versions: readonly RuleVersion[], village: string, day: Day): ReadonlyMap<string, Rule> {
  const all = new Map<string, Rule>();
  for (const rule of inForce(versions, null, day)?.rules ?? []) all.set(rule.code, rule);
  for (const rule of inForce(versions, village, day)?.rules ?? []) all.set(rule.code, rule);
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}
