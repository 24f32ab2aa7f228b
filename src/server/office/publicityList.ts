/** A frozen list as the office reads it: the document's rows, with whose they are. */
import { type Kysely, sql } from 'kysely';
import type { PublicationDocument } from '../../domain/publicity.ts';
import { PUBLICITY_PAGE_ROWS, type PublicityListResponse, type PublicityRow } from '../../protocol/publicity.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';

/** The frozen document of a village's month. @throws ProblemError `not-found` */
export async function documentOf(
  db: Kysely<Database>,
  town: string,
  village: string,
  month: string,
): Promise<PublicationDocument> {
  const row = await db
    .selectFrom('publications')
    .select('document')
    .where('town', '=', town)
    .where('village', '=', village)
    .where('month', '=', month)
    .executeTakeFirst();
  if (!row) throw new ProblemError('not-found');
  return JSON.parse(row.document) as PublicationDocument;
}

interface Owner {
  readonly row: number;
  readonly household: string;
  readonly head: string;
}

/** One page; `cursor` is the row it begins at. @throws ProblemError `not-found` */
export async function publicityList(
  db: Kysely<Database>,
  town: string,
  asked: { readonly village: string; readonly month: string; readonly q: string; readonly cursor: number | null },
): Promise<PublicityListResponse> {
  const { village, month, cursor } = asked;
  const document = await documentOf(db, town, village, month);
  const { rows: owners } = await sql<Owner>`select distinct on (p.row) p.row, p.household, coalesce(h.head, '') as head
    from published_entries p left join households h on h.town = p.town and h.code = p.household
    where p.town = ${town} and p.village = ${village} and p.month = ${month} and p.row >= 0 order by p.row`.execute(db);
  const fits = matcher(asked.q.trim());
  const found = owners.flatMap((owner) => {
    const row = document.rows[owner.row];
    return row && owner.row >= (cursor ?? 0) && fits(owner, row) ? [{ owner, row }] : [];
  });
  const page = found.slice(0, PUBLICITY_PAGE_ROWS);
  const ids = await entryIds(
    db,
    town,
    village,
    month,
    page.map(({ owner }) => owner.row),
  );
  return {
    categories: [...document.categories],
    masked: document.masked,
    rows: page.map(({ owner, row }) => ({
      ...{ row: owner.row, household: owner.household, head: owner.head },
      ...{ rank: row.rank, name: row.name, place: row.place, points: [...row.points], total: row.total },
      entries: row.entries.map((line, i) => ({ ...line, ...(ids.get(owner.row)?.[i] ?? { id: '', file: '' }) })),
    })),
    cursor: found[PUBLICITY_PAGE_ROWS]?.owner.row ?? null,
  };
}

function matcher(q: string): (owner: Owner, row: PublicationDocument['rows'][number]) => boolean {
  if (q === '') return () => true;
  if (/^\d{1,5}$/.test(q)) return (_, { rank }) => rank === Number(q);
  const text = q.toUpperCase();
  return ({ household, head }, { name }) => [household, head, name].some((one) => one.toUpperCase().includes(text));
}

/** Ids of the entries of some rows, in the order of the document's lines. */
async function entryIds(
  db: Kysely<Database>,
  town: string,
  village: string,
  month: string,
  rows: readonly number[],
): Promise<ReadonlyMap<number, readonly Pick<PublicityRow['entries'][number], 'id' | 'file'>[]>> {
  const found = new Map<number, { id: string; file: string }[]>();
  if (rows.length === 0) return found;
  const entries = await sql<{ row: number; id: string; file: string }>`select p.row, p.entry as id, p.file
    from published_entries p join entries e on e.town = p.town and e.household = p.file and e.id = p.entry
    where p.town = ${town} and p.village = ${village} and p.month = ${month} and p.row = any(${[...rows]}::int[])
    order by p.row, e.date, e.id`.execute(db);
  for (const { row, id, file } of entries.rows) {
    const known = found.get(row);
    if (known) known.push({ id, file });
    else found.set(row, [{ id, file }]);
  }
  return found;
}
