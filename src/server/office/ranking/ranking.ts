/** The yearly ranking as the office reads it, by pages: the frozen list where there is one, else what it would be. */
import type { Kysely } from 'kysely';
import { dayOf } from '../../../domain/calendar.ts';
import type { RankedHousehold, RankingDocument } from '../../../domain/yearList.ts';
import { RANKING_PAGE_ROWS, type RankingRequest, type RankingResponse } from '../../../protocol/officeRanking.ts';
import type { Database } from '../../db/schema.ts';
import { newestDeed } from '../statistics/deedSums.ts';
import { type Frozen, frozenRows, frozenYear, type ListPlace, type RowsAsked } from './frozen.ts';
import { liveYearList } from './live.ts';

/** `asked.village` is within the person's scope; null for the town's list. `now` in ms. */
export async function officeRanking(
  db: Kysely<Database>,
  town: string,
  asked: RankingRequest,
  now: number,
): Promise<RankingResponse> {
  const { zone_offset_minutes: zone } = await db
    .selectFrom('towns')
    .select('zone_offset_minutes')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const of = { village: asked.village, year: asked.year ?? (await newestYear(db, town, now)) };
  const rows: RowsAsked = { list: asked.list ?? 'ranked', tier: asked.tier, q: asked.q?.trim() ?? '' };
  const from = Number(asked.cursor ?? 0);
  const frozen = await frozenYear(db, town, of);
  const page = frozen
    ? { ...(await frozenRows(db, town, of, rows, from, RANKING_PAGE_ROWS)), document: frozen.document }
    : await livePage(db, town, of, rows, from, now);
  const { document, found } = page;
  return {
    ...{ now, today: dayOf(now, zone), town: document.town.name, ...of, frozen: frozen?.proof ?? null },
    ...{ masked: document.masked, cadresApart: document.cadresApart },
    tiers: document.tiers.map(({ name, households }) => ({ name, households })),
    ...{ ranked: document.rows.length, apart: document.apart.length },
    ...{ excluded: document.excluded, unranked: document.unranked, found },
    rows: page.rows.map(shown),
    cursor: from + page.rows.length < found ? String(from + page.rows.length) : null,
  };
}

function shown(row: RankedHousehold): RankingResponse['rows'][number] {
  const { rank, tier, household, head, village, place: naturalVillage, points, reason, named } = row;
  return {
    ...{ rank, tier, household, head, village, naturalVillage, points },
    ...(reason ? { reason } : {}),
    ...(named ? { named: [...named] } : {}),
  };
}

/** As `frozenRows` would give it. */
async function livePage(
  db: Kysely<Database>,
  town: string,
  of: ListPlace,
  { list, tier, q }: RowsAsked,
  from: number,
  now: number,
) {
  const { document, listed } = await liveYearList(db, town, of, now);
  const rows = listed.filter(
    (row) =>
      row.list === list &&
      (tier === undefined || (tier === 'any' ? row.tier !== null : row.tier === tier)) &&
      (q === '' || row.head.includes(q) || row.household.includes(q.toUpperCase())),
  );
  return { document, found: rows.length, rows: rows.slice(from, from + RANKING_PAGE_ROWS) };
}

/** All rows, for a file: those of the frozen list where there is one. */
export async function wholeRanking(
  db: Kysely<Database>,
  town: string,
  asked: { readonly village: string | null; readonly year: number | null },
  now: number,
): Promise<{ document: RankingDocument; frozen: Frozen['proof'] | null; rows: readonly RankedHousehold[] }> {
  const of = { village: asked.village, year: asked.year ?? (await newestYear(db, town, now)) };
  const frozen = await frozenYear(db, town, of);
  if (!frozen) {
    const { document, listed } = await liveYearList(db, town, of, now);
    return { document, frozen: null, rows: listed };
  }
  const rows = await db
    .selectFrom('ranked_households')
    .select([
      'list',
      'row',
      'household',
      'village',
      'head',
      'natural_village as place',
      'points',
      'rank',
      'tier',
      'reason',
    ])
    .where('town', '=', town)
    .where('place', '=', of.village ?? '')
    .where('year', '=', of.year)
    .orderBy('list')
    .orderBy('row')
    .execute();
  const lines = rows.map(({ reason, ...row }) => ({ ...row, ...(reason === null ? {} : { reason }) }));
  return { document: frozen.document, frozen: frozen.proof, rows: lines };
}

async function newestYear(db: Kysely<Database>, town: string, now: number): Promise<number> {
  return Number(((await newestDeed(db, town)) ?? dayOf(now)).slice(0, 4));
}
