/**
 * decide(file, op, context) → verdict: the one judge, used on the tablet to show the outcome at once and on the server to
 * settle it. Pure: no I/O, no clock, no randomness.
 */
import type { HouseholdFile } from '../household.ts';
import type { HouseholdOp } from '../op.ts';
import { inScope, mayRecordOp } from '../role.ts';
import { APPLIED, held, refused, type Verdict } from '../verdict.ts';
import type { JudgeContext } from './context.ts';
import { judgeReversal } from './entryChange.ts';
import { judgeEntry } from './entryRecord.ts';
import { judgeClose, judgeMerge, judgeMove, judgeSplit } from './householdChange.ts';
import { judgeEdit } from './householdEdit.ts';
import { besideReceipt, keptFrom } from './partReturn.ts';
import { judgeCarriedRedemption, judgeRedemption, judgeVoid } from './redemption.ts';
import { judgeCancel, judgeReservation } from './reservation.ts';
import { judgeReview } from './review.ts';
import { sameRegistration } from './sameHousehold.ts';

/**
 * Verdict on an op that concerns one household. `file` is undefined when the household does not exist (yet): the op is
 * then held, not refused, because what would create it may still be on its way (SY-6).
 */
export function decide(file: HouseholdFile | undefined, op: HouseholdOp, ctx: JudgeContext): Verdict {
  const vouched = ctx.waived?.has('no_right') ?? false;
  if (!ctx.actor && !vouched) return held('no_right', { by: op.by });
  // Someone whom the device no longer knows (CF-16) has, once a person vouches for the op, the rights of field work.
  if (!mayRecordOp(ctx.actor?.role ?? 'grid_worker', ctx.device.kind, op)) {
    return refused('not_allowed', { kind: op.kind });
  }
  if (op.kind === 'household.register') {
    if (!ctx.actor || !inScope(ctx.actor, op.body)) return refused('not_allowed', { kind: op.kind });
    if (!file) return APPLIED;
    return sameRegistration(file, op)
      ? refused('already_registered', { household: op.body.household })
      : held('same_code', { household: op.body.household });
  }
  if (!file) return held('unknown_household', { household: op.body.household });
  const here = ctx.place ? { ...file, ...ctx.place } : file;
  if (!vouched && ctx.actor && !inScope(ctx.actor, here)) return held('no_right', { by: op.by });
  return closedMeanwhile(here, op, ctx) ?? judgeHere(here, op, ctx);
}

/** CF-09: what was recorded before the household was closed counts, as does what concerns its past or its rights (CF-11). */
function closedMeanwhile(file: HouseholdFile, op: HouseholdOp, ctx: JudgeContext): Verdict | undefined {
  const { closed } = file;
  if (!closed || ctx.at < closed.at || ctx.waived?.has('household_closed')) return undefined;
  // Goods that left before the server was restored are paid, whoever closed the household first here (SY-14).
  const asks =
    op.kind === 'reservation.record' ||
    (op.kind === 'redemption.record' &&
      op.body.mode === 'online' &&
      !keptFrom(file, op.body) &&
      !besideReceipt(file, op.body));
  if (asks) return ctx.honoured ? undefined : refused('household_ended', { household: file.code });
  const lives = op.kind === 'entry.record' || op.kind === 'household.edit' || op.kind === 'card.replace';
  return lives ? held('household_closed', { household: file.code }) : undefined;
}

function judgeHere(
  file: HouseholdFile,
  op: Exclude<HouseholdOp, { kind: 'household.register' }>,
  ctx: JudgeContext,
): Verdict {
  switch (op.kind) {
    case 'entry.record':
      return judgeEntry(file, op, ctx);
    case 'entry.review':
      return judgeReview(file, op, ctx);
    case 'entry.reverse':
      return judgeReversal(file, op, ctx);
    case 'household.edit':
      return judgeEdit(file, op, ctx);
    case 'redemption.record':
      return judgeRedemption(file, op, ctx);
    case 'redemption.void':
      return judgeVoid(file, op);
    case 'reservation.record':
      return judgeReservation(file, op, ctx);
    case 'reservation.cancel':
      return judgeCancel(file, op);
    case 'carryover.redemption':
      return judgeCarriedRedemption(op, ctx);
    case 'household.merge':
      return judgeMerge(file, op, ctx);
    case 'household.split':
      return judgeSplit(file, op, ctx);
    case 'household.move':
      return judgeMove(file, op, ctx);
    case 'household.close':
      return judgeClose(file);
    case 'card.replace':
    case 'carryover.entry':
      return APPLIED;
  }
}
