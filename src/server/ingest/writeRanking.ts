/** Writes frozen lists of years with whose lines they are, and who is not ranked. */
import { type Insertable, type Kysely, sql } from 'kysely';
import type { RankedHousehold } from '../../domain/yearList.ts';
import type { RankingTable } from '../db/schema/ranking.ts';
import type { Database } from '../db/schema.ts';
import type { Exclusion } from './ranking.ts';

export interface RankingWrites {
  readonly rankings: {
    readonly row: Omit<Insertable<RankingTable>, 'town'>;
    readonly listed: readonly RankedHousehold[];
  }[];
  /** By year and household. */
  readonly exclusions: Map<string, Exclusion>;
}

/** One statement a list, one for its lines, and one for who is not ranked. */
export async function writeRanking(db: Kysely<Database>, town: string, writes: RankingWrites): Promise<void> {
  for (const { row, listed } of writes.rankings) {
    await db
      .insertInto('rankings')
      .values({ town, ...row })
      .execute();
    await sql`insert into ranked_households (town, place, year, list, row, household, village, head, natural_village, points, rank, tier, reason)
      select ${town}, ${row.village}, ${row.year}::int, x.* from json_to_recordset(${JSON.stringify(listed)}::json) as x(list text, row int,
        household text, village text, head text, place text, points int, rank int, tier text, reason text)`.execute(db);
  }
  if (writes.exclusions.size === 0) return;
  const rows = JSON.stringify([...writes.exclusions.values()]);
  await sql`insert into ranking_exclusions (town, year, household, excluded, reason, by_user, at, ref)
    select ${town}, x.* from json_to_recordset(${rows}::json)
      as x(year int, household text, excluded boolean, reason text, "by" text, at bigint, ref text)
    on conflict (town, year, household) do update set excluded = excluded.excluded, reason = excluded.reason,
      by_user = excluded.by_user, at = excluded.at, ref = excluded.ref`.execute(db);
}
