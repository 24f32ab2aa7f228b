/** Sessions of the committee: rows as the ledger tells them, and every decision of their minutes with the review that made it. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { SessionClosed, SessionOpened } from '../../domain/events/entries.ts';
import { canonicalJson } from '../../protocol/canonical.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

interface Told {
  readonly opened: SessionOpened;
  closed?: SessionClosed;
}

/** The first session, or decision in one, that is not what the ledger says. */
export async function differenceInSessions(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const told = new Map<string, Told>();
  for (const event of events) {
    if (event.type === 'session.opened') told.set(event.session, { opened: event });
    const known = event.type === 'session.closed' ? told.get(event.session) : undefined;
    if (known && event.type === 'session.closed') known.closed = event;
  }
  const sessions = new Set(told.keys());
  const rows = await trx.selectFrom('committee_sessions').selectAll().where('town', '=', town).orderBy('id').execute();
  for (const { town: _town, ...row } of rows) {
    const should = told.get(row.id);
    if (!should) return differs(row.id, '流水里没有开过', 'was never opened in the ledger');
    if (canonicalJson(row) !== canonicalJson(rowOf(should)))
      return differs(row.id, '和流水不一样', 'is not what the ledger says');
    told.delete(row.id);
    checked.sessions++;
  }
  for (const id of told.keys()) return differs(id, '流水里有，表里没有', 'is in the ledger and not in its table');
  return differenceInDecisions(trx, town, events, sessions);
}

function rowOf({ opened, closed }: Told) {
  const { session: id, village, date, present, chair = null, note = null, by: opened_by, at: opened_at } = opened;
  return {
    ...{ id, village, date, present, chair, note, opened_by, opened_at },
    ...{ closed_by: closed?.by ?? null, closed_at: closed?.at ?? null, close_note: closed?.note ?? null },
  };
}

/** What stands in minutes was reviewed there, and what was reviewed in a session stands in its minutes. */
async function differenceInDecisions(
  trx: Kysely<Database>,
  town: string,
  events: readonly DomainEvent[],
  sessions: ReadonlySet<string>,
): Promise<Difference | undefined> {
  const reviewed = new Map<string, string>();
  const agreed = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.type === 'entry.reviewed' && event.session !== undefined) reviewed.set(event.entry, event.session);
    if (event.type === 'entry.agreed' && event.session !== undefined)
      agreed.set(event.entry, (agreed.get(event.entry) ?? new Set()).add(event.session));
  }
  const { rows } = await sql<{ id: string; session: string | null; first: string | null }>`
    select id, session, agreed->>'session' as first from entries
    where town = ${town} and (session is not null or agreed is not null) order by id`.execute(trx);
  for (const { id, session, first } of rows) {
    if (session !== null && reviewed.get(id) !== session)
      return decisionDiffers(id, session, '没有在这次会上审过', 'was not reviewed in it');
    if (first !== null && !agreed.get(id)?.has(first))
      return decisionDiffers(id, first, '没有人在这次会上先同意过', 'had no first consent in it');
    const unknown = [session, first].find((one) => one !== null && !sessions.has(one));
    if (unknown) return decisionDiffers(id, unknown, '没有这次会', 'names a session that never was');
    reviewed.delete(id);
  }
  for (const [id, session] of reviewed)
    return decisionDiffers(id, session, '在会上审过，记录里没有', 'was reviewed in it and is not in its minutes');
  return undefined;
}

function differs(id: string, zh: string, en: string): Difference {
  return { place: `committee_sessions ${id}`, zh: `评议会 ${id}：${zh}。`, en: `The session ${id} ${en}.` };
}

function decisionDiffers(entry: string, session: string, zh: string, en: string): Difference {
  return {
    place: `committee_sessions ${session} ${entry}`,
    zh: `评议会 ${session} 的记分 ${entry}：${zh}。`,
    en: `Entry ${entry} of the session ${session} ${en}.`,
  };
}
