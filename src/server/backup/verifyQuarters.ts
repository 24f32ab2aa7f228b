/** Settled quarters (AL-9): each against its event, and what lapsed in the files against what it says. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { QuarterSettled } from '../../domain/events/office.ts';
import type { Database } from '../db/schema.ts';
import type { Difference } from './verifyTown.ts';

/** The first quarter that is not what the ledger says. */
export async function differenceInQuarters(
  trx: Kysely<Database>,
  town: string,
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, QuarterSettled>();
  for (const event of events) if (event.type === 'quarter.settled') told.set(event.ref, event);
  const { rows } = await sql<{
    village: string;
    quarter: string;
    ref: string;
    households: number;
    points: number;
    lapsed: number;
    losers: number;
  }>`select s.village, s.quarter, s.ref, s.households, s.points, coalesce(l.points, 0)::int as lapsed, coalesce(l.households, 0)::int as losers
    from settled_quarters s
    left join (select id, sum(points) as points, count(*) as households from point_lapses where town = ${town} group by id) l on l.id = s.ref
    where s.town = ${town} order by s.village, s.quarter`.execute(trx);
  for (const row of rows) {
    const event = told.get(row.ref);
    told.delete(row.ref);
    const same =
      event?.village === row.village &&
      event.quarter === row.quarter &&
      event.households === row.households &&
      event.points === row.points;
    if (!same) return differs(`${row.village} ${row.quarter}`);
    if (row.lapsed !== row.points || row.losers !== row.households) return differs(`${row.village} ${row.quarter}`);
  }
  for (const { village, quarter } of told.values()) return differs(`${village} ${quarter}`);
  return undefined;
}

function differs(key: string): Difference {
  return {
    place: `settled_quarters ${key}`,
    zh: `${key}：季末清零和流水算出来的不一样。`,
    en: `${key}: what lapsed at its settlement is not what the ledger says.`,
  };
}
