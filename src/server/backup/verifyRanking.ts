/** Ranked years: every frozen list against its hash, its event, the root it names and whose lines it has; who is not ranked. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { RankingExcluded, YearRanked } from '../../domain/events/office.ts';
import { maskName } from '../../domain/masking.ts';
import type { RankingDocument } from '../../domain/yearList.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import { sha256Hex } from '../../protocol/opHash.ts';
import type { RankedHouseholdTable } from '../db/schema/ranking.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

/** The first list of a year, or word about who is in it, that is not what the ledger says. */
export async function differenceInRankings(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  return (await differenceInLists(trx, town, checked, events)) ?? (await differenceInExclusions(trx, town, events));
}

interface ListRow {
  readonly village: string;
  readonly year: number;
  readonly document: string;
  readonly hash: string;
  readonly root_seq: number;
  readonly root_hash: string;
  readonly at: string | null;
}

async function differenceInLists(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, YearRanked>();
  for (const event of events)
    if (event.type === 'year.ranked') told.set(`${event.village ?? town} ${event.year}`, event);
  const { rows } = await sql<ListRow>`select r.village, r.year, r.document, r.hash, r.root_seq, r.root_hash,
      case when r.root_seq = 0 then repeat('0', 64) else l.hash end as at
    from rankings r left join ledger l on l.town = r.town and l.seq = r.root_seq
    where r.town = ${town} order by r.village, r.year`.execute(trx);
  for (const row of rows) {
    const key = `${row.village === '' ? town : row.village} ${row.year}`;
    const event = told.get(key);
    told.delete(key);
    if (!event) return differs(key, '流水里没有定过案', 'was never frozen in the ledger');
    if (sha256Hex(row.document) !== row.hash || row.hash !== event.document)
      return differs(key, '名单被改过，和流水里的校验对不上', 'was changed: its hash is not the one in the ledger');
    if (row.root_seq !== event.seq || row.root_hash !== event.root || row.at !== event.root)
      return differs(key, '所指的流水位置对不上', 'names another place of the ledger');
    if (!(await linesFit(trx, town, row)))
      return differs(key, '名单里是哪一户和名单对不上', 'has lines that are not those of its households');
    checked.publications++;
  }
  for (const key of told.keys())
    return differs(key, '流水里定过案，名单不见了', 'is in the ledger and its list is gone');
  return undefined;
}

/** Whether the households of a list are those of its lines, as far as a masked name tells. */
async function linesFit(trx: Kysely<Database>, town: string, list: ListRow): Promise<boolean> {
  const { rows, apart, excluded, masked } = JSON.parse(list.document) as RankingDocument;
  const found = await trx
    .selectFrom('ranked_households')
    .selectAll()
    .where('town', '=', town)
    .where('place', '=', list.village)
    .where('year', '=', list.year)
    .orderBy('row')
    .execute();
  const of = (name: RankedHouseholdTable['list']) => found.filter((one) => one.list === name);
  const said = (lines: RankingDocument['rows']) =>
    lines.map(({ rank, tier, name, place, points }) => [rank, tier, name, place, points]);
  const shown = (name: RankedHouseholdTable['list']) =>
    of(name).map(({ rank, tier, head, natural_village: place, points }) => [
      ...[rank, tier, masked ? maskName(head) : head],
      ...[place, points],
    ]);
  return (
    canonicalJson([said(rows), said(apart), excluded]) ===
    canonicalJson([shown('ranked'), shown('apart'), of('excluded').length])
  );
}

function differs(key: string, zh: string, en: string): Difference {
  return { place: `rankings ${key}`, zh: `年度排名 ${key}：${zh}。`, en: `The ranking ${key} ${en}.` };
}

async function differenceInExclusions(
  trx: Kysely<Database>,
  town: string,
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, RankingExcluded>();
  for (const event of events) {
    if (event.type !== 'ranking.excluded') continue;
    const key = `${event.year} ${event.household}`;
    const known = told.get(key);
    if (!known || known.at < event.at || (known.at === event.at && known.ref < event.ref)) told.set(key, event);
  }
  const rows = await trx
    .selectFrom('ranking_exclusions')
    .select(['year', 'household', 'excluded', 'ref'])
    .where('town', '=', town)
    .orderBy('year')
    .orderBy('household')
    .execute();
  for (const { year, household, excluded, ref } of rows) {
    const key = `${year} ${household}`;
    const event = told.get(key);
    if (event?.excluded !== excluded || event.ref !== ref) return wordDiffers(key);
    told.delete(key);
  }
  for (const key of told.keys()) return wordDiffers(key);
  return undefined;
}

function wordDiffers(key: string): Difference {
  return {
    place: `ranking_exclusions ${key}`,
    zh: `排名不参加 ${key}：和流水不一样。`,
    en: `Whether ${key} is ranked is not what the ledger says.`,
  };
}
