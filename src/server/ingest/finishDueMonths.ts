/** Which published months are final by now and still have points waiting; the server itself says so, as the console (AL-10). */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import type { OpBodies } from '../../domain/op.ts';
import type { Database } from '../db/schema.ts';
import { CONSOLE_USER, recordAsConsole } from './console.ts';
import { awaitedIn, loadHealing } from './healing.ts';

/**
 * Records what is due, each list once; the number of them. `now` in ms; `only` one town.
 * It is harmless to ask at any time and twice: what is final waits no more, so it is not found again.
 */
export async function finishDueMonths(db: Kysely<Database>, now: number, only?: string): Promise<number> {
  const towns = await db.selectFrom('towns').select(['town', 'zone_offset_minutes as zone']).execute();
  let finished = 0;
  for (const { town, zone } of towns) {
    if (only !== undefined && town !== only) continue;
    const due = await dueMonths(db, town, dayOf(now, zone));
    const ops = due.map((body) => ({ kind: 'publicity.final' as const, body }));
    // One by one: thousands of entries of one list are enough for a transaction that everybody waits for.
    for (const op of ops) await recordAsConsole(db, town, [op], CONSOLE_USER, now);
    finished += ops.length;
  }
  return finished;
}

/** Lists whose days are over, with nothing open and something waiting; none of a place that a restored town still waits for (SY-14). */
async function dueMonths(
  db: Kysely<Database>,
  town: string,
  today: string,
): Promise<readonly OpBodies['publicity.final'][]> {
  // From what waits to its lists: of what waits there is little, of lists there are all of all years.
  const { rows } = await sql<OpBodies['publicity.final']>`
    select distinct p.village, p.month from entries e
    join published_entries l on l.town = e.town and l.file = e.household and l.entry = e.id
    join publications p on p.town = l.town and p.village = l.village and p.month = l.month
    where e.town = ${town} and e.waits and p.until < ${today} and not exists (select from objections o
      where o.town = p.town and o.village = p.village and o.month = p.month and o.outcome is null)
    order by p.month, p.village`.execute(db);
  if (rows.length === 0) return rows;
  const healing = await loadHealing(db, town);
  return rows.filter(({ village }) => (healing?.offices.size ?? 0) === 0 && awaitedIn(healing, village).length === 0);
}
