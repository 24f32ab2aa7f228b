/** The ranking of a year: net approved points by deed date, of families as they are today. */
import { type Kysely, sql } from 'kysely';
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../../domain/calendar.ts';
import type { HouseholdFile } from '../../../domain/household.ts';
import type { Policy } from '../../../domain/policy.ts';
import { profileOf } from '../../../domain/profile.ts';
import { CADRE_TAG, type RankedRow, rankYear, starTiers, type YearTotal } from '../../../domain/ranking.ts';
import type { RankingRequest, RankingResponse } from '../../../protocol/officeRanking.ts';
import type { Database } from '../../db/schema.ts';
import { policyOf } from '../../ingest/setting.ts';
import { counting, newestDeed, summing } from '../statistics/deedSums.ts';
import { loadFamilies } from '../statistics/places.ts';

/** What was earned in a year, by the family that has it now. */
async function yearTotals(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  year: number,
): Promise<YearTotal[]> {
  const span = { from: `${year}-01-01`, to: `${year}-12-31` };
  const [families, sums] = await Promise.all([
    loadFamilies(db, town),
    summing(
      db,
      sql<{ household: string; points: number }>`select e.household, sum(e.points)::int as points from entries e
        where ${counting(town, span)} group by 1`,
    ),
  ]);
  const points = new Map<string, number>();
  for (const sum of sums) {
    const family = families.familyOf(sum.household);
    points.set(family, (points.get(family) ?? 0) + sum.points);
  }
  return families.living
    .filter((home) => village === null || home.village === village)
    .map((home) => ({ household: home.code, village: home.village, points: points.get(home.code) ?? 0 }));
}

/** `asked.village` is within the person's scope; null for the town's list. `now` in ms. */
export async function officeRanking(
  db: Kysely<Database>,
  town: string,
  asked: RankingRequest,
  now: number,
): Promise<RankingResponse> {
  const year = asked.year ?? (await newestYear(db, town, now));
  const [totals, policies, place] = await Promise.all([
    yearTotals(db, town, asked.village, year),
    db.selectFrom('policies').select(['village', 'policy']).where('town', '=', town).execute(),
    db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow(),
  ]);
  const given = new Map(policies.map((row) => [row.village, row.policy as Partial<Policy>]));
  const policy = policyOf({ policies: given }, asked.village ?? '');
  const tiers = starTiers(policy);
  const cadresApart = policy.cadresApart ?? false;
  const files = await filesOf(db, town, totals);
  const isCadre = ({ household }: YearTotal) =>
    cadresApart && (files.get(household)?.tags.includes(CADRE_TAG) ?? false);
  const rows = rankYear(
    totals.filter((t) => !isCadre(t)),
    tiers,
  );
  const apart = rankYear(totals.filter(isCadre), tiers);
  const told = (row: RankedRow) => ({
    ...row,
    head: files.get(row.household)?.head ?? '',
    naturalVillage: files.get(row.household)?.naturalVillage ?? '',
  });
  return {
    now,
    town: place.name,
    village: asked.village,
    year,
    rows: rows.map(told),
    apart: apart.map(told),
    masked: policy.maskNames,
    cadresApart,
    tiers: tiers.map(({ name }) => ({ name, households: rows.filter((row) => row.tier === name).length })),
    unranked: totals.length - rows.length - apart.length,
  };
}

async function newestYear(db: Kysely<Database>, town: string, now: number): Promise<number> {
  return Number(((await newestDeed(db, town)) ?? dayOf(now, SHANGHAI_OFFSET_MINUTES)).slice(0, 4));
}

interface Shown {
  readonly head: string;
  readonly naturalVillage: string;
  readonly tags: readonly string[];
}

async function filesOf(
  db: Kysely<Database>,
  town: string,
  totals: readonly YearTotal[],
): Promise<ReadonlyMap<string, Shown>> {
  const codes = totals.flatMap(({ household, points }) => (points > 0 ? [household] : []));
  const { rows } = await sql<Pick<HouseholdFile, 'code' | 'base' | 'edits'>>`select code, base, edits from households
    where town = ${town} and code = any(${codes}::text[])`.execute(db);
  return new Map(
    rows.map((row) => {
      const { head, naturalVillage, tags } = profileOf(row);
      return [row.code, { head, naturalVillage, tags }];
    }),
  );
}
