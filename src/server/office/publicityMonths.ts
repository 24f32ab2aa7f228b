/** The months of a village as the office has them: to be closed, hanging, final. */
import { type Kysely, sql } from 'kysely';
import { addDays, type Day, dayOf, monthOf } from '../../domain/calendar.ts';
import { publicityState } from '../../domain/objection.ts';
import { holidaysKnown } from '../../domain/workingDays.ts';
import type { PublicityMonth, PublicityMonthsResponse } from '../../protocol/publicity.ts';
import type { Database } from '../db/schema.ts';
import { loadSetting, policyOf } from '../ingest/setting.ts';

/** Months before this one that may still be closed. */
const BACK_MONTHS = 12;

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
  readonly objections: number;
  readonly open: number;
  readonly overdue: number;
}

/** Newest first: this month, those before it that are not closed, and every closed one. `now` in ms. */
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
      count(o.id)::int as objections, count(o.id) filter (where o.outcome is null)::int as open,
      count(o.id) filter (where o.outcome is null and o.due < ${today})::int as overdue
    from published_months m left join publications p on p.town = m.town and p.village = m.village and p.month = m.month
    left join objections o on o.town = m.town and o.village = m.village and o.month = m.month
    where m.town = ${town} and m.village = ${village}
    group by m.month, p.town, p.village, p.month order by m.month desc`.execute(db);
  const closed = new Map(rows.map((row) => [row.month, row]));
  const { objectionDays } = policyOf(await loadSetting(db, town), village);
  const open = openMonths(today, rows[0]?.month).filter((month) => !closed.has(month));
  const months = [...open, ...closed.keys()].sort().reverse();
  return {
    now,
    today,
    months: months.map((month) => monthAs(month, closed.get(month), today)),
    publicUrl,
    objectionDays,
    holidays: holidaysKnown(today, addDays(today, 14)),
  };
}

/** This month and those before it, back to the newest that is closed. */
function openMonths(today: Day, newest: string | undefined): readonly string[] {
  const months: string[] = [];
  let month = monthOf(today);
  for (let back = 0; back <= BACK_MONTHS && (newest === undefined || month > newest); back++) {
    months.push(month);
    month = monthOf(addDays(`${month}-01`, -1));
  }
  return months;
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
    },
  };
}
