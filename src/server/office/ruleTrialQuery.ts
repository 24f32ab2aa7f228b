/** The question to the database behind a trial of rules: what each entry would be worth, and where the caps would fall. */
import { type RawBuilder, sql } from 'kysely';
import type { Day, PeriodKind } from '../../domain/calendar.ts';
import type { Rule } from '../../domain/rule.ts';
import { type RuleTrial, TRIAL_PAGE_ROWS } from '../../protocol/officeRules.ts';
import { reversedDeeds } from './statistics/deedSums.ts';

/** An item as the query takes it; `since`: the first day whose entries count towards the cap of the first days. */
export interface TrialRule {
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

export interface TrialAnswer {
  readonly households: RuleTrial['households'];
  readonly totals: RuleTrial['totals'];
}

export interface TrialAsked {
  readonly rules: readonly TrialRule[];
  readonly from: Day;
  readonly to: Day;
  readonly within: string | null;
  readonly after: { readonly change: number; readonly household: string } | null;
  /** Households of which half, 0 or 1. */
  readonly half: 0 | 1;
}

export function trialQuery(
  town: string,
  { rules, from, to, within, after, half }: TrialAsked,
): RawBuilder<{ answer: TrialAnswer }> {
  // As a truth value: of an equation the planner believes that it leaves one household in two hundred.
  const ours = half === 0 ? sql`not (hashtext(h.code) & 1)::boolean` : sql`(hashtext(h.code) & 1)::boolean`;
  const place = within === null ? sql`true` : sql`h.village = ${within}`;
  const behind =
    after === null
      ? sql`true`
      : sql`abs(p.after - p.before) <= ${after.change}
          and (abs(p.after - p.before) < ${after.change} or p.household > ${after.household})`;
  const deeds = sql`e.town = ${town} and e.status <> 'rejected' and e.reverses is null and e.id not in ${reversedDeeds(town)}`;
  return sql`
    with r as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rules.map(({ village, code, ...rule }, i) => ({ no: i, place: `${village} ${code}`, ...rule })))}::jsonb) as r(no int, place text, type text, sign int,
        a int, b int, pairs jsonb, times int, most int, period text, scope text, since text)
    ), homes as materialized (
      select h.code, h.village, row_number() over () as no from households h
      where h.town = ${town} and ${place} and ${ours}
    ), filled as materialized (
      select ${capKey(sql`${from}::text`)} as key, case r.scope when 'member' then e.member end as member,
        count(*)::int as times, sum(abs(e.points))::int as total
      from entries e join homes h on h.code = e.household join r on r.place = h.village || ' ' || e.rule
      where ${deeds} and e.date < ${from} and ${filling(rules, from)} and e.date >= r.since
      group by 1, 2
    ), valued as materialized (
      select e.household, e.rule, e.date, e.at, e.id, e.points, r.type, r.sign, r.times, r.most,
        r.type = 'range' and (abs(e.points) < r.a or abs(e.points) > r.b) as outside,
        ${capKey(sql`e.date`)} as key, case r.scope when 'member' then e.member end as member,
        case when r.type = 'fixed' then r.a
          when r.type = 'range' then least(greatest(abs(e.points), r.a), r.b)
          when r.type = 'per_unit' then r.a * e.quantity
          when r.type = 'stepped' then (select (p->>1)::int from jsonb_array_elements(r.pairs) p
            where (p->>0)::int <= e.quantity order by (p->>0)::int desc limit 1)
          when r.type = 'ladder' then (select (p->>1)::int from jsonb_array_elements(r.pairs) p
            where p->>0 = e.level limit 1) end as raw
      from entries e join homes h on h.code = e.household left join r on r.place = h.village || ' ' || e.rule
      where ${deeds} and e.date >= ${from} and e.date <= ${to}
    ), numbered as (
      select v.*, row_number() over w + coalesce(f.times, 0) as nth, coalesce(f.total, 0) as filled
      from (select *, raw is null as none from valued) v
        left join filled f on f.key = v.key and f.member is not distinct from v.member
      window w as (partition by v.key, v.member, v.none order by v.date, v.at, v.id)
    ), counted as (
      select *, case when nth > times then 0 else raw end as room from numbered
    ), summed as (
      select *, filled + sum(room) over (partition by key, member, none order by date, at, id) as total from counted
    ), settled as materialized (
      select household, rule, points as before, type is null as off, coalesce(outside, false) as outside,
        type is not null and none as none, raw,
        coalesce(case when most is null then room else greatest(0, least(most, total) - least(most, total - room)) end, 0)
          as worth, coalesce(sign, 1) as sign
      from summed
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

/** Whether a deed before the first day can count towards a cap whose period began before it too. Over `entries as e`. */
function filling(rules: readonly TrialRule[], from: Day): RawBuilder<unknown> {
  const codes = new Map<Day, Set<string>>();
  for (const { code, since } of rules) {
    if (since !== null && since < from) codes.set(since, (codes.get(since) ?? new Set()).add(code));
  }
  const parts = [...codes].map(([since, some]) => sql`e.date >= ${since} and e.rule = any(${[...some]}::text[])`);
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

/**
 * What a cap counts together, as one number that is sorted fast: the household, the item and the period in which a day lies. Null
 * without an item. Over `homes as h` and `r`.
 */
function capKey(day: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(h.no * 10000 + r.no) * 1000000 + case r.period
    when 'week' then (${day}::date - date '1970-01-05') / 7
    when 'month' then replace(left(${day}, 7), '-', '')::int
    when 'quarter' then left(${day}, 4)::int * 10 + (substr(${day}, 6, 2)::int + 2) / 3
    when 'year' then left(${day}, 4)::int else 0 end`;
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
