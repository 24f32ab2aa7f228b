import type { Entry } from '../../../src/domain/household.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import { placeOf } from '../world/oracle.ts';
import { refOf, type World } from '../world/world.ts';
import type { Check } from './check.ts';

const DAY_MS = 86_400_000;

/** The rule of a village on a day, looked up anew. */
export function ruleOn(versions: readonly RuleVersion[], village: string, day: string, code: string): Rule | undefined {
  const newest = (place: string | null) =>
    versions
      .filter((v) => v.village === place && v.effectiveFrom <= day)
      .sort((a, b) =>
        a.effectiveFrom === b.effectiveFrom ? b.version - a.version : a.effectiveFrom < b.effectiveFrom ? 1 : -1,
      )[0]
      ?.rules.find((rule) => rule.code === code);
  return newest(village) ?? newest(null);
}

function period(kind: string, day: string): string {
  if (kind === 'once') return '';
  if (kind === 'year') return day.slice(0, 4);
  if (kind === 'month') return day.slice(0, 7);
  if (kind === 'quarter') return `${day.slice(0, 4)} ${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return new Date(Date.parse(`${day}T00:00:00Z`) - weekday * DAY_MS).toISOString().slice(0, 10);
}

/** Entries that count because a person let them. */
export function letCount(world: World, id: string): boolean {
  const decision = world.oracle.cases.get(id)?.decided?.decision;
  return decision !== undefined && decision !== 'reject';
}

/** `later`: entries that the server wrote behind this one; each of them is looked at by itself. */
function excess(
  world: World,
  rules: readonly RuleVersion[],
  code: string,
  entry: Entry,
  later: ReadonlySet<string>,
): string | undefined {
  const file = world.oracle.files.get(code);
  const rule = file && ruleOn(rules, placeOf(file).village, entry.date, entry.rule);
  const cap = rule?.cap;
  if (!file || !cap || entry.reverses) return undefined;
  const reversed = new Set<string>();
  for (const e of file.entries.values()) if (e.reverses && e.status === 'approved') reversed.add(e.reverses);
  const alike = [...file.entries.values()].filter(
    (e) =>
      e.rule === entry.rule &&
      !e.reverses &&
      e.status !== 'rejected' &&
      !reversed.has(e.id) &&
      !later.has(e.id) &&
      period(cap.period, e.date) === period(cap.period, entry.date) &&
      (cap.scope === 'household' || e.member === entry.member),
  );
  const points = alike.reduce((sum, e) => sum + Math.abs(e.points), 0);
  if (alike.length > (cap.times ?? Infinity))
    return `${entry.id} is number ${alike.length} of ${cap.times} for ${code}`;
  if (points > (cap.points ?? Infinity)) return `${entry.id} makes ${points} of ${cap.points} points for ${code}`;
  return undefined;
}

export const caps: Check = {
  name: 'caps',
  promise: 'CF-02, CF-03: no entry counts beyond its cap unless a person let it',
  server: (world, { ops }, rules) => {
    const wrong: string[] = [];
    // What counted before a restore counts again, whoever comes first now.
    const applied = ops.filter((op) => op.verdict.outcome === 'applied').map(refOf);
    const judged = new Set(applied.filter((ref) => !world.counted.has(ref)));
    const recorded = world.oracle.fresh.filter((event) => event.type === 'entry.recorded');
    for (const [i, { household, entry }] of recorded.entries()) {
      if (!judged.has(entry.id)) continue;
      // Behind a push the server may take up a decision that had waited for it: what a person lets count then comes later.
      const later = new Set(recorded.slice(i + 1).map((event) => event.entry.id));
      const text = excess(world, rules, household, entry, later);
      if (text !== undefined) wrong.push(text);
    }
    return wrong;
  },
};
