/** What the list of a year is made of, as the database has it. */
import { type Kysely, sql } from 'kysely';
import type { HouseholdFile } from '../../../domain/household.ts';
import { profileOf } from '../../../domain/profile.ts';
import type { RankingHousehold } from '../../../domain/yearList.ts';
import type { Database } from '../../db/schema.ts';
import { counting, summing } from '../statistics/deedSums.ts';

/** Net approved points of a year's deeds, by the household that they were scored for. */
export async function earnedIn(db: Kysely<Database>, town: string, year: number): Promise<ReadonlyMap<string, number>> {
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const sums = await summing(
    db,
    sql<{ household: string; points: number }>`select e.household, sum(e.points)::int as points from entries e
      where ${counting(town, span)} group by 1`,
  );
  return new Map(sums.map(({ household, points }) => [household, points]));
}

type HouseholdRow = Pick<HouseholdFile, 'code' | 'village' | 'base' | 'edits'> & {
  readonly into: string | null;
  readonly ended: boolean;
};

/** All households of a town, those that are none any more too, by code. */
export async function rankingHouseholds(
  db: Kysely<Database>,
  town: string,
): Promise<ReadonlyMap<string, RankingHousehold>> {
  const { rows } = await sql<HouseholdRow>`select code, village, base, edits, lineage->'merged'->>'into' as into,
      ended is not null as ended
    from households where town = ${town}`.execute(db);
  return new Map(
    rows.map(({ code, village, into, ended, base, edits }) => {
      const { head, naturalVillage: place, tags } = profileOf({ base, edits });
      return [code, { code, village, head, place, tags, ended, ...(into === null ? {} : { into }) }];
    }),
  );
}
