/** Recording: judged, then durable (SY-3), then shown. */
import type { HouseholdFile } from '../../domain/household.ts';
import { must } from '../../domain/must.ts';
import { isHouseholdOp, OP_SCHEMA, type Op, type OpBodies, type OpKind } from '../../domain/op.ts';
import { deviceOf, makeRef, parseRef } from '../../domain/ref.ts';
import { fromHands } from '../../domain/stock.ts';
import { applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import { type AppendResult, appendOp, appendOps, type Lacking } from '../journal/appendOp.ts';
import { isQuota } from '../journal/isQuota.ts';
import { type Journal, JournalMovedError } from '../journal/journal.ts';
import type { OwnOps } from '../journal/ownOps.ts';
import { type JudgeDesk, judge, recordable } from './judge.ts';
import type { Session } from './session.ts';
import type { FileView, RecordResult } from './tablet.ts';
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

/** Parsed, or why it cannot be recorded at all. */
function opOf<K extends OpKind>(kind: K, body: OpBodies[K], by: string, at: number): Op | Verdict {
  const parsed = parseOp({ seq: 0, kind, body, by, at, schema: OP_SCHEMA });
  if (!parsed.ok) {
    const why = parsed.unknown ? { field: 'kind', reason: 'unknown' } : { field: parsed.field, reason: parsed.reason };
    return refused('malformed', why);
  }
  if (JSON.stringify(body).length > BODY_CHARS_MAX) return refused('malformed', { field: 'body', reason: 'too large' });
  return parsed.op;
}

async function judged<K extends OpKind>(deps: RecorderDeps, kind: K, body: OpBodies[K], at: number): Promise<Judged> {
  const { session, journal } = deps;
  const op = opOf(kind, body, session.user.id, at);
  if ('outcome' in op) return { ok: false, verdict: op };
  const desk = session.desk();
  // Before the first load brings rules and people, nothing can be judged.
  if (!desk) return { ok: false, verdict: refused('not_allowed', { kind }) };
  // Only what is about points needs the rights; everything else is judged on the file alone.
  const spends = SPENDS.has(op.kind);
  const household = 'household' in op.body ? op.body.household : undefined;
  const view = spends && household !== undefined ? await session.view(household) : undefined;
  const file = spends || household === undefined ? view?.file : await session.standing(household);
  const withdrawn = await withdraws(deps, op, file);
  if (withdrawn !== undefined) return { ok: true, op, desk, file, verdict: applied('ok', { withdrawn }) };
  const ref = makeRef(journal.identity.device, 0);
  const expected = judge(desk, file, { op, ref, at, remaining: view ? spendable(op, view) : 0 });
  return { ok: true, op, desk, file, verdict: withinLimits(expected) };
}

/** Ops about points and goods. */
const SPENDS: ReadonlySet<OpKind> = new Set([
  'redemption.record',
  'redemption.void',
  'reservation.record',
  'reservation.cancel',
]);

/** AL-8: what is kept for reservations is there for their hand-over alone. */
function spendable(op: Op, { remaining, earmarked }: FileView): number {
  return op.kind === 'redemption.record' && op.body.reservation !== undefined ? remaining : remaining - earmarked;
}

/** CF-26: the server lets goods count that are gone; here they are not, as far as this device knows. */
function withinLimits(expected: Verdict): Verdict {
  const goods = expected.params?.overLimit;
  return Array.isArray(goods) ? refused('limit_reached', { goods }) : expected;
}

/** What the judge on this device says, without recording. */
export async function previewOp<K extends OpKind>(deps: RecorderDeps, kind: K, body: OpBodies[K]): Promise<Verdict> {
  return (await judged(deps, kind, body, deps.now())).verdict;
}

/** A tablet at the door gives what it carries, as far as that reaches; the rest comes from the store (AL-6). */
async function outOfHands<K extends OpKind>(deps: RecorderDeps, kind: K, body: OpBodies[K]): Promise<OpBodies[K]> {
  const { device, kind: deviceKind } = deps.journal.identity;
  if (kind !== 'redemption.record' || deviceKind !== 'tablet' || !('lines' in body)) return body;
  const hands = (await deps.session.stock())?.hands.get(device);
  const { lines } = body as OpBodies['redemption.record'];
  return { ...body, lines: fromHands(lines, (sku) => hands?.get(sku) ?? 0) };
}

/** Records an op when the judge lets it; nothing is shown before it is durable. */
export async function recordOp<K extends OpKind>(
  deps: RecorderDeps,
  kind: K,
  body: OpBodies[K],
): Promise<RecordResult> {
  const { journal } = deps;
  const at = deps.now();
  const before = await judged(deps, kind, await outOfHands(deps, kind, body), at);
  if (!before.ok || !recordable(before.op, before.verdict)) return { ok: false, verdict: before.verdict };
  const { op, verdict } = before;
  const result = await saved(() => appendOp(journal, { kind: op.kind, body: op.body, by: op.by, at }));
  if (!result.ok) return 'storage' in result ? result : lacking(deps, op, result);
  // Durable: should the directory fail to follow, the save stands.
  await showRecorded(deps, before, result).catch((error) => deps.onTrouble(error));
  return { ok: true, ref: makeRef(journal.identity.device, result.seq), preview: verdict };
}

/**
 * CF-27: voids a redemption and records what of it the household kept, both in one transaction or neither. The result speaks of
 * what was kept.
 */
export async function recordPartReturn(
  deps: RecorderDeps,
  back: OpBodies['redemption.void'],
  keptBody: OpBodies['redemption.record'],
): Promise<RecordResult> {
  const { journal, session } = deps;
  // What another device carried to the door is not in this one's hands.
  const mine = deviceOf(back.redemption) === journal.identity.device;
  const kept = mine ? keptBody : { ...keptBody, lines: fromHands(keptBody.lines, () => 0) };
  const at = deps.now();
  const first = await judged(deps, 'redemption.void', back, at);
  if (!first.ok || first.verdict.outcome !== 'applied') return { ok: false, verdict: first.verdict };
  const { op: voiding, desk } = first;
  const op = opOf('redemption.record', kept, session.user.id, at);
  if ('outcome' in op) return { ok: false, verdict: op };
  const device = journal.identity.device;
  const void0 = { seq: 0, ref: makeRef(device, 0), hash: '', raw: voiding, op: voiding, at, waiting: false };
  const file = withOwnOps(first.file, [{ ...void0, verdict: first.verdict }], desk, 0);
  // What the void frees pays for what stays, and more than that is not asked for.
  const verdict = judge(desk, file, { op, ref: makeRef(device, 0), at, remaining: kept.points });
  if (verdict.outcome !== 'applied') return { ok: false, verdict };
  const result = await saved(() =>
    appendOps(journal, [
      { kind: 'redemption.void', body: back, by: voiding.by, at },
      { kind: 'redemption.record', body: kept, by: op.by, at },
    ]),
  );
  if (!result.ok) return 'storage' in result ? result : lacking(deps, op, result);
  const show = async () => {
    const voided = must(await journal.db.ops.get(result.seq - 1), 'saved with what was kept');
    await showRecorded(deps, first, voided);
    await showRecorded(deps, { ok: true, op, desk, file, verdict }, result);
  };
  await show().catch((error) => deps.onTrouble(error));
  return { ok: true, ref: makeRef(device, result.seq), preview: verdict };
}

type Saved = AppendResult | { readonly ok: false; readonly storage: 'quota' | 'broken' };

async function saved(append: () => Promise<AppendResult>): Promise<Saved> {
  try {
    return await append();
  } catch (error) {
    if (error instanceof JournalMovedError) throw error;
    return { ok: false, storage: isQuota(error) ? 'quota' : 'broken' };
  }
}

/** Another tab spent the right between the look and the save: look again, and say what is left. */
async function lacking(
  { session }: RecorderDeps,
  op: Op,
  { lacking: household, points }: Lacking,
): Promise<RecordResult> {
  const view = await session.view(household);
  return { ok: false, verdict: held('over_allowance', { points, remaining: view ? spendable(op, view) : 0 }) };
}

/** What was recorded is kept at hand, and the directory shows it. */
async function showRecorded(
  { journal, ownOps, session }: RecorderDeps,
  { op, verdict, desk, file }: Extract<Judged, { ok: true }>,
  { seq, hash }: { readonly seq: number; readonly hash: string },
): Promise<void> {
  const recorded: Op = { ...op, seq };
  const opened = { seq, ref: makeRef(journal.identity.device, seq), hash, raw: recorded, op: recorded };
  ownOps.remember(opened);
  if (!isHouseholdOp(recorded)) return;
  const shown = withOwnOps(file, [{ ...opened, verdict, at: op.at, waiting: false }], desk, 0);
  await session.recorded(recorded.body.household, seq, shown);
}
