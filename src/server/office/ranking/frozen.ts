/** The frozen list of a year, by pages: it is read as it was written. */
import { type Kysely, sql } from 'kysely';
import type { RankedHousehold, RankingDocument } from '../../../domain/yearList.ts';
import type { FrozenRanking } from '../../../protocol/officeRanking.ts';
import type { Database } from '../../db/schema.ts';
import { namesOf } from '../peopleNames.ts';

/** A list of a place: a village's, or (null) the town's. */
export interface ListPlace {
  readonly village: string | null;
  readonly year: number;
}

/** Which rows of a list are asked for. */
export interface RowsAsked {
  readonly list: RankedHousehold['list'];
  /** A tier's name, `any` for whoever has stars; undefined for everybody. */
  readonly tier: string | undefined;
  readonly q: string;
}

export interface Frozen {
  readonly document: RankingDocument;
  readonly proof: FrozenRanking;
}

/** Undefined while the year is not frozen. */
export async function frozenYear(db: Kysely<Database>, town: string, of: ListPlace): Promise<Frozen | undefined> {
  const row = await db
    .selectFrom('rankings')
    .select(['document', 'hash', 'root_seq', 'root_hash', 'frozen', 'by_user', 'was'])
    .where('town', '=', town)
    .where('village', '=', of.village ?? '')
    .where('year', '=', of.year)
    .executeTakeFirst();
  if (!row) return undefined;
  const { hash, root_seq: seq, root_hash: root, frozen: day, by_user: by, was } = row;
  const names = await namesOf(db, town, [by]);
  return {
    document: JSON.parse(row.document) as RankingDocument,
    proof: { day, by: names.get(by) ?? by, hash, seq, root, was },
  };
}

/** Rows from the `from`th that fits on, and how many fit. */
export async function frozenRows(
  db: Kysely<Database>,
  town: string,
  of: ListPlace,
  { list, tier, q }: RowsAsked,
  from: number,
  limit: number,
): Promise<{ readonly found: number; readonly rows: readonly RankedHousehold[] }> {
  const tiers = tier === undefined ? sql`true` : tier === 'any' ? sql`tier is not null` : sql`tier = ${tier}`;
  const fits = q === '' ? sql`true` : sql`(strpos(head, ${q}) > 0 or strpos(household, ${q.toUpperCase()}) > 0)`;
  const { rows } = await sql<RankedHousehold & { found: number }>`
    select list, row, household, village, head, natural_village as place, points, rank, tier, reason,
      (count(*) over ())::int as found
    from ranked_households where town = ${town} and place = ${of.village ?? ''} and year = ${of.year}
      and list = ${list} and ${tiers} and ${fits} order by row offset ${from} limit ${limit}`.execute(db);
  return { found: rows[0]?.found ?? 0, rows };
}
