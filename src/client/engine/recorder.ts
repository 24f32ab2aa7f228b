/** Recording: judged, then durable (SY-3), then shown. */
import type { HouseholdFile } from '../../domain/household.ts';
import { isHouseholdOp, OP_SCHEMA, type Op, type OpBodies, type OpKind } from '../../domain/op.ts';
import { makeRef, parseRef } from '../../domain/ref.ts';
import { applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { type AppendResult, appendOp } from '../journal/appendOp.ts';
import { isQuota } from '../journal/isQuota.ts';
import { type Journal, JournalMovedError } from '../journal/journal.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { type JudgeDesk, judge, recordable } from './judge.ts';
import type { Session } from './session.ts';
import type { RecordResult } from './tablet.ts';
import { withOwnOps } from './view.ts';

/** A body that alone would not fit a batch (SY-8) could never be sent. */
const BODY_CHARS_MAX = 60_000;

export interface RecorderDeps {
  readonly journal: Journal;
  readonly ownOps: OwnOps;
  readonly session: Session;
  now(): number;
  /** Something failed after the save. */
  onTrouble(error: unknown): void;
}

type Judged =
  | { readonly ok: false; readonly verdict: Verdict }
  | {
      readonly ok: true;
      readonly op: Op;
      readonly verdict: Verdict;
      readonly desk: JudgeDesk;
      readonly file: HouseholdFile | undefined;
    };

/** SY-6: an own entry that is held, here or at the server, is not in the file; taking it back closes its Case. */
async function withdraws(deps: RecorderDeps, op: Op, file: HouseholdFile | undefined): Promise<string | undefined> {
  if (op.kind !== 'entry.reverse' || file?.entries.some((e) => e.id === op.body.entry)) return undefined;
  const target = parseRef(op.body.entry);
  if (target?.device !== deps.journal.identity.device) return undefined;
  const [own] = await deps.ownOps.some([target.seq]);
  const open = own?.op?.kind === 'entry.record' && own.raw.by === op.by && (own.waiting || !own.verdict);
  return open ? own.ref : undefined;
}

async function judged<K extends OpKind>(deps: RecorderDeps, kind: K, body: OpBodies[K], at: number): Promise<Judged> {
  const { session, journal } = deps;
  const parsed = parseOp({ seq: 0, kind, body, by: session.user.id, at, schema: OP_SCHEMA });
  if (!parsed.ok) {
    const why = parsed.unknown ? { field: 'kind', reason: 'unknown' } : { field: parsed.field, reason: parsed.reason };
    return { ok: false, verdict: refused('malformed', why) };
  }
  if (JSON.stringify(body).length > BODY_CHARS_MAX) {
    return { ok: false, verdict: refused('malformed', { field: 'body', reason: 'too large' }) };
  }
  const { op } = parsed;
  const desk = session.desk();
  // Before the first load brings rules and people, nothing can be judged.
  if (!desk) return { ok: false, verdict: refused('not_allowed', { kind }) };
  // Only what is about points needs the rights; everything else is judged on the file alone.
  const spends = op.kind === 'redemption.record' || op.kind === 'redemption.void';
  const household = 'household' in op.body ? op.body.household : undefined;
  const view = spends && household !== undefined ? await session.view(household) : undefined;
  const file = spends || household === undefined ? view?.file : await session.standing(household);
  const withdrawn = await withdraws(deps, op, file);
  if (withdrawn !== undefined) return { ok: true, op, desk, file, verdict: applied('ok', { withdrawn }) };
  const ref = makeRef(journal.identity.device, 0);
  const verdict = judge(desk, file, { op, ref, at, remaining: view?.remaining ?? 0 });
  return { ok: true, op, desk, file, verdict };
}

/** What the judge on this device says, without recording. */
export async function previewOp<K extends OpKind>(deps: RecorderDeps, kind: K, body: OpBodies[K]): Promise<Verdict> {
  return (await judged(deps, kind, body, deps.now())).verdict;
}

/** Records an op when the judge lets it; nothing is shown before it is durable. */
export async function recordOp<K extends OpKind>(
  deps: RecorderDeps,
  kind: K,
  body: OpBodies[K],
): Promise<RecordResult> {
  const { journal, session } = deps;
  const at = deps.now();
  const before = await judged(deps, kind, body, at);
  if (!before.ok || !recordable(before.op, before.verdict)) return { ok: false, verdict: before.verdict };
  const { op, verdict } = before;
  let result: AppendResult;
  try {
    result = await appendOp(journal, { kind: op.kind, body: op.body, by: op.by, at });
  } catch (error) {
    if (error instanceof JournalMovedError) throw error;
    return { ok: false, storage: isQuota(error) ? 'quota' : 'broken' };
  }
  if (!result.ok) {
    // Another tab spent the right between the look and the save: look again, and say what is left.
    const view = await session.view(result.lacking);
    const points = op.kind === 'redemption.record' ? op.body.points : 0;
    return { ok: false, verdict: held('over_allowance', { points, remaining: view?.remaining ?? 0 }) };
  }
  // Durable: should the directory fail to follow, the save stands.
  await showRecorded(deps, before, result).catch((error) => deps.onTrouble(error));
  return { ok: true, ref: makeRef(journal.identity.device, result.seq), preview: verdict };
}

/** What was recorded is kept at hand, and the directory shows it. */
async function showRecorded(
  { journal, ownOps, session }: RecorderDeps,
  { op, verdict, desk, file }: Extract<Judged, { ok: true }>,
  { seq, hash }: Extract<AppendResult, { ok: true }>,
): Promise<void> {
  const recorded: Op = { ...op, seq };
  const opened = { seq, ref: makeRef(journal.identity.device, seq), hash, raw: recorded, op: recorded };
  ownOps.remember(opened);
  if (!isHouseholdOp(recorded)) return;
  const shown = withOwnOps(file, [{ ...opened, verdict, at: op.at, waiting: false }], desk, 0);
  await session.recorded(recorded.body.household, seq, shown);
}
