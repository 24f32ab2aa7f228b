/**
 * A draft of rules tried on entries that were recorded: what each would be worth, and where the caps would fall. The database does the
 * sums, so that half a million entries do not pass through this process.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type Day, dayNumber, mondayOf, type PeriodKind } from '../../domain/calendar.ts';
import { frameworkOn } from '../../domain/outsideOverlay.ts';
import type { Rule } from '../../domain/rule.ts';
import { inForce, type RuleVersion } from '../../domain/ruleSet.ts';
import { type RuleTrial, type RuleTrialRequest, TRIAL_DAYS_MAX, TRIAL_PAGE_ROWS } from '../../protocol/officeRules.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { loadRuleVersions } from './ruleBook.ts';
import { reversedDeeds, summing } from './statistics/deedSums.ts';

/** An item as the query takes it; `since`: the first day whose entries count towards the cap of the first days. */
interface TrialRule {
  readonly village: string;
  readonly code: string;
  readonly type: Rule['shape']['type'];
  readonly sign: 1 | -1;
  readonly a: number | null;
  readonly b: number | null;
  readonly pairs: readonly (readonly [at: number | string, points: number])[];
  readonly times: number | null;
  readonly most: number | null;
  readonly period: PeriodKind | null;
  readonly scope: 'household' | 'member' | null;
  readonly since: Day | null;
}

interface Answer {
  readonly households: RuleTrial['households'];
  readonly totals: RuleTrial['totals'];
}

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
  const [row] = await summing(db, trialQuery(town, { rules, from, to, within, after }));
  const { households = [], totals = null } = row?.answer ?? {};
  const page = households.slice(0, TRIAL_PAGE_ROWS);
  const last = households.length > TRIAL_PAGE_ROWS ? page.at(-1) : undefined;
  return {
    households: page,
    cursor: last ? `${Math.abs(last.after - last.before)}~${last.household}` : null,
    totals,
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

interface Asked {
  readonly rules: readonly TrialRule[];
  readonly from: Day;
  readonly to: Day;
  readonly within: string | null;
  readonly after: { readonly change: number; readonly household: string } | null;
}

function trialQuery(town: string, { rules, from, to, within, after }: Asked): RawBuilder<{ answer: Answer }> {
  const place = within === null ? sql`true` : sql`h.village = ${within}`;
  const behind =
    after === null
      ? sql`true`
      : sql`abs(p.after - p.before) <= ${after.change}
          and (abs(p.after - p.before) < ${after.change} or p.household > ${after.household})`;
  return sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as r(village text, code text, type text, sign int,
        a int, b int, pairs jsonb, times int, most int, period text, scope text, since text)
    ), valued as (
      select e.household, e.rule, e.date, e.at, e.id, e.points, e.date >= ${from} as inside,
        r.type, r.sign, r.times, r.most,
        r.type = 'range' and (abs(e.points) < r.a or abs(e.points) > r.b) as outside,
        case r.scope when 'member' then e.member end as member,
        case r.period
          when 'week' then ((e.date::date - date '1970-01-05') / 7)::text
          when 'month' then left(e.date, 7)
          when 'quarter' then left(e.date, 4) || 'Q' || ((substr(e.date, 6, 2)::int + 2) / 3)
          when 'year' then left(e.date, 4) end as period,
        case when r.type is null then null when e.date < ${from} then abs(e.points)
          when r.type = 'fixed' then r.a
          when r.type = 'range' then least(greatest(abs(e.points), r.a), r.b)
          when r.type = 'per_unit' then r.a * e.quantity
          when r.type = 'stepped' then (select (p->>1)::int from jsonb_array_elements(r.pairs) p
            where (p->>0)::int <= e.quantity order by (p->>0)::int desc limit 1)
          when r.type = 'ladder' then (select (p->>1)::int from jsonb_array_elements(r.pairs) p
            where p->>0 = e.level limit 1) end as raw
      from entries e
        join households h on h.town = e.town and h.code = e.household
        left join r on r.village = h.village and r.code = e.rule
      where e.town = ${town} and ${place} and e.status <> 'rejected' and e.reverses is null
        and e.date <= ${to} and e.date >= coalesce(r.since, ${from})
        and e.id not in ${reversedDeeds(town)}
    ), numbered as (
      select *, row_number() over w as nth from valued
      window w as (partition by household, rule, period, member, raw is null order by date, at, id)
    ), counted as (
      select *, case when inside and nth > times then 0 else raw end as room from numbered
    ), summed as (
      select *, sum(room) over (partition by household, rule, period, member, raw is null order by date, at, id) as total
      from counted
    ), settled as materialized (
      select household, rule, points as before, type is null as off, coalesce(outside, false) as outside,
        type is not null and raw is null as none, raw,
        coalesce(case when most is null then room else greatest(0, least(most, total) - least(most, total - room)) end, 0)
          as worth, coalesce(sign, 1) as sign
      from summed where inside
    ), per_household as materialized (
      select household, count(*)::int as entries, sum(before)::int as before, sum(sign * worth)::int as after
      from settled group by household
    )
    select json_build_object(
      'households', (select coalesce(json_agg(row), '[]') from (
        select p.household, h.head, h.village, p.entries, p.before, p.after
        from per_household p join households h on h.town = ${town} and h.code = p.household
        where ${behind}
        order by abs(p.after - p.before) desc, p.household limit ${TRIAL_PAGE_ROWS + 1}) row),
      'totals', ${after === null ? totals() : sql`null`}) as answer`;
}

function totals(): RawBuilder<unknown> {
  return sql`(select json_build_object(
    'entries', coalesce(sum(entries), 0), 'before', coalesce(sum(before), 0), 'after', coalesce(sum(after), 0),
    'households', count(*), 'changed', count(*) filter (where before <> after),
    'rules', (select coalesce(json_agg(row), '[]') from (
      select rule, count(*)::int as entries, sum(before)::int as before, sum(sign * worth)::int as after,
        count(*) filter (where off)::int as off, count(*) filter (where raw > worth)::int as capped,
        count(*) filter (where outside)::int as outside, count(*) filter (where none)::int as none
      from settled group by rule order by rule) row)) from per_household)`;
}

function readCursor(cursor: string): NonNullable<Asked['after']> {
  const found = /^(\d{1,9})~([\w-]{1,40})$/.exec(cursor);
  if (!found) throw invalid('cursor', 'not a place in this list');
  return { change: Number(found[1]), household: found[2] ?? '' };
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('invalid', { errors: [{ path: `/body/${field}`, message }] });
}
