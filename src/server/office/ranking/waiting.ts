/** What speaks for waiting before a year is frozen; none of it holds anybody back. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../../domain/calendar.ts';
import type { RankingWaiting } from '../../../protocol/officeRanking.ts';
import type { Database } from '../../db/schema.ts';
import type { ListPlace } from './frozen.ts';

/** `now` in ms. */
export async function rankingWaiting(
  db: Kysely<Database>,
  town: string,
  { village, year }: ListPlace,
  now: number,
): Promise<RankingWaiting> {
  const { zone_offset_minutes: zone } = await db
    .selectFrom('towns')
    .select('zone_offset_minutes')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const [months, pending, objections] = await Promise.all([
    sql<{ village: string; month: string }>`select distinct h.village, left(e.date, 7) as month
      from entries e join households h on h.town = e.town and h.code = e.household
      where e.town = ${town} and e.date >= ${first} and e.date <= ${last} and e.status = 'approved'
        and (${village}::text is null or h.village = ${village})
      except select p.village, p.month from published_months p where p.town = ${town}
      order by village, month`.execute(db),
    sql<{
      n: number;
    }>`select count(*)::int as n from entries e join households h on h.town = e.town and h.code = e.household
      where e.town = ${town} and e.status = 'submitted' and e.date >= ${first} and e.date <= ${last}
        and (${village}::text is null or h.village = ${village})`.execute(db),
    sql<{ n: number }>`select count(*)::int as n from objections
      where town = ${town} and outcome is null and left(month, 4) = ${String(year)}
        and (${village}::text is null or village = ${village})`.execute(db),
  ]);
  const unpublished = new Map<string, string[]>();
  for (const row of months.rows) unpublished.set(row.village, [...(unpublished.get(row.village) ?? []), row.month]);
  return {
    over: dayOf(now, zone) > last,
    unpublished: [...unpublished].map(([of, list]) => ({ village: of, months: list })),
    pending: pending.rows[0]?.n ?? 0,
    objections: objections.rows[0]?.n ?? 0,
  };
}
