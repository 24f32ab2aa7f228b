/** What a person may decide about a held op, and the verdict the op gets by that decision. */
import type { HouseholdFile } from '../household.ts';
import type { CaseDecision, HouseholdOp, OpOf } from '../op.ts';
import type { HeldCode, Verdict, VerdictParams } from '../verdict.ts';
import { applied } from '../verdict.ts';
import type { JudgeContext } from './context.ts';
import { decide } from './decide.ts';

/** The decisions a Case offers, the recommended one first. */
export function decisionsFor(code: HeldCode): readonly CaseDecision[] {
  switch (code) {
    case 'over_cap':
      return ['reject', 'swap', 'keep_both'];
    case 'over_cap_part':
      return ['cut', 'reject', 'keep_both'];
    case 'price_changed':
      return ['accept', 'reprice', 'reject'];
    case 'several_successors':
      return ['to', 'reject'];
    case 'same_code':
      return ['reject', 'to'];
    case 'likely_duplicate':
      return ['merge', 'keep_both'];
    case 'over_limit':
    case 'stock_below_zero':
      return ['noted'];
    case 'unknown_kind':
    case 'unknown_household':
    case 'after_restore':
      return ['reject'];
    default:
      return ['accept', 'reject'];
  }
}

/** Whether a Case of this code holds nothing back: it tells the office of an op that counts already (CF-16, CF-26, AL-6). */
export function tellsOnly(code: HeldCode): boolean {
  return code === 'likely_duplicate' || code === 'over_limit' || code === 'stock_below_zero';
}

/** The reasons to hold that a decision overrules: keeping both overrules the rule's cap, on times and on points. */
function waivedBy(code: HeldCode, decision: CaseDecision): ReadonlySet<HeldCode> {
  if (decision === 'swap') return new Set();
  if (decision === 'keep_both') return new Set<HeldCode>([code, 'over_cap', 'over_cap_part']);
  return new Set<HeldCode>([code]);
}

/**
 * Judges a held op again under a person's decision to let it count. For `swap` the caller gives the file in which the
 * competing entry is already reversed; `ctx.waived` are reasons that were overruled before. Any other reason to hold or refuse still stands and comes back as that verdict.
 */
export function settleHeld(
  file: HouseholdFile | undefined,
  op: HouseholdOp,
  code: HeldCode,
  decision: Exclude<CaseDecision, 'reject'>,
  ctx: JudgeContext,
): Verdict {
  const waived = new Set([...(ctx.waived ?? []), ...waivedBy(code, decision)]);
  const verdict = decide(file, op, { ...ctx, waived });
  if (decision === 'cut' && op.kind === 'entry.record') return cutVerdict(file, op, code, ctx, verdict);
  return verdict;
}

/** CF-03: the entry counts with what the cap still allows, and says so. */
function cutVerdict(
  file: HouseholdFile | undefined,
  op: OpOf<'entry.record'>,
  code: HeldCode,
  ctx: JudgeContext,
  verdict: Verdict,
): Verdict {
  const now = decide(file, op, ctx);
  const allowed = now.outcome === 'held' && now.code === code ? now.params?.allowed : undefined;
  if (verdict.outcome !== 'applied' || typeof allowed !== 'number') return verdict;
  const params: VerdictParams = { ...verdict.params, points: allowed, was: op.body.points };
  return applied('recomputed', params);
}
