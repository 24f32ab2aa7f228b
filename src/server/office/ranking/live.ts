/** The list of a year as it would be if it were frozen now: net approved points by deed date, of families as they are today. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../../domain/calendar.ts';
import { makeYearList, type YearList } from '../../../domain/yearList.ts';
import type { Database } from '../../db/schema.ts';
import { loadPolicies, policyOf } from '../../ingest/setting.ts';
import { earnedIn, rankingHouseholds } from './facts.ts';

/** `village` null: the town's; `now` in ms. */
export async function liveYearList(
  db: Kysely<Database>,
  town: string,
  { village, year }: { readonly village: string | null; readonly year: number },
  now: number,
): Promise<YearList> {
  const [place, households, earned, setting, villages, excluded] = await Promise.all([
    db.selectFrom('towns').select(['name', 'zone_offset_minutes']).where('town', '=', town).executeTakeFirstOrThrow(),
    rankingHouseholds(db, town),
    earnedIn(db, town, year),
    loadPolicies(db, town),
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).execute(),
    db
      .selectFrom('ranking_exclusions')
      .select(['household', 'reason'])
      .where('town', '=', town)
      .where('year', '=', year)
      .where('excluded', '=', true)
      .execute(),
  ]);
  return makeYearList({
    town: { code: town, name: place.name },
    village,
    villages: new Map(villages.map(({ code, name }) => [code, name])),
    year,
    frozen: dayOf(now, place.zone_offset_minutes),
    policy: policyOf(setting, village ?? ''),
    households,
    earned,
    excluded: new Map(excluded.map(({ household, reason }) => [household, reason])),
  });
}
