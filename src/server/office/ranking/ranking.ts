/** The ranking of a year as it stands: net approved points by deed date, of families as they are today. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../../domain/calendar.ts';
import type { Policy } from '../../../domain/policy.ts';
import { makeYearList, type RankedHousehold } from '../../../domain/yearList.ts';
import type { RankingRequest, RankingResponse } from '../../../protocol/officeRanking.ts';
import type { Database } from '../../db/schema.ts';
import { policyOf } from '../../ingest/setting.ts';
import { newestDeed } from '../statistics/deedSums.ts';
import { earnedIn, rankingHouseholds } from './facts.ts';

/** `asked.village` is within the person's scope; null for the town's list. `now` in ms. */
export async function officeRanking(
  db: Kysely<Database>,
  town: string,
  asked: RankingRequest,
  now: number,
): Promise<RankingResponse> {
  const place = await db
    .selectFrom('towns')
    .select(['name', 'zone_offset_minutes'])
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const today = dayOf(now, place.zone_offset_minutes);
  const year = asked.year ?? Number(((await newestDeed(db, town)) ?? today).slice(0, 4));
  const [households, earned, policies, villages] = await Promise.all([
    rankingHouseholds(db, town),
    earnedIn(db, town, year),
    db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute(),
    db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).execute(),
  ]);
  const given = new Map(policies.map((row) => [row.village, row.policy as Partial<Policy>]));
  const { document, listed } = makeYearList({
    town: { code: town, name: place.name },
    village: asked.village,
    villages: new Map(villages.map(({ code, name }) => [code, name])),
    year,
    frozen: today,
    policy: policyOf({ policies: given }, asked.village ?? ''),
    households,
    earned,
    excluded: new Map(),
  });
  const rowsOf = (list: RankedHousehold['list']) =>
    listed.flatMap(({ list: of, place: naturalVillage, ...row }) => {
      if (of !== list || row.rank === null) return [];
      const { household, village, head, points, rank, tier } = row;
      return [{ rank, tier, household, head, village, naturalVillage, points }];
    });
  return {
    now,
    town: place.name,
    village: asked.village,
    year,
    rows: rowsOf('ranked'),
    apart: rowsOf('apart'),
    masked: document.masked,
    cadresApart: document.cadresApart,
    tiers: document.tiers.map(({ name, households }) => ({ name, households })),
    unranked: document.unranked,
  };
}
