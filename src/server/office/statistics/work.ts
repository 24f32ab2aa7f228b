/** The work of a period: who scores how, what collided, how the devices do. */
import { type Kysely, sql } from 'kysely';
import { SHANGHAI_OFFSET_MINUTES, startOfDay } from '../../../domain/calendar.ts';
import { consistencyOf, type RuleTally } from '../../../domain/statistics/consistency.ts';
import { addMonths } from '../../../domain/statistics/months.ts';
import type { StatisticsRequest, WorkerFigures, WorkResponse } from '../../../protocol/officeStatistics.ts';
import type { Database } from '../../db/schema.ts';
import { namesOf } from '../peopleNames.ts';
import { reversedDeeds, type Span, summing } from './deedSums.ts';
import { periodOf } from './statistics.ts';

/** `asked.village` is within the person's scope; null for the whole town. `now` in ms. */
export async function officeWork(
  db: Kysely<Database>,
  town: string,
  asked: StatisticsRequest,
  now: number,
): Promise<WorkResponse> {
  const { months } = await periodOf(db, town, asked, now);
  const from = months[0] ?? '';
  const to = months.at(-1) ?? '';
  const span = { from: `${from}-01`, to: `${to}-31` };
  const instants = { from: monthStart(from), to: monthStart(addMonths(to, 1)) };
  const [workers, conflicts, devices] = await Promise.all([
    workersOf(db, town, asked.village, span),
    conflictsOf(db, town, asked.village, instants),
    devicesOf(db, town, asked.village),
  ]);
  return { now, from, to, workers, conflicts, devices };
}

function monthStart(month: string): Date {
  return new Date(startOfDay(`${month}-01`, SHANGHAI_OFFSET_MINUTES));
}

type Tally = RuleTally & { readonly all: number; readonly rejected: number; readonly reversed: number };

async function workersOf(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  { from, to }: Span,
): Promise<WorkerFigures[]> {
  const home = sql`join households h on h.town = e.town and h.code = e.household and h.village = ${village}`;
  const deeds = sql`from entries e ${village === null ? sql`` : home}
    where e.town = ${town} and e.date >= ${from} and e.date <= ${to} and e.reverses is null`;
  const counted = sql`status = 'approved' and points > 0 and not undone`;
  const [tallies, doors] = await Promise.all([
    summing(
      db,
      sql<Tally>`select "by", rule, count(*)::int as "all", (count(*) filter (where status = 'rejected'))::int as rejected,
          (count(*) filter (where undone))::int as reversed, (count(*) filter (where ${counted}))::int as entries,
          coalesce(sum(points) filter (where ${counted}), 0)::int as points,
          coalesce(sum(points * points) filter (where ${counted}), 0)::float8 as squares
        from (select e.by_user as "by", e.rule, e.status, e.points, e.id in ${reversedDeeds(town)} as undone ${deeds} offset 0) as d
        group by 1, 2`,
    ),
    summing(
      db,
      sql<{ by: string; households: number }>`select "by", count(*)::int as households
        from (select e.by_user as "by", e.household ${deeds} group by 1, 2) as visits group by 1`,
    ),
  ]);
  const consistency = consistencyOf(tallies);
  const names = await namesOf(
    db,
    town,
    doors.map(({ by }) => by),
  );
  const sum = (by: string, of: (t: Tally) => number) =>
    tallies.reduce((all, t) => (t.by === by ? all + of(t) : all), 0);
  return doors
    .map(({ by, households }) => ({
      id: by,
      name: names.get(by) ?? by,
      entries: sum(by, (t) => t.all),
      households,
      rejected: sum(by, (t) => t.rejected),
      reversed: sum(by, (t) => t.reversed),
      ...(consistency.get(by) ?? { mean: 0, expected: null, spread: 0, othersSpread: null }),
    }))
    .sort((a, b) => b.entries - a.entries || (a.id < b.id ? -1 : 1));
}

interface Outcome {
  readonly code: string;
  readonly decision: string | null;
  readonly n: number;
  readonly hours: number | null;
}

/** Cases that were opened in the period: how many of each kind, how they were decided, and how long that took. */
async function conflictsOf(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  when: { readonly from: Date; readonly to: Date },
): Promise<WorkResponse['conflicts']> {
  const { rows } = await sql<Outcome>`
    select code, decision, count(*)::int as n, null::float8 as hours from cases
    where town = ${town} and (${village}::text is null or village = ${village}) and opened_at >= ${when.from} and opened_at < ${when.to}
    group by 1, 2
    union all
    select code, '', 0, percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at)) / 3600 from cases
    where town = ${town} and (${village}::text is null or village = ${village}) and opened_at >= ${when.from} and opened_at < ${when.to}
      and decided_at is not null
    group by 1`.execute(db);
  const codes = [...new Set(rows.map((row) => row.code))];
  return codes
    .map((code) => {
      const own = rows.filter((row) => row.code === code);
      const decided = own.filter((row) => row.decision !== null && row.decision !== '');
      return {
        code,
        open: own.find((row) => row.decision === null)?.n ?? 0,
        decided: decided.reduce((sum, row) => sum + row.n, 0),
        decisions: Object.fromEntries(decided.map((row) => [row.decision ?? '', row.n])),
        hours: own.find((row) => row.decision === '')?.hours ?? null,
      };
    })
    .sort((a, b) => b.open + b.decided - a.open - a.decided || (a.code < b.code ? -1 : 1));
}

/** Tablets and counters that are in use, the one not heard of for longest first, with what of theirs was held or refused. */
async function devicesOf(db: Kysely<Database>, town: string, village: string | null): Promise<WorkResponse['devices']> {
  const { rows } = await sql<Omit<WorkResponse['devices'][number], 'lastSyncAt'> & { readonly last: Date | null }>`
    select d.id, d.name, d.kind, d.village, d.last_sync_at as last, d.unsent, d.clock_offset_ms as "clockOffsetMs", d.app,
      coalesce(o.held, 0)::int as held, coalesce(o.refused, 0)::int as refused
    from devices d left join (
      select device, count(*) filter (where outcome = 'held') as held, count(*) filter (where outcome = 'refused') as refused
      from ops where town = ${town} and outcome <> 'applied' group by device) o on o.device = d.id
    where d.town = ${town} and d.status = 'active' and d.kind in ('tablet', 'counter')
      and (${village}::text is null or d.village = ${village})
    order by d.last_sync_at nulls first, d.id`.execute(db);
  return rows.map(({ last, ...device }) => ({ ...device, lastSyncAt: last?.getTime() ?? null }));
}
