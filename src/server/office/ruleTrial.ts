/**
 * A draft of rules tried on entries that were recorded: what each would be worth, and where the caps would fall. The database does the
 * sums, so that half a million entries do not pass through this process.
 */
import type { Kysely } from 'kysely';
import { type Day, dayNumber, mondayOf, type PeriodKind } from '../../domain/calendar.ts';
import { must } from '../../domain/must.ts';
import { frameworkOn } from '../../domain/outsideOverlay.ts';
import type { Rule } from '../../domain/rule.ts';
import { inForce, type RuleVersion } from '../../domain/ruleSet.ts';
import { type RuleTrial, type RuleTrialRequest, TRIAL_DAYS_MAX, TRIAL_PAGE_ROWS } from '../../protocol/officeRules.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { loadRuleVersions } from './ruleBook.ts';
import { type TrialAsked, type TrialRule, trialQuery } from './ruleTrialQuery.ts';
import { summing } from './statistics/deedSums.ts';

/**
 * One page of households, the ones whose points change most first, and with the first page the totals. Entries count that were not
 * rejected and not taken back; before `from` they only fill the caps, as they were recorded. Points that were chosen from a range count
 * at the nearest end of the new one.
 * @throws ProblemError `invalid` for days out of order or too many, and for a cursor that is none
 */
export async function tryRules(db: Kysely<Database>, town: string, asked: RuleTrialRequest): Promise<RuleTrial> {
  const { from, to, cursor } = asked;
  if (to < from || dayNumber(to) - dayNumber(from) >= TRIAL_DAYS_MAX) throw invalid('to', 'not a span of days');
  const after = cursor === null ? null : readCursor(cursor);
  const [versions, villages] = await Promise.all([
    loadRuleVersions(db, town),
    db.selectFrom('villages').select('code').where('town', '=', town).execute(),
  ]);
  const within = asked.village ?? asked.within;
  const rules = villages
    .map(({ code }) => code)
    .filter((code) => within === null || code === within)
    .flatMap((code) => [...draftOf(versions, asked, code)].flatMap((rule) => trialRule(code, rule, from)));
  // Half of the households each, side by side: the machine has more than one processor.
  const halves = await Promise.all(
    ([0, 1] as const).map(async (half) => {
      const [row] = await summing(db, trialQuery(town, { rules, from, to, within, after, half }));
      return must(row, 'a trial has an answer').answer;
    }),
  );
  const households = halves.flatMap((half) => half.households).sort(byChange);
  const [total, ...others] = halves.flatMap((half) => half.totals ?? []);
  const totals = total === undefined ? null : others.reduce(together, total);
  const page = households.slice(0, TRIAL_PAGE_ROWS);
  const last = households.length > TRIAL_PAGE_ROWS ? page.at(-1) : undefined;
  return {
    households: page,
    cursor: last ? `${Math.abs(last.after - last.before)}~${last.household}` : null,
    totals,
  };
}

type Totals = NonNullable<RuleTrial['totals']>;
type RuleTotals = Totals['rules'][number];

/** Whose points change most comes first; then by code. */
function byChange(a: RuleTrial['households'][number], b: RuleTrial['households'][number]): number {
  return Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || (a.household < b.household ? -1 : 1);
}

/** Totals of other households together with these. */
function together(a: Totals, b: Totals): Totals {
  const rules = new Map(a.rules.map((row) => [row.rule, row]));
  for (const row of b.rules) {
    const other = rules.get(row.rule);
    rules.set(row.rule, other ? ruleTogether(other, row) : row);
  }
  return {
    entries: a.entries + b.entries,
    before: a.before + b.before,
    after: a.after + b.after,
    households: a.households + b.households,
    changed: a.changed + b.changed,
    rules: [...rules.values()].sort((x, y) => (x.rule < y.rule ? -1 : 1)),
  };
}

function ruleTogether(a: RuleTotals, b: RuleTotals): RuleTotals {
  return {
    rule: a.rule,
    entries: a.entries + b.entries,
    before: a.before + b.before,
    after: a.after + b.after,
    off: a.off + b.off,
    capped: a.capped + b.capped,
    outside: a.outside + b.outside,
    none: a.none + b.none,
  };
}

/** What would hold in a village: the draft over the framework, or its own overlay over the draft. */
function draftOf(versions: readonly RuleVersion[], asked: RuleTrialRequest, village: string): Iterable<Rule> {
  const { effectiveFrom: day, rules } = asked;
  const [framework, overlay] =
    asked.village === null
      ? [rules, inForce(versions, village, day)?.rules ?? []]
      : [frameworkOn(versions, day)?.rules ?? [], rules];
  return new Map([...framework, ...overlay].map((rule) => [rule.code, rule])).values();
}

function trialRule(village: string, rule: Rule, from: Day): readonly TrialRule[] {
  if (!rule.enabled) return [];
  const { shape, cap } = rule;
  const [a, b] =
    shape.type === 'fixed'
      ? [shape.points, null]
      : shape.type === 'range'
        ? [shape.min, shape.max]
        : [shape.type === 'per_unit' ? shape.per : null, null];
  const pairs =
    shape.type === 'stepped'
      ? shape.steps.map((step) => [step.at, step.points] as const)
      : shape.type === 'ladder'
        ? shape.levels.map((level) => [level.name, level.points] as const)
        : [];
  return [
    {
      ...{ village, code: rule.code, type: shape.type, sign: rule.kind === 'minus' ? -1 : 1, a, b, pairs },
      times: cap?.times ?? null,
      most: cap?.points ?? null,
      period: cap?.period ?? null,
      scope: cap?.scope ?? null,
      since: cap ? periodStart(cap.period, from) : null,
    },
  ];
}

/** The first day of the period in which a day lies. */
function periodStart(kind: PeriodKind, day: Day): Day {
  switch (kind) {
    case 'week':
      return mondayOf(day);
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter': {
      const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
      return `${day.slice(0, 4)}-${String(month).padStart(2, '0')}-01`;
    }
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
    case 'once':
      return '0000-01-01';
  }
}

function readCursor(cursor: string): NonNullable<TrialAsked['after']> {
  const found = /^(\d{1,9})~([\w-]{1,40})$/.exec(cursor);
  if (!found) throw invalid('cursor', 'not a place in this list');
  return { change: Number(found[1]), household: found[2] ?? '' };
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('invalid', { errors: [{ path: `/body/${field}`, message }] });
}
