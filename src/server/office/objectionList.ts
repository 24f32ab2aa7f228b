/** Objections of a village: open ones by their deadline, answered ones newest first. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import type { ObjectionsResponse, OfficeObjection } from '../../protocol/publicity.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { namesOf } from './peopleNames.ts';

const PAGE_ROWS = 50;

interface Asked {
  readonly village: string;
  readonly month: string | null;
  readonly which: 'open' | 'answered';
  readonly cursor: string | null;
}

type Row = Omit<OfficeObjection, 'overdue' | 'effects' | 'answeredByName'> & {
  readonly effects: string[] | null;
  readonly answered_by: string | null;
};

/** One page after `cursor`. `now` in ms. @throws ProblemError `invalid` for a cursor that is none */
export async function listObjections(
  db: Kysely<Database>,
  town: string,
  asked: Asked,
  now: number,
): Promise<ObjectionsResponse> {
  const [after = '', id = ''] = readCursor(asked.cursor);
  const open = asked.which === 'open';
  const { rows } = await sql<Row>`
    select o.id, o.month, o.text, o.how, o.name, o.phone, o.household, h.head, o.entry, o.day, o.due, o.outcome, o.answer,
      o.effects, o.answered_by, o.answered_at as "answeredAt"
    from objections o left join households h on h.town = o.town and h.code = o.household
    where o.town = ${town} and o.village = ${asked.village} and (${asked.month}::text is null or o.month = ${asked.month})
      and ${open ? sql`o.outcome is null` : sql`o.outcome is not null`}
      and (${asked.cursor}::text is null or ${
        open ? sql`(o.due, o.id) > (${after}, ${id})` : sql`(o.day, o.id) < (${after}, ${id})`
      })
    order by ${open ? sql`o.due, o.id` : sql`o.day desc, o.id desc`} limit ${PAGE_ROWS + 1}`.execute(db);
  const page = rows.slice(0, PAGE_ROWS);
  const names = await namesOf(
    db,
    town,
    page.map((row) => row.answered_by),
  );
  const today = dayOf(now);
  const last = rows.length > PAGE_ROWS ? page.at(-1) : undefined;
  return {
    objections: page.map(({ answered_by: by, effects, ...row }) => ({
      ...row,
      overdue: row.outcome === null && row.due < today,
      effects: effects ?? [],
      answeredByName: by === null ? null : (names.get(by) ?? by),
    })),
    cursor: last ? `${open ? last.due : last.day}~${last.id}` : null,
  };
}

function readCursor(cursor: string | null): readonly string[] {
  if (cursor === null) return [];
  const found = /^(\d{4}-\d{2}-\d{2})~([\w-]{1,40})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/cursor', message: 'not a place in this list' }] });
  }
  return found.slice(1);
}
