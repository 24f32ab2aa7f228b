/** Why a Case is open: the reason that holds its op now, those that a person has overruled, and what it is judged by anew. */

import { decisionsFor, settleHeld, tellsOnly } from '../../domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { type HouseholdOp, isHouseholdOp, type OpOf } from '../../domain/op.ts';
import type { Actor } from '../../domain/role.ts';
import type { Held, HeldCode, VerdictParams } from '../../domain/verdict.ts';
import type { CaseState } from './batch.ts';
import { contextFor } from './contextFor.ts';
import { elsewhere, standIn } from './decideHousehold.ts';
import { routed } from './households.ts';
import type { Judging } from './judging.ts';
import type { HeldOp } from './load.ts';
import { announceCase, householdOf } from './openCase.ts';

/** Reasons to hold that were overruled while another one remained. */
function overruled(open: CaseState): readonly HeldCode[] {
  const codes = open.params?.overruled;
  return Array.isArray(codes) ? (codes as readonly HeldCode[]) : [];
}

/** A held op about one household. */
export type HeldHouseholdOp = HeldOp & { readonly op: HouseholdOp };

/** Whether a held op is about one household. */
export function isOfHousehold(held: HeldOp): held is HeldHouseholdOp {
  return isHouseholdOp(held.op);
}

/** What a held op is judged by under a decision on its Case; undefined when there is no household for it. */
export function heldAnew(
  j: Judging,
  op: OpOf<'case.decide'>,
  open: CaseState,
  heldOp: HeldHouseholdOp,
  decider: Actor,
) {
  // A choice made before another reason was found still stands.
  const chosen = typeof open.params?.choice === 'string' ? open.params.choice : undefined;
  const choice = op.body.decision === 'to' ? op.body.choice : chosen;
  // A decision that had counted before a restore counts again: what came up only since was not asked then, nor was the household split (SY-14).
  const counted = j.former?.was(op.seq)?.outcome === 'applied';
  const about =
    open.code === 'same_code' && choice !== undefined
      ? elsewhere(j, heldOp.op, choice)
      : routed(j, heldOp.op, heldOp.at, choice ?? (counted ? heldOp.op.body.household : undefined));
  const { file } = about;
  if (!file) return undefined;
  // The decider answers for an op of a person the device no longer lists (no_right).
  const device =
    heldOp.device === j.people.device.id ? j.people.device : { id: heldOp.device, kind: 'tablet' as const };
  const judging = { ...j, adopted: heldOp.adopted };
  const known = contextFor(judging, heldOp.op, about, device, standIn(heldOp.op, decider), open.id, heldOp.at);
  const again = counted ? keptAgain(known) : known;
  const ctx = { ...again, waived: new Set([...(again.waived ?? []), ...overruled(open)]) };
  return { about, file, ctx, choice, counted };
}

/** SY-14: what a reservation kept that a decision had let count is kept again, by the same device. */
function keptAgain(ctx: JudgeContext): JudgeContext {
  const { reserving } = ctx;
  if (reserving?.device === undefined) return ctx;
  return { ...ctx, reserving: { ...reserving, before: { device: reserving.device, until: reserving.until } } };
}

/**
 * SY-14: a decision that had counted was offered then, because somebody had overruled the reason before it. That person may come later, or never:
 * the Case takes what remains by itself. When nothing else holds the op any more, the decision counts all the same.
 */
export function offeredThen(j: Judging, op: OpOf<'case.decide'>, open: CaseState, decider: Actor): boolean {
  const heldOp = j.heldOps.get(open.id);
  if (j.former?.was(op.seq)?.outcome !== 'applied' || !heldOp || !isOfHousehold(heldOp) || tellsOnly(open.code))
    return false;
  for (;;) {
    const waiver = (['accept', 'keep_both'] as const).find((one) => decisionsFor(open.code).includes(one));
    const anew = heldAnew(j, op, open, heldOp, decider);
    if (!waiver || !anew) return false;
    const verdict = settleHeld(anew.file, anew.about.op, open.code, waiver, anew.ctx);
    if (verdict.outcome !== 'held' || anew.ctx.waived.has(verdict.code) || verdict.code === open.code) return true;
    heldForNow(j, open, verdict, true);
    if (decisionsFor(open.code).includes(op.body.decision)) return true;
  }
}

/** One reason is overruled and another remains: the Case takes that one, so that its decisions can be offered. */
export function heldForNow(j: Judging, open: CaseState, { code, params }: Held, waives: boolean): void {
  const competing = params?.competing;
  const before = waives ? [...new Set([...overruled(open), open.code])] : overruled(open);
  const now: VerdictParams = before.length > 0 ? { ...params, overruled: before } : { ...params };
  open.code = code;
  open.params = now;
  open.competing = Array.isArray(competing) ? [...competing] : [];
  open.changed = true;
  announceCase(j, open.id, {
    type: 'case.opened',
    case: open.id,
    code,
    household: householdOf(open),
    ...(Array.isArray(competing) ? { competing } : {}),
    params: now,
  });
}
