/** Sessions of the committee: opened, named by the reviews that were decided there, closed. */
import { type Kysely, type Selectable, sql } from 'kysely';
import type { SessionClosed, SessionOpened } from '../../domain/events/entries.ts';
import type { HouseholdOp, Op, OpOf } from '../../domain/op.ts';
import { type Actor, inScope } from '../../domain/role.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import type { CommitteeSessionTable } from '../db/schema/entries.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import type { Judging } from './judging.ts';

export type SessionOp = OpOf<'committee.session'> | OpOf<'committee.close'>;

export interface SessionState extends Omit<Selectable<CommitteeSessionTable>, 'town'> {
  changed: boolean;
}

/** True for ops about a session itself. */
export function isSessionOp(op: Op): op is SessionOp {
  return op.kind === 'committee.session' || op.kind === 'committee.close';
}

/** Verdict on a session's beginning or end; the committee sits for one village. */
export function judgeSession(j: Judging, op: SessionOp, actor: Actor, ref: string, at: number): Verdict {
  const { village, note } = op.body;
  if (!inScope({ village: actor.village, grids: [] }, { village, grid: '' }))
    return refused('not_allowed', { kind: op.kind });
  if (!j.setting.villages.has(village)) return refused('malformed', { field: 'village', reason: 'unknown village' });
  if (op.kind === 'committee.session') {
    const { date, present, chair } = op.body;
    const opened = {
      date,
      present,
      ...(chair === undefined ? {} : { chair }),
      ...(note === undefined ? {} : { note }),
    };
    takeUp(j.batch, village, { type: 'session.opened', session: ref, village, ...opened, by: op.by, at });
    return APPLIED;
  }
  const open = j.batch.sessions.get(op.body.session);
  if (open?.village !== village) return refused('unknown_session', { session: op.body.session });
  if (open.closed_at !== null) return refused('session_closed', { session: open.id });
  const told = note === undefined ? {} : { note };
  takeUp(j.batch, village, { type: 'session.closed', session: open.id, by: op.by, at, ...told });
  return APPLIED;
}

/** Why a review cannot have been decided in the session it names: it is not the village's, or was over before. */
export function notInSession(j: Judging, op: HouseholdOp, at: number): Verdict | undefined {
  if (op.kind !== 'entry.review' || op.body.session === undefined) return undefined;
  const { session } = op.body;
  const named = j.batch.sessions.get(session);
  const file = j.batch.households.get(op.body.household)?.file;
  if (!named || (file && file.village !== named.village)) return refused('unknown_session', { session });
  return named.closed_at !== null && named.closed_at < at ? refused('session_closed', { session }) : undefined;
}

function takeUp(batch: Batch, village: string, event: SessionOpened | SessionClosed): void {
  // It is in the ledger and concerns no device: who decides in it reads it at the office.
  batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
  if (event.type === 'session.opened') {
    const { session: id, date, present, chair = null, note = null, by: opened_by, at: opened_at } = event;
    const open = { closed_by: null, closed_at: null, close_note: null };
    batch.sessions.set(id, {
      id,
      village,
      date,
      present: [...present],
      chair,
      note,
      opened_by,
      opened_at,
      ...open,
      changed: true,
    });
    return;
  }
  const known = batch.sessions.get(event.session);
  if (!known) return;
  const { by: closed_by, at: closed_at, note: close_note = null } = event;
  batch.sessions.set(known.id, { ...known, closed_by, closed_at, close_note, changed: true });
}

/** The sessions that ops name. */
export async function loadSessions(db: Kysely<Database>, batch: Batch, ids: Iterable<string>): Promise<void> {
  const wanted = [...ids].filter((id) => !batch.sessions.has(id));
  if (wanted.length === 0) return;
  const rows = await db
    .selectFrom('committee_sessions')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where(sql<boolean>`id = any(${wanted}::text[])`)
    .execute();
  for (const { town: _town, ...row } of rows) batch.sessions.set(row.id, { ...row, changed: false });
}

/** Writes the sessions that the batch opened or closed. */
export async function writeSessions(db: Kysely<Database>, batch: Batch): Promise<void> {
  const rows = [...batch.sessions.values()].filter((one) => one.changed).map(({ changed: _changed, ...row }) => row);
  if (rows.length === 0) return;
  await sql`insert into committee_sessions (town, id, village, date, present, chair, note, opened_by, opened_at, closed_by, closed_at,
      close_note)
    select ${batch.town.town}, x.* from json_to_recordset(${JSON.stringify(rows)}::json) as x(id text, village text, date text,
      present text[], chair text, note text, opened_by text, opened_at bigint, closed_by text, closed_at bigint, close_note text)
    on conflict (town, id) do update set closed_by = excluded.closed_by, closed_at = excluded.closed_at,
      close_note = excluded.close_note`.execute(db);
}
