/** case.decide: a person settles what the sync held back. */

import type { HouseholdFile } from '../../domain/household.ts';
import { decisionsFor, settleHeld, tellsOnly } from '../../domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { effects } from '../../domain/judge/effects.ts';
import { reversalEntry } from '../../domain/judge/entryChange.ts';
import { withRoute } from '../../domain/judge/route.ts';
import { must } from '../../domain/must.ts';
import type { HouseholdOp, OpOf } from '../../domain/op.ts';
import { freePoints, reversedIds } from '../../domain/points.ts';
import { waitsForMonth } from '../../domain/policy.ts';
import { repriced } from '../../domain/price.ts';
import { deviceOf, isBesideCase } from '../../domain/ref.ts';
import { type Actor, inScope, mayReview } from '../../domain/role.ts';
import { rulesOn } from '../../domain/ruleSet.ts';
import { APPLIED, refused, type Verdict } from '../../domain/verdict.ts';
import { decidedAgain } from './again.ts';
import type { CaseState } from './batch.ts';
import { heldAnew, heldForNow, isOfHousehold, offeredThen } from './caseReason.ts';
import { mergeDuplicates, registerUnder } from './decideHousehold.ts';
import type { Judging } from './judging.ts';
import { announceCase } from './openCase.ts';
import { decideGroup } from './quarantine.ts';
import { grantReserved } from './reserve.ts';
import { policyOf } from './setting.ts';
import { bookStock, isStockOp, type StockOp } from './stock.ts';

/** Verdict on the decision; when applied, the held op's effects and the news for its device are in the batch. */
export function decideCase(j: Judging, op: OpOf<'case.decide'>, decider: Actor, ref: string, at: number): Verdict {
  const open = j.batch.cases.get(op.body.case);
  if (!open || !covers(j, decider, open)) return refused('unknown_case', { case: op.body.case });
  if (open.decision !== null)
    return refused('already_decided', {
      ...{ case: open.id, status: open.decision },
      by: must(open.decided_by, `somebody decided ${open.id}`),
    });
  if (!decisionsFor(open.code).includes(op.body.decision) && !offeredThen(j, op, open, decider))
    return refused('decision_not_offered', { decision: op.body.decision });
  const group = j.batch.groups.get(open.id);
  if (group) decideGroup(j, op, open, group, at);
  else if (isBesideCase(open.id)) {
    // It holds nothing: that somebody has looked into it is all.
  } else if (open.code === 'likely_duplicate') {
    const failed = op.body.decision === 'merge' ? mergeDuplicates(j, op, open, decider, ref, at) : undefined;
    if (failed) return failed;
  } else if (open.code !== 'over_limit' && op.body.decision !== 'reject') {
    const failed = letCount(j, op, open, decider, ref, at);
    if (failed) return failed;
  }
  open.decision = op.body.decision;
  open.decided_by = op.by;
  open.reason = op.body.reason ?? null;
  open.replaced = op.body.replace ?? null;
  open.changed = true;
  announceCase(j, open.id, {
    type: 'case.decided',
    case: open.id,
    decision: op.body.decision,
    by: op.by,
    at,
    ...(open.household === null ? {} : { household: open.household }),
    ...(op.body.reason === undefined ? {} : { reason: op.body.reason }),
    ...(op.body.replace === undefined ? {} : { replaced: op.body.replace }),
  });
  return APPLIED;
}

/**
 * SY-14: what a decision that is refused again (`still_held`) had done to its Case, it does again: the Case takes the reason that remains,
 * so that what was decided about that can count again. The held op itself counts by it as little as it did.
 */
export function remainAgain(j: Judging, op: OpOf<'case.decide'>, decider: Actor, ref: string, at: number): void {
  const open = j.batch.cases.get(op.body.case);
  if (!open || open.decision !== null || !holdsAnOp(open) || !covers(j, decider, open)) return;
  if (decisionsFor(open.code).includes(op.body.decision)) letCount(j, op, open, decider, ref, at);
}

/** False for what only tells of an op that counts already. */
function holdsAnOp({ id, code }: CaseState): boolean {
  return !tellsOnly(code) && !isBesideCase(id);
}

function covers(j: Judging, decider: Actor, open: CaseState): boolean {
  const file = fileOf(j, open);
  if (file) return inScope(decider, file);
  return decider.village === null || decider.village === open.village;
}

function fileOf(j: Judging, { household }: CaseState): HouseholdFile | undefined {
  return household === null ? undefined : j.batch.households.get(household)?.file;
}

/** Lets the held op count; gives the verdict on the decision when it cannot. */
function letCount(
  j: Judging,
  op: OpOf<'case.decide'>,
  open: CaseState,
  decider: Actor,
  ref: string,
  at: number,
): Verdict | undefined {
  const heldOp = j.heldOps.get(open.id);
  const { decision } = op.body;
  const notOffered = refused('decision_not_offered', { decision });
  if (heldOp && isStockOp(heldOp.op)) return letStockCount(j, op, heldOp.op, open.id, heldOp.at);
  if (!heldOp || !isOfHousehold(heldOp) || decision === 'reject' || decision === 'merge' || decision === 'noted')
    return notOffered;
  const was = j.former?.was(op.seq);
  // SY-14: what was refused stays so, also when nothing would hold it now; only the Case may take what remains.
  const stays = was?.outcome === 'refused' ? was : undefined;
  if (open.code === 'same_code' && heldOp.op.kind === 'household.register')
    return stays ?? registerUnder(j, heldOp.op, op.body.choice, decider, open, heldOp.at);
  if (decision === 'to' && !mayChoose(j, decider, open, op.body.choice)) return notOffered;
  const anew = heldAnew(j, op, open, heldOp, decider);
  if (!anew) return notOffered;
  const { about, file, ctx, choice, counted } = anew;
  const zoneOffsetMinutes = j.batch.town.zone_offset_minutes;
  // What it competed with is where it was put, also when the household became another meanwhile; after a restore it may have come back only then.
  const rivals = [fileOf(j, open), file].find((one) => one?.entries.some(({ id }) => id === op.body.replace));
  const swapped =
    decision === 'swap' && rivals ? swappedOut(rivals, op, open, { ref, at, zoneOffsetMinutes }) : undefined;
  // A swap that counted needs nothing to give way that somebody else took back here first: once, either way.
  const out = swapped !== undefined || (counted && rivals !== undefined && hasGone(rivals, op, open));
  if (decision === 'swap' && !out) return refused('unknown_entry', { entry: op.body.replace ?? '' });
  const judged = swapped && rivals === file ? { ...file, entries: [...file.entries, swapped] } : file;
  if (decision === 'reprice' && about.op.kind === 'redemption.record')
    return stays ?? letCountRepriced(j, file, about.op, open, ctx);
  const settle = (one: JudgeContext) => settleHeld(judged, about.op, open.code, decision, one);
  const again = counted ? decidedAgain(about.op, ctx, settle) : { verdict: settle(ctx), honoured: false };
  const verdict = withRoute(again.verdict, about, heldOp.op.body.household);
  // A swap or a cut that did not come to be overrules nothing.
  const waives = decision === 'accept' || decision === 'keep_both';
  if (verdict.outcome === 'held') {
    const params = { ...verdict.params, ...(choice === undefined ? {} : { choice }) };
    open.household = file.code;
    heldForNow(j, open, { ...verdict, params }, waives);
  }
  if (stays) return stays;
  if (verdict.outcome !== 'applied') return refused('still_held', { code: verdict.code });

  if (swapped && rivals)
    j.batch.applyFileEvent({ type: 'entry.recorded', household: rivals.code, entry: swapped }, null);
  const settled = approvedIfReviewer(j, file, about.op, decider, verdict);
  const now = j.batch.households.get(file.code)?.file;
  for (const event of effects(now, heldOp.op, settled, ctx)) {
    j.batch.applyFileEvent(event, null, ctx.at);
    if (event.type === 'reservation.made' && !ctx.reserving?.before) grantReserved(j.batch, event);
  }
  if (again.honoured) j.batch.allowDebt(file.code);
  open.household = file.code;
  return undefined;
}

/** Goods that were booked by somebody who had no right to it then: a person vouches for it. */
function letStockCount(
  j: Judging,
  op: OpOf<'case.decide'>,
  booking: StockOp,
  ref: string,
  at: number,
): Verdict | undefined {
  const was = j.former?.was(op.seq);
  if (was?.outcome === 'refused') return was;
  const verdict = bookStock(j, booking, ref, at);
  return verdict.outcome === 'applied' ? undefined : refused('still_held', { code: verdict.code });
}

/** A part of the household that was split; for what waits with a registration any household of the decider's. */
function mayChoose(j: Judging, decider: Actor, open: CaseState, choice: string | undefined): boolean {
  const file = choice === undefined ? undefined : j.batch.households.get(choice)?.file;
  if (!file || !inScope(decider, file)) return false;
  const choices = open.params?.choices;
  return open.code === 'same_code' || (Array.isArray(choices) && choices.includes(file.code));
}

/**
 * CF-14: the redemption counts at the prices in force when the goods left. The right that the device reserved covers the
 * receipt; what is above it comes out of the household's free points, by a grant of the same size.
 */
function letCountRepriced(
  j: Judging,
  file: HouseholdFile,
  op: OpOf<'redemption.record'>,
  open: CaseState,
  ctx: JudgeContext,
): Verdict | undefined {
  const priced = repriced(op, ctx.prices, ctx.at);
  const extra = Math.max(0, priced.body.points - op.body.points);
  const free = freePoints(ctx.points);
  if (extra > Math.max(0, free)) return refused('insufficient', { points: extra, free: Math.max(0, free) });
  const points = { ...ctx.points, allotted: ctx.points.allotted + extra };
  const verdict = settleHeld(file, priced, open.code, 'reprice', { ...ctx, points, remaining: ctx.remaining + extra });
  if (verdict.outcome === 'held') heldForNow(j, open, verdict, false);
  if (verdict.outcome !== 'applied') return refused('still_held', { code: verdict.code });
  if (extra > 0) j.batch.grant(deviceOf(open.id), file.code, extra);
  for (const event of effects(file, priced, verdict, ctx)) j.batch.applyFileEvent(event, null);
  return undefined;
}

/** Whether the competing entry was taken back already. */
function hasGone(file: HouseholdFile, op: OpOf<'case.decide'>, open: CaseState): boolean {
  const { replace } = op.body;
  return replace !== undefined && open.competing.includes(replace) && reversedIds(file.entries).has(replace);
}

/** The competing entry gives way by a reversal that carries the decision's reference. */
function swappedOut(
  file: HouseholdFile,
  op: OpOf<'case.decide'>,
  open: CaseState,
  ctx: Pick<JudgeContext, 'ref' | 'at' | 'zoneOffsetMinutes'>,
) {
  const target = file.entries.find((e) => e.id === op.body.replace);
  if (!target || !open.competing.includes(target.id) || reversedIds(file.entries).has(target.id)) return undefined;
  const reverse: OpOf<'entry.reverse'> = {
    ...op,
    kind: 'entry.reverse',
    body: { household: file.code, entry: target.id, reason: op.body.reason ?? 'swap' },
  };
  return reversalEntry(target, reverse, ctx, { status: 'approved' });
}

/**
 * A decision to let an entry count is its review too, when the decider may review such items. What takes two people goes on waiting for them.
 */
function approvedIfReviewer(
  j: Judging,
  file: HouseholdFile,
  op: HouseholdOp,
  decider: Actor,
  verdict: Verdict,
): Verdict {
  if (op.kind !== 'entry.record' || verdict.outcome !== 'applied') return verdict;
  const level = rulesOn(j.setting.ruleVersions, file.village, op.body.date).get(op.body.rule)?.review ?? 'village';
  if (!mayReview(decider.role, level)) return verdict;
  const policy = policyOf(j.setting, file.village);
  const { twoPersonPoints } = policy;
  const given = verdict.params?.points;
  const points = typeof given === 'number' ? given : op.body.points;
  if (twoPersonPoints !== undefined && Math.abs(points) >= twoPersonPoints) return verdict;
  const waits = waitsForMonth(policy, points) ? { waits: 1 } : {};
  return { ...verdict, params: { ...verdict.params, status: 'approved', ...waits } };
}
