import { type Kysely, sql } from 'kysely';
import type { OfficeCases } from '../../protocol/officeCases.ts';
import { OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import type { Database } from '../db/schema.ts';
import { countCases } from './caseCounts.ts';
import { ALL_CASES, type CaseFilter, matchingCases } from './caseQuery.ts';
import { type CaseRow, describeCases } from './caseRows.ts';

/** A filter, and the id of the last Case of the page before. What is absent lets all through. */
type CasePage = Pick<CaseFilter, 'state' | 'village'> & Partial<CaseFilter> & { readonly cursor: string | null };

/** One page of Cases with both sides of each: open ones oldest first, decided ones newest first. Counts come with the first. */
export async function listCases(db: Kysely<Database>, town: string, asked: CasePage): Promise<OfficeCases> {
  const filter = { ...ALL_CASES, ...asked };
  const [rows, open, counts] = await Promise.all([
    caseRows(db, town, filter),
    countOpenCases(db, town, filter.village),
    filter.cursor === null ? countCases(db, town, filter) : null,
  ]);
  const page = rows.slice(0, OFFICE_PAGE_ROWS);
  const cases = await describeCases(db, town, page);
  return { cases, cursor: rows.length > OFFICE_PAGE_ROWS ? (page.at(-1)?.id ?? null) : null, open, counts };
}

/** Cases that wait for a decision. */
export async function countOpenCases(db: Kysely<Database>, town: string, village: string | null): Promise<number> {
  let query = db.selectFrom('cases').where('town', '=', town).where('decision', 'is', null);
  if (village !== null) query = query.where('village', '=', village);
  const row = await query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return row.n;
}

function caseRows(
  db: Kysely<Database>,
  town: string,
  filter: CaseFilter & Pick<CasePage, 'cursor'>,
): Promise<CaseRow[]> {
  const open = filter.state === 'open';
  const moment = open ? 'opened_at' : 'decided_at';
  const order = open ? 'asc' : 'desc';
  let query = matchingCases(db, town, filter)
    .selectAll('c')
    .select((eb) => eb.ref('c.opened_at').$castTo<Date>().as('opened'))
    .orderBy(`c.${moment}`, order)
    .orderBy('c.id', order)
    .limit(OFFICE_PAGE_ROWS + 1);
  if (filter.cursor !== null) {
    // The place is read in the database: its clock is finer than a JavaScript date.
    query = query.where(
      sql<boolean>`(c.${sql.raw(moment)}, c.id) ${sql.raw(open ? '>' : '<')}
        (select ${sql.ref(moment)}, id from cases where town = ${town} and id = ${filter.cursor})`,
    );
  }
  return query.execute();
}
