/** Households at whose door nobody was for long: no deed of any state, whoever recorded it. */
import { type Kysely, sql } from 'kysely';
import { dayOf, monthOf, SHANGHAI_OFFSET_MINUTES } from '../../../domain/calendar.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import { addMonths } from '../../../domain/statistics/months.ts';
import { UNVISITED_ROWS, type UnvisitedRequest, type UnvisitedResponse } from '../../../protocol/officeStatistics.ts';
import type { Database } from '../../db/schema.ts';
import { ProblemError } from '../../http/base-problem.ts';

type Row = Pick<HouseholdFile, 'code' | 'village' | 'grid' | 'base' | 'edits'> & {
  readonly head: string;
  readonly last: string;
  readonly total: number;
  readonly never: number;
};

/** One page, never visited first, then by the day of the last visit. `rowsMax` rows at most. */
export async function unvisited(
  db: Kysely<Database>,
  town: string,
  asked: UnvisitedRequest,
  now: number,
  rowsMax = UNVISITED_ROWS,
): Promise<UnvisitedResponse> {
  const day = dayOf(now, SHANGHAI_OFFSET_MINUTES);
  const before = asked.months === null ? '' : `${addMonths(monthOf(day), -asked.months)}${day.slice(7)}`;
  const place = asked.after === null ? { last: '', code: '' } : readPlace(asked.after);
  const { rows } = await sql<Row>`with quiet as materialized (
      select h.code, coalesce(v.last, '') as last
      from households h
      left join lateral (select max(e.date) as last from entries e
        where e.town = h.town and e.household = h.code and e.reverses is null) v on true
      where h.town = ${town} and h.ended is null and (${asked.village}::text is null or h.village = ${asked.village})
        and (${asked.grid}::text is null or h.grid = ${asked.grid}) and coalesce(v.last, '') <= ${before}
    ), sums as (select count(*)::int as total, (count(*) filter (where last = ''))::int as never from quiet)
    select h.code, h.village, h.grid, h.head, h.base, h.edits, q.last, s.total, s.never
    from quiet q join households h on h.town = ${town} and h.code = q.code cross join sums s
    where (q.last, q.code) > (${place.last}, ${place.code})
    order by q.last, q.code limit ${rowsMax + 1}`.execute(db);
  const workers = await workersOf(db, town);
  const page = rows.slice(0, rowsMax);
  const end = rows.length > rowsMax ? page.at(-1) : undefined;
  return {
    total: rows[0]?.total ?? 0,
    never: rows[0]?.never ?? 0,
    households: page.map((row) => {
      const { doorPlate, status } = profileOf(row);
      return {
        household: row.code,
        head: row.head,
        village: row.village,
        grid: row.grid,
        doorPlate,
        away: status === 'away',
        last: row.last === '' ? null : row.last,
        workers: [...(workers.get(row.grid) ?? workers.get(row.village) ?? [])],
      };
    }),
    after: end === undefined ? null : `${end.last}~${end.code}`,
  };
}

/** Names of those who work in a grid; of those without a grid of their own, by village. */
async function workersOf(db: Kysely<Database>, town: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const people = await db
    .selectFrom('users')
    .select(['name', 'village', 'grids', 'home_grid'])
    .where('town', '=', town)
    .where('role', '=', 'grid_worker')
    .where('active', '=', true)
    .orderBy('id')
    .execute();
  const found = new Map<string, string[]>();
  for (const { name, village, grids, home_grid } of people) {
    const own = new Set([...grids, ...(home_grid === null ? [] : [home_grid])]);
    for (const place of own.size > 0 ? own : new Set(village === null ? [] : [village])) {
      found.set(place, [...(found.get(place) ?? []), name]);
    }
  }
  return found;
}

function readPlace(cursor: string): { last: string; code: string } {
  const found = /^(\d{4}-\d{2}-\d{2})?~([\w-]{1,20})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/after', message: 'not a place in this list' }] });
  }
  return { last: found[1] ?? '', code: found[2] ?? '' };
}
