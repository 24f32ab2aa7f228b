/** The months of a village as the office has them: to be closed, hanging, final. */
import { type Kysely, sql } from 'kysely';
import { addDays, type Day, dayOf, monthOf } from '../../domain/calendar.ts';
import { publicityState } from '../../domain/objection.ts';
import { holidaysKnown } from '../../domain/workingDays.ts';
import type { PublicityMonth, PublicityMonthsResponse } from '../../protocol/publicity.ts';
import type { Database } from '../db/schema.ts';
import { loadSetting, policyOf } from '../ingest/setting.ts';

interface ListRow {
  readonly month: string;
  readonly published: string | null;
  readonly until: string | null;
  readonly hash: string | null;
  readonly root_seq: number;
  readonly root_hash: string;
  readonly households: number;
  readonly entries: number;
  readonly points: number;
  readonly pending: number;
  readonly was: string | null;
  readonly final_at: number | null;
  readonly final_households: number | null;
  readonly final_points: number | null;
  readonly objections: number;
  readonly open: number;
  readonly overdue: number;
}

/** Newest first: this month and the one before, others with deeds that no list has had, and every closed one. `now` in ms. */
export async function publicityMonths(
  db: Kysely<Database>,
  town: string,
  village: string,
  publicUrl: string | null,
  now: number,
): Promise<PublicityMonthsResponse> {
  const { zone_offset_minutes: zone } = await db
    .selectFrom('towns')
    .select('zone_offset_minutes')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const today = dayOf(now, zone);
  const { rows } = await sql<ListRow>`
    select m.month, p.published, p.until, p.hash, p.root_seq, p.root_hash, p.households, p.entries, p.points, p.pending, p.was,
      p.final_at, p.final_households, p.final_points,
      count(o.id)::int as objections, count(o.id) filter (where o.outcome is null)::int as open,
      count(o.id) filter (where o.outcome is null and o.due < ${today})::int as overdue
    from published_months m left join publications p on p.town = m.town and p.village = m.village and p.month = m.month
    left join objections o on o.town = m.town and o.village = m.village and o.month = m.month
    where m.town = ${town} and m.village = ${village}
    group by m.month, p.town, p.village, p.month order by m.month desc`.execute(db);
  const closed = new Map(rows.map((row) => [row.month, row]));
  const { objectionDays } = policyOf(await loadSetting(db, town), village);
  const thisMonth = monthOf(today);
  const recent = [thisMonth, monthOf(addDays(`${thisMonth}-01`, -1))];
  const waiting = await monthsWaiting(db, town, village);
  const months = [...new Set([...recent, ...waiting, ...closed.keys()])].sort().reverse();
  return {
    now,
    today,
    months: months.map((month) => monthAs(month, closed.get(month), today)),
    publicUrl,
    objectionDays,
    holidays: holidaysKnown(today, addDays(today, 14)),
  };
}

/** Months of deeds that no list has had. */
async function monthsWaiting(db: Kysely<Database>, town: string, village: string): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`select distinct left(e.date, 7) as month from households h
    join unlisted_entries u on u.town = h.town and u.household = h.code
    join entries e on e.town = u.town and e.household = u.household and e.id = u.entry
    where h.town = ${town} and h.village = ${village} and e.status in ('approved', 'submitted')`.execute(db);
  return rows.map(({ month }) => month);
}

function monthAs(month: string, row: ListRow | undefined, today: Day): PublicityMonth {
  const over = month < monthOf(today);
  if (!row || row.hash === null || row.published === null || row.until === null)
    return { month, over, closed: row !== undefined, list: null };
  const { published, until, households, entries, points, pending, hash, was } = row;
  return {
    ...{ month, over, closed: true },
    list: {
      ...{ published, until, households, entries, points, pending, hash, was },
      ...{ seq: row.root_seq, root: row.root_hash },
      state: publicityState({ until }, row.open, today),
      objections: { all: row.objections, open: row.open, overdue: row.overdue },
      final:
        row.final_at === null
          ? null
          : { at: row.final_at, households: row.final_households ?? 0, points: row.final_points ?? 0 },
    },
  };
}
