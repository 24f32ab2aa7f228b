import { type Kysely, sql } from 'kysely';
import type { OfficeCases } from '../../protocol/officeCases.ts';
import { OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import type { Database } from '../db/schema.ts';
import { type CaseRow, describeCases } from './caseRows.ts';

export interface CaseFilter {
  readonly state: 'open' | 'decided';
  /** Null: the whole town. */
  readonly village: string | null;
  /** Id of the last case of the page before. */
  readonly cursor: string | null;
}

/** One page of Cases with both sides of each: open ones oldest first, decided ones newest first. */
export async function listCases(db: Kysely<Database>, town: string, filter: CaseFilter): Promise<OfficeCases> {
  const rows = await caseRows(db, town, filter);
  const page = rows.slice(0, OFFICE_PAGE_ROWS);
  const [cases, open] = await Promise.all([describeCases(db, town, page), countOpenCases(db, town, filter.village)]);
  return { cases, cursor: rows.length > OFFICE_PAGE_ROWS ? (page.at(-1)?.id ?? null) : null, open };
}

/** Cases that wait for a decision. */
export async function countOpenCases(db: Kysely<Database>, town: string, village: string | null): Promise<number> {
  let query = db.selectFrom('cases').where('town', '=', town).where('decision', 'is', null);
  if (village !== null) query = query.where('village', '=', village);
  const row = await query.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  return row.n;
}

function caseRows(db: Kysely<Database>, town: string, filter: CaseFilter): Promise<CaseRow[]> {
  const open = filter.state === 'open';
  const moment = open ? 'opened_at' : 'decided_at';
  const order = open ? 'asc' : 'desc';
  let query = db
    .selectFrom('cases')
    .selectAll()
    .select((eb) => eb.ref('opened_at').$castTo<Date>().as('opened'))
    .where('town', '=', town)
    .where('decision', open ? 'is' : 'is not', null)
    .orderBy(moment, order)
    .orderBy('id', order)
    .limit(OFFICE_PAGE_ROWS + 1);
  if (filter.village !== null) query = query.where('village', '=', filter.village);
  if (filter.cursor !== null) {
    // The place is read in the database: its clock is finer than a JavaScript date.
    query = query.where(
      sql<boolean>`(${sql.ref(moment)}, id) ${sql.raw(open ? '>' : '<')}
        (select ${sql.ref(moment)}, id from cases where town = ${town} and id = ${filter.cursor})`,
    );
  }
  return query.execute();
}
