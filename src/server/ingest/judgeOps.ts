/** Judges the new ops of one device, one after the other, on the batch's state in memory. */
import { tellsOnly } from '../../domain/judge/caseDecision.ts';
import { decide } from '../../domain/judge/decide.ts';
import { effects } from '../../domain/judge/effects.ts';
import { withRoute } from '../../domain/judge/route.ts';
import { must } from '../../domain/must.ts';
import { type HouseholdOp, isHouseholdOp, type Op, type OpKind, type OpOf } from '../../domain/op.ts';
import { makeRef } from '../../domain/ref.ts';
import { inScope, mayRecord } from '../../domain/role.ts';
import { applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import type { RawOp } from '../../protocol/opHash.ts';
import type { ParsedOp } from '../../protocol/opSchemas.ts';
import { takeAdopted } from './adopt.ts';
import { grantAgain, honouring, lookedInto, orWait, settledFor, stillToBecome } from './again.ts';
import { contextFor } from './contextFor.ts';
import { decideCase, remainAgain } from './decideCase.ts';
import { likelyDuplicates, waitingForCode } from './duplicates.ts';
import { changeHousehold, isHouseholdChange, routed } from './households.ts';
import type { Judging } from './judging.ts';
import { isNoticeOp, judgeNotice } from './notices.ts';
import { announceCase, hold, householdOf, openCase } from './openCase.ts';
import { noteOverLimit } from './overLimit.ts';
import { quarantine } from './quarantine.ts';
import { grantReserved, madeBefore } from './reserve.ts';
import { judgeReturn } from './returns.ts';
import { actorFor } from './rightsHistory.ts';
import { isSessionOp, judgeSession, notInSession } from './sessions.ts';
import { isStockOp, judgeStock, type StockOp } from './stock.ts';
import { judgeTownOp } from './townOps.ts';
import { judgeWriteOff } from './writeOff.ts';

/**
 * Ops about a fact that another device recorded. An office browser decides on lists, so its own files may not have the fact
 * yet and could not take up what is said of it: these it hears again by the feed, behind the fact (SY-9).
 */
const SPEAKS_OF_OTHERS: ReadonlySet<OpKind> = new Set([
  'entry.review',
  'entry.reverse',
  'redemption.void',
  'reservation.cancel',
]);

/** Verdict on one op, with its effects taken up into the batch. `at` is the corrected instant, ms. */
export function judgeOp(j: Judging, raw: RawOp, parsed: ParsedOp, at: number): Verdict {
  const ref = makeRef(j.people.device.id, raw.seq);
  const former = j.former?.was(raw.seq);
  // What a revoked device handed over waits again, also at a server that has forgotten the revoking (CF-17).
  if (former?.code === 'device_revoked') return quarantine(j, raw, parsed);
  if (!parsed.ok) {
    if (!parsed.unknown) return refused('malformed', { field: parsed.field, reason: parsed.reason });
    return hold(j, ref, undefined, held('unknown_kind', { kind: raw.kind, schema: raw.schema }), at);
  }
  const { op } = parsed;
  // Nobody was given anything for it, or a person was asked to decide: that is still so.
  if (former?.outcome === 'refused') return refuseAgain(j, op, former, ref, at);
  if (op.kind === 'op.adopt') return takeAdopted(j, op, 'forked');
  if (former?.outcome === 'held') return hold(j, ref, op, former, at);
  if (isHouseholdOp(op)) return judgeHouseholdOp(j, op, ref, at);
  if (op.kind === 'allowance.return') return judgeReturn(j, op);
  if (isStockOp(op)) return judgeStockOp(j, op, ref, at);
  const actor = actorFor(j.people, op, undefined, at);
  if (!actor) return hold(j, ref, op, held('no_right', { by: op.by }), at);
  if (!mayRecord(actor.role, j.people.device.kind, op.kind)) return refused('not_allowed', { kind: op.kind });
  if (op.kind === 'case.decide') return lookedInto(j, op, orWait(j, op, decideCase(j, op, actor, ref, at), ref, at));
  if (isSessionOp(op)) return orWait(j, op, judgeSession(j, op, actor, ref, at), ref, at);
  if (op.kind === 'allowance.writeoff') return orWait(j, op, judgeWriteOff(j, op, actor, ref, at), ref, at);
  if (isNoticeOp(op)) return orWait(j, op, judgeNotice(j, op, actor, ref, at), ref, at);
  const verdict = judgeTownOp(j, op, actor, ref, at);
  return verdict.outcome === 'held' ? hold(j, ref, op, verdict, at) : orWait(j, op, verdict, ref, at);
}

function judgeStockOp(j: Judging, op: StockOp, ref: string, at: number): Verdict {
  const settled = j.former?.was(op.seq)?.outcome === 'applied';
  const verdict = judgeStock(j, op, ref, at, settled);
  return verdict.outcome === 'held' ? hold(j, ref, op, verdict, at) : orWait(j, op, verdict, ref, at);
}

/** A decision that had found another reason leaves that to its Case again (SY-14). */
function refuseAgain(j: Judging, op: Op, former: Verdict, ref: string, at: number): Verdict {
  if (op.kind !== 'case.decide' || former.code !== 'still_held') return former;
  const actor = actorFor(j.people, op, undefined, at);
  if (actor && mayRecord(actor.role, j.people.device.kind, op.kind)) remainAgain(j, op, actor, ref, at);
  return former;
}

/**
 * Whether the device must hear of its own op by the feed, because it may not have the fact that the op speaks of: an office
 * browser, and any device when the fact was held and counts by a person's decision, which comes by the feed itself.
 */
function hearsIt(j: Judging, op: HouseholdOp): boolean {
  if (!SPEAKS_OF_OTHERS.has(op.kind)) return false;
  if (j.people.device.kind === 'office') return true;
  if (op.kind === 'entry.reverse') return j.batch.cases.has(op.body.entry);
  if (op.kind === 'reservation.cancel') return j.batch.cases.has(op.body.reservation);
  return op.kind === 'redemption.void' && j.batch.cases.has(op.body.redemption);
}

function judgeHouseholdOp(j: Judging, op: HouseholdOp, ref: string, at: number): Verdict {
  const withdrawn = withdrawHeld(j, op, at);
  if (withdrawn) return withdrawn;
  const register = waitingForCode(j.batch, j.people.device.id, op);
  if (register !== undefined) {
    return hold(j, ref, op, held('same_code', { household: op.body.household, register }), at);
  }
  const there = settledFor(j, op);
  const about = routed(j, op, at, there);
  const coming = stillToBecome(j, op, about, there);
  if (coming) return hold(j, ref, op, coming, at);
  const known = contextFor(j, op, about, j.people.device, actorFor(j.people, op, about.file, at), ref, at);
  const ctx = madeBefore(j, op, known);
  const first = notInSession(j, about.op, at) ?? decide(about.file, about.op, ctx);
  const again = first.outcome === 'applied' ? first : honouring(j, about, op, ctx, first);
  const verdict = orWait(j, op, withRoute(again, about, op.body.household), ref, at);
  if (verdict.outcome === 'held') {
    return verdict.code === 'after_restore' ? verdict : hold(j, ref, about.op, verdict, at, op);
  }
  if (verdict.outcome === 'refused') return verdict;
  if (isHouseholdChange(op)) {
    changeHousehold(j, op, ctx);
    return verdict;
  }
  const promised = about.op.kind === 'redemption.record' && first.outcome !== 'applied' ? about.op : undefined;
  if (promised) grantAgain(j, promised, verdict);
  // What went to another household is told by the feed too: the device may hear of that household only now.
  const author = about.params !== undefined || hearsIt(j, op) ? null : j.author;
  for (const event of effects(about.file, op, verdict, ctx)) {
    j.batch.applyFileEvent(event, author, at);
    if (event.type === 'reservation.made' && !ctx.reserving?.before) grantReserved(j.batch, event);
  }
  if (promised) j.batch.allowDebt(promised.body.household);
  if (op.kind === 'redemption.record') return noteOverLimit(j, op, ref, verdict);
  return op.kind === 'household.register' ? markDuplicates(j, op, ref, verdict) : verdict;
}

/** CF-10: both stay; a Case offers to make them one. */
function markDuplicates(j: Judging, op: OpOf<'household.register'>, ref: string, verdict: Verdict): Verdict {
  const file = must(j.batch.households.get(op.body.household)?.file, `household ${op.body.household} is loaded`);
  const duplicates = likelyDuplicates(j.batch, file);
  if (verdict.outcome !== 'applied' || duplicates.length === 0) return verdict;
  const params = { household: file.code, duplicates };
  openCase(j, {
    id: ref,
    code: 'likely_duplicate',
    village: file.village,
    household: file.code,
    competing: [],
    params,
  });
  return applied('likely_duplicate', params);
}

/**
 * SY-6: taking back an own op that is still held closes its Case; the entry never came to exist. Goods come back to whoever stands at
 * the counter, so of a redemption anybody there may who may void it (CF-27).
 */
function withdrawHeld(j: Judging, op: HouseholdOp, at: number): Verdict | undefined {
  if (op.kind !== 'entry.reverse' && op.kind !== 'redemption.void') return undefined;
  const open = j.batch.cases.get(op.kind === 'entry.reverse' ? op.body.entry : op.body.redemption);
  // What is over the limit counts, and is taken back like any other.
  if (!open || tellsOnly(open.code) || open.decision !== null || open.device !== j.people.device.id) return undefined;
  if (j.heldOps.get(open.id)?.op.by !== op.by && !mayTakeBack(j, op, at)) return undefined;
  open.decision = 'reject';
  open.decided_by = op.by;
  open.reason = op.body.reason;
  open.changed = true;
  announceCase(j, open.id, {
    type: 'case.decided',
    case: open.id,
    decision: 'reject',
    by: op.by,
    at,
    reason: op.body.reason,
    household: householdOf(open),
  });
  return applied('ok', { withdrawn: open.id });
}

function mayTakeBack(j: Judging, op: HouseholdOp, at: number): boolean {
  const file = j.batch.households.get(op.body.household)?.file;
  const actor = op.kind === 'redemption.void' ? actorFor(j.people, op, file, at) : undefined;
  return actor !== undefined && mayRecord(actor.role, j.people.device.kind, op.kind) && (!file || inScope(actor, file));
}
