/** Notices: events that a worker of this device must see, found in what the server sends, kept until long after. */
import type { DomainEvent } from '../../domain/event.ts';
import type { CaseDecided, CaseOpened } from '../../domain/events/office.ts';
import { deviceOf, firstOfCase } from '../../domain/ref.ts';
import type { Notice } from '../engine/tablet.ts';
import { openJson, sealJson } from '../seal/sealing.ts';
import type { Journal } from './journal.ts';
import type { NoticeRow } from './journalDb.ts';
import type { Judged } from './ownOps.ts';

const NOTICE = 'notice';

/** What lies under a `decidedId`. */
interface DecidedBody {
  readonly type: 'decided';
  readonly event: CaseDecided;
}

export type NoticeBody =
  | { readonly type: 'opened'; readonly event: CaseOpened; readonly mine: boolean }
  | DecidedBody
  | { readonly type: 'edit'; readonly op: string; readonly household: string; readonly fields: readonly string[] };

export interface NewNotice {
  readonly id: string;
  readonly body: NoticeBody;
}

/** Id of the row that says how a Case was decided. */
export function decidedId(caseRef: string): string {
  return `${caseRef}:decided`;
}

/** Id of the row that says that a Case was opened. */
export function openedId(caseRef: string): string {
  return `${caseRef}:opened`;
}

/**
 * What events tell this device's workers: Cases of own ops or of ops that compete with own ones, decisions (the caller keeps
 * only those of known Cases), and edits that collided with own edits (CF-08).
 */
export function noticesOfEvents(events: readonly DomainEvent[], device: string): readonly NewNotice[] {
  const found: NewNotice[] = [];
  const own = (ref: string) => deviceOf(ref) === device;
  for (const event of events) {
    if (event.type === 'case.opened') {
      const mine = own(firstOfCase(event.case));
      if (mine || event.competing?.some(own)) {
        found.push({ id: openedId(event.case), body: { type: 'opened', event, mine } });
      }
    } else if (event.type === 'case.decided') {
      found.push({ id: decidedId(event.case), body: { type: 'decided', event } });
    } else if (event.type === 'profile.edited' && event.against?.some(own)) {
      const op = event.edits[0]?.ref ?? event.household;
      const fields = event.edits.map((e) => e.field);
      found.push({ id: `${op}:edit`, body: { type: 'edit', op, household: event.household, fields } });
    }
  }
  return found;
}

/** What the verdicts of own edits tell: they met somebody else's (CF-08 tells both). */
export function noticesOfVerdicts(judged: readonly Judged[]): readonly NewNotice[] {
  const found: NewNotice[] = [];
  for (const { op, ref, verdict } of judged) {
    const fields = verdict?.params?.fields;
    if (op?.kind !== 'household.edit' || !Array.isArray(fields)) continue;
    found.push({ id: `${ref}:edit`, body: { type: 'edit', op: ref, household: op.body.household, fields } });
  }
  return found;
}

/** Rows for new notices. `at` is when this device learned of them. */
export function sealNotices(journal: Journal, notices: readonly NewNotice[], at: number): Promise<NoticeRow[]> {
  const { crypto, keys } = journal;
  return Promise.all(
    notices.map(async ({ id, body }) => ({
      id,
      at,
      seen: 0 as const,
      sealed: await sealJson(crypto, keys.journal, NOTICE, body),
    })),
  );
}

/** How a Case with this reference was decided, if this device was told. */
export async function decisionOf(journal: Journal, caseRef: string): Promise<CaseDecided | undefined> {
  const row = await journal.db.notices.get(decidedId(caseRef));
  if (!row) return undefined;
  return (await openJson<DecidedBody>(journal.crypto, journal.keys.journal, NOTICE, row.sealed)).event;
}

/** Ids of decisions that are not what this device was told of the same Case: after a restore a person may decide anew (SY-14). */
export async function decidedOtherwise(journal: Journal, notices: readonly NewNotice[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const { id, body } of notices) {
    if (body.type !== 'decided') continue;
    const told = await decisionOf(journal, body.event.case);
    if (told && told.decision !== body.event.decision) changed.add(id);
  }
  return changed;
}

/** The newest notices for the screens, a Case with its decision as one. At most `limit` rows are read. */
export async function readNotices(journal: Journal, limit: number): Promise<readonly Notice[]> {
  const rows = await journal.db.notices.orderBy('at').reverse().limit(limit).toArray();
  const opened = await Promise.all(
    rows.map(async (row) => ({
      row,
      body: await openJson<NoticeBody>(journal.crypto, journal.keys.journal, NOTICE, row.sealed),
    })),
  );
  const decided = new Map<string, { event: CaseDecided; row: NoticeRow }>();
  for (const { row, body } of opened)
    if (body.type === 'decided') decided.set(body.event.case, { event: body.event, row });
  const notices: Notice[] = [];
  for (const { row, body } of opened) {
    if (body.type === 'edit') {
      const { op, household, fields } = body;
      notices.push({ kind: 'edit', id: op, household, fields, seen: row.seen === 1, at: row.at });
    } else if (body.type === 'opened') {
      const decision = decided.get(body.event.case);
      notices.push({
        kind: 'case',
        id: body.event.case,
        event: body.event,
        ...(decision ? { decided: decision.event } : {}),
        mine: body.mine,
        seen: row.seen === 1 && (decision?.row.seen ?? 1) === 1,
        at: Math.max(row.at, decision?.row.at ?? 0),
      });
    }
  }
  return notices.sort((a, b) => b.at - a.at);
}
