/** What judging ops about the list of a year takes: which years are frozen, who is not ranked, what was earned. */
import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/household.ts';
import type { Op, OpOf } from '../../domain/op.ts';
import { reversedIds } from '../../domain/points.ts';
import { profileOf } from '../../domain/profile.ts';
import type { RankingHousehold } from '../../domain/yearList.ts';
import type { Database } from '../db/schema.ts';
import { earnedIn, rankingHouseholds } from '../office/ranking/facts.ts';
import type { Batch } from './batch.ts';
import { knownAt } from './madeAgain.ts';

/** The latest word on a household and a year. */
export interface Exclusion {
  readonly household: string;
  readonly year: number;
  readonly excluded: boolean;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly ref: string;
}

/** A deed as far as a year's points ask for it. */
type Deed = Pick<Entry, 'id' | 'date' | 'points' | 'status' | 'reverses' | 'at' | 'reviewedAt'> & {
  readonly household: string;
};

/** What was earned in a year: sums, and the deeds themselves of households that the batch may change. */
interface Earned {
  readonly sums: ReadonlyMap<string, number>;
  readonly deeds: readonly Deed[];
}

export interface YearRanking {
  readonly townName: string;
  readonly villages: ReadonlyMap<string, string>;
  /** Frozen lists, and who froze them: key of place and year. */
  readonly frozen: Map<string, { readonly by: string; readonly day: string }>;
  /** By year and household. */
  readonly exclusions: Map<string, Exclusion>;
  readonly households: ReadonlyMap<string, RankingHousehold>;
  readonly earned: ReadonlyMap<number, Earned>;
}

/** Key of a list: a village's, or (null) the town's. */
export function listKey(village: string | null, year: number): string {
  return `${village ?? ''} ${year}`;
}

/** Loads it when an op asks for it. */
export async function loadRanking(db: Kysely<Database>, batch: Batch, ops: readonly Op[]): Promise<void> {
  const asked = ops.filter((op) => op.kind === 'year.rank' || op.kind === 'ranking.exclude');
  if (asked.length === 0) return;
  const { town } = batch.town;
  const years = [...new Set(asked.map(({ body }) => body.year))];
  const place = await db.selectFrom('towns').select('name').where('town', '=', town).executeTakeFirstOrThrow();
  const villages = await db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).execute();
  const lists = await db
    .selectFrom('rankings')
    .select(['village', 'year', 'by_user', 'frozen'])
    .where('town', '=', town)
    .where('year', 'in', years)
    .execute();
  const frozen = new Map(
    lists.map((row) => [listKey(row.village, row.year), { by: row.by_user, day: row.frozen }] as const),
  );
  const freezing = asked.filter((op): op is OpOf<'year.rank'> => op.kind === 'year.rank');
  const wanted = freezing.flatMap(({ body }) => (frozen.has(listKey(body.village, body.year)) ? [] : [body.year]));
  const earned = new Map<number, Earned>();
  for (const year of new Set(wanted)) earned.set(year, await earnedFor(db, batch, year));
  batch.ranking = {
    townName: place.name,
    villages: new Map(villages.map(({ code, name }) => [code, name])),
    frozen,
    exclusions: await loadExclusions(db, town, years),
    households: wanted.length > 0 ? await rankingHouseholds(db, town) : new Map(),
    earned,
  };
}

/** The latest words on who is not ranked in some years. */
async function loadExclusions(
  db: Kysely<Database>,
  town: string,
  years: readonly number[],
): Promise<YearRanking['exclusions']> {
  const rows = await db
    .selectFrom('ranking_exclusions')
    .selectAll()
    .where('town', '=', town)
    .where('year', 'in', [...years])
    .execute();
  return new Map(
    rows.map(({ town: _, by_user: by, ...row }) => [exclusionKey(row.year, row.household), { ...row, by }]),
  );
}

/** Key of an exclusion. */
export function exclusionKey(year: number, household: string): string {
  return `${year} ${household}`;
}

/**
 * After a restore every deed, because what was known then is not in the sums (SY-14); else the deeds of those households alone which
 * the batch may change.
 */
async function earnedFor(db: Kysely<Database>, batch: Batch, year: number): Promise<Earned> {
  const { town } = batch.town;
  const all = batch.healing !== undefined;
  const touched = [...batch.households.keys()];
  const sums = all ? new Map<string, number>() : new Map(await earnedIn(db, town, year));
  for (const code of touched) sums.delete(code);
  if (!all && touched.length === 0) return { sums, deeds: [] };
  const { rows } = await sql<DeedRow>`
    select household, id, date, points, status, reverses, at, reviewed_at from entries
    where town = ${town} and (${all} or household = any(${touched}::text[]))
      and (date >= ${`${year}-01-01`} and date <= ${`${year}-12-31`} or reverses is not null)`.execute(db);
  return { sums, deeds: rows.map(deedOf) };
}

type DeedRow = Omit<Deed, 'reverses' | 'reviewedAt'> & {
  readonly reverses: string | null;
  readonly reviewed_at: number | null;
};

function deedOf({ reverses, reviewed_at: reviewedAt, ...row }: DeedRow): Deed {
  return { ...row, ...(reverses === null ? {} : { reverses }), ...(reviewedAt === null ? {} : { reviewedAt }) };
}

/** Households as they are with what the batch has done so far. */
export function householdsNow(batch: Batch, ranking: YearRanking): ReadonlyMap<string, RankingHousehold> {
  const households = new Map(ranking.households);
  for (const { file } of batch.households.values()) {
    const { head, naturalVillage: place, tags } = profileOf(file);
    const into = file.merged?.into;
    const ended = file.merged !== undefined || file.closed !== undefined;
    const { code, village } = file;
    households.set(code, { code, village, head, place, tags, ended, ...(into === undefined ? {} : { into }) });
  }
  return households;
}

/** Net points of a year by household, with what the batch has done so far; `knownAtMs`: as they stood at that instant. */
export function earnedNow(
  batch: Batch,
  { sums, deeds }: Earned,
  year: number,
  knownAtMs: number | undefined,
): ReadonlyMap<string, number> {
  const earned = new Map(sums);
  const fresh = batch.newEntries.map(({ household, entry }): Deed => ({ household, ...entry }));
  const now = [...deeds, ...fresh].flatMap((deed) => {
    const changed = batch.reviewedEntries.get(deed.id);
    const one = changed ? { household: deed.household, ...changed.entry } : deed;
    return (knownAtMs === undefined ? one : knownAt(one, knownAtMs)) ?? [];
  });
  const reversed = reversedIds(now);
  for (const { id, household, date, points, status, reverses } of now) {
    if (status !== 'approved' || reverses !== undefined || reversed.has(id)) continue;
    if (date < `${year}-01-01` || date > `${year}-12-31`) continue;
    earned.set(household, (earned.get(household) ?? 0) + points);
  }
  return earned;
}
