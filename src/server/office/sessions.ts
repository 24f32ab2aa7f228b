/** Sessions of the committee, and what was decided in one. */
import { type Kysely, type Selectable, sql } from 'kysely';
import { OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import {
  type CommitteeSession,
  type CommitteeSessions,
  MINUTES_ROWS_MAX,
  type Minutes,
} from '../../protocol/officeReview.ts';
import type { CommitteeSessionTable } from '../db/schema/entries.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { describeEntries, ENTRY_COLUMNS } from './entryRows.ts';
import { namesOf } from './peopleNames.ts';

type Row = Omit<Selectable<CommitteeSessionTable>, 'town'> & { readonly villageName: string; readonly decided: number };

/** One page of sessions, the newest day first. @throws ProblemError `invalid` for a cursor that is none */
export async function listSessions(
  db: Kysely<Database>,
  town: string,
  { village, cursor }: { readonly village: string | null; readonly cursor: string | null },
): Promise<CommitteeSessions> {
  const after = cursor === null ? null : readCursor(cursor);
  const { rows } = await sql<Row>`
    select ${COLUMNS} from committee_sessions s join villages v on v.town = s.town and v.code = s.village
    where s.town = ${town} and (${village}::text is null or s.village = ${village})
      and (${after === null} or (s.date, s.id) < (${after?.date ?? ''}, ${after?.id ?? ''}))
    order by s.date desc, s.id desc limit ${OFFICE_PAGE_ROWS + 1}`.execute(db);
  const page = rows.slice(0, OFFICE_PAGE_ROWS);
  const last = rows.length > OFFICE_PAGE_ROWS ? page.at(-1) : undefined;
  return { sessions: await described(db, town, page), cursor: last ? `${last.date}~${last.id}` : null };
}

/**
 * One session with its decisions. `village` is the person's own; null for the whole town.
 * @throws ProblemError `not-found` also for one of another village
 */
export async function readMinutes(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  id: string,
): Promise<Minutes> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from committee_sessions s join villages v on v.town = s.town and v.code = s.village
    where s.town = ${town} and s.id = ${id} and (${village}::text is null or s.village = ${village})`.execute(db);
  const [session] = await described(db, town, rows);
  if (!session) throw new ProblemError('not-found');
  const entries = await db
    .selectFrom('entries as e')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'e.town').onRef('h.code', '=', 'e.household'))
    .where('e.town', '=', town)
    .where((eb) => eb.or([eb('e.session', '=', id), sql<boolean>`e.agreed->>'session' = ${id}`]))
    .select(ENTRY_COLUMNS)
    .orderBy(sql`coalesce(e.reviewed_at, (e.agreed->>'at')::bigint)`)
    .orderBy('e.id')
    .limit(MINUTES_ROWS_MAX)
    .execute();
  return { session, decisions: await describeEntries(db, town, entries, new Map()) };
}

const COLUMNS = sql`s.id, s.village, s.date, s.present, s.chair, s.note, s.opened_by, s.opened_at, s.closed_by, s.closed_at,
  s.close_note, v.name as "villageName",
  (select count(*)::int from entries e where e.town = s.town and (e.session = s.id or e.agreed->>'session' = s.id)) as decided`;

async function described(db: Kysely<Database>, town: string, rows: readonly Row[]): Promise<CommitteeSession[]> {
  const names = await namesOf(
    db,
    town,
    rows.flatMap((row) => [...row.present, row.chair, row.opened_by, row.closed_by]),
  );
  const nameOf = (id: string) => names.get(id) ?? id;
  return rows.map((row) => ({
    id: row.id,
    village: row.village,
    villageName: row.villageName,
    date: row.date,
    present: row.present.map(nameOf),
    chair: row.chair === null ? null : nameOf(row.chair),
    note: row.note,
    openedByName: nameOf(row.opened_by),
    openedAt: row.opened_at,
    closedByName: row.closed_by === null ? null : nameOf(row.closed_by),
    closedAt: row.closed_at,
    closeNote: row.close_note,
    decided: row.decided,
  }));
}

function readCursor(cursor: string): { readonly date: string; readonly id: string } {
  const found = /^(\d{4}-\d{2}-\d{2})~([\w-]{1,40})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/cursor', message: 'not a place in this list' }] });
  }
  return { date: found[1] ?? '', id: found[2] ?? '' };
}
