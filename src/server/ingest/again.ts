/** SY-14: an op that comes again after a restore. What it was stands as far as it can, and it may have to wait for others. */
import { allowanceLine, claimable, remainingRight } from '../../domain/allowance.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { decide } from '../../domain/judge/decide.ts';
import { becameOf, type Routed } from '../../domain/judge/route.ts';
import type { HouseholdOp, Op, OpOf } from '../../domain/op.ts';
import { isBesideCase } from '../../domain/ref.ts';
import { APPLIED, type Held, held, type Verdict } from '../../domain/verdict.ts';
import { contextFor } from './contextFor.ts';
import { asBefore, notHereYet, waitsAgain, waivingAll } from './healing.ts';
import type { Judging } from './judging.ts';
import { hold } from './openCase.ts';

/**
 * SY-14: what a person had looked into stays so. In another order of arrival the Case about it may have another op's name, or there is none;
 * that is then another person's to see.
 */
export function lookedInto(j: Judging, op: OpOf<'case.decide'>, verdict: Verdict): Verdict {
  const was = verdict.code === 'unknown_case' && isBesideCase(op.body.case) ? j.former?.was(op.seq) : undefined;
  return was?.outcome === 'applied' ? APPLIED : verdict;
}

/** SY-14: the household that an op counted for in the lost history. It counts there again, whatever was split meanwhile. */
export function settledFor(j: Judging, op: HouseholdOp): string | undefined {
  const was = j.former?.was(op.seq);
  if (was?.outcome !== 'applied') return undefined;
  return typeof was.params?.to === 'string' ? was.params.to : op.body.household;
}

/**
 * SY-14: an op that had followed a merge or a split waits for that, while an office browser may still bring it: what was said of it since
 * looks for it there (CF-09).
 */
export function stillToBecome(j: Judging, op: HouseholdOp, about: Routed, there: string | undefined): Held | undefined {
  const { healing, households } = j.batch;
  if (there === undefined || there === about.op.body.household || !healing) return undefined;
  const may = [...healing.offices].some((office) => office !== j.people.device.id);
  if (!may || becameOf(op.body.household, (household) => households.get(household)?.file).has(there)) return undefined;
  return held('after_restore', { household: there, was: 'applied', to: there });
}

/** SY-14: what was applied in the lost history, and what a device redeemed within its allowance before it knew of the restore, stands. */
export function honouring(j: Judging, about: Routed, op: HouseholdOp, ctx: JudgeContext, first: Verdict): Verdict {
  const { former } = j;
  const { file } = about;
  if (!former) return first;
  const inFaith = op.kind === 'redemption.record' && op.body.mode === 'allowance' && op.seq <= former.faithSeq;
  const settled = former.was(op.seq)?.outcome === 'applied';
  const promised = inFaith && first.code === 'over_allowance';
  if (!settled && !promised) return first;
  if (former.waivedBy === null || op.kind !== 'redemption.record' || !file) {
    return promised && !settled
      ? decide(file, about.op, { ...ctx, remaining: op.body.points })
      : asBefore(file, about.op, ctx);
  }
  // The office had given up what the device held: the write-off answers for what the household cannot cover (CF-13).
  const { device } = j.people;
  const account = j.batch.allowance(device.id, op.body.household);
  const lacking = Math.max(0, op.body.points - Math.max(0, remainingRight(account)));
  const off = claimable(account)?.points ?? 0;
  if (op.body.mode !== 'allowance' || off >= lacking) return asBefore(file, about.op, ctx);
  const more = lacking - off;
  const now = { ...account, granted: account.granted + more, writtenOff: account.writtenOff + more };
  j.batch.changeAllowance(device.id, op.body.household, { ...now, writeOff: former.waivedBy });
  j.batch.announceRights(device.id, file.village, [allowanceLine(file.code, now)]);
  return decide(file, about.op, contextFor(j, op, about, device, ctx.actor, ctx.ref, ctx.at));
}

/**
 * SY-14: what a decision had let count counts again. Goods that left are gone, whatever the household has by now: what a person let count
 * draws on its free points, also beyond them. `honoured` says that it had to be.
 */
export function decidedAgain(
  op: HouseholdOp,
  ctx: JudgeContext,
  settle: (ctx: JudgeContext) => Verdict,
): { readonly verdict: Verdict; readonly honoured: boolean } {
  const verdict = waivingAll(ctx, settle);
  if (verdict.outcome === 'applied' || op.kind !== 'redemption.record') return { verdict, honoured: false };
  const again = waivingAll({ ...ctx, honoured: true }, settle);
  if (again.outcome !== 'applied') return { verdict: again, honoured: false };
  return { verdict: { ...again, params: { ...again.params, mode: 'online' } }, honoured: true };
}

/** The forgotten grant that an honoured redemption draws on is granted once more, so that spending never exceeds it. */
export function grantAgain(j: Judging, op: OpOf<'redemption.record'>, verdict: Verdict): void {
  if (op.body.mode !== 'allowance' || verdict.params?.writeOff !== undefined) return;
  const { id } = j.people.device;
  const { household, points } = op.body;
  const account = j.batch.allowance(id, household);
  const lacking = points - remainingRight(account);
  if (lacking <= 0) return;
  const now = { ...account, granted: account.granted + lacking };
  j.batch.honourAllowance(id, household, now);
  j.batch.announceRights(id, j.batch.villageOf(household), [allowanceLine(household, now)]);
}

/** SY-14: an op that speaks of what another device has not pushed again yet waits for it, and is judged when it comes. */
export function orWait(j: Judging, op: Op, verdict: Verdict, ref: string, at: number): Verdict {
  const { batch, former, people } = j;
  const known = former?.was(op.seq)?.outcome === 'applied' || op.seq <= (former?.faithSeq ?? 0);
  const gone = verdict.code === 'unknown_household' || verdict.code === 'unknown_device';
  const lost = gone && known && batch.healing !== undefined;
  const there =
    notHereYet(batch.healing, people.device.id, verdict) ?? (known ? waitsAgain(batch, verdict) : undefined);
  const waits = lost ? verdict.params : there;
  if (!waits) return verdict;
  const to = former?.was(op.seq)?.params?.to;
  const waited = former?.was(op.seq)?.params?.waits;
  const said = op.kind === 'entry.review' ? former?.was(op.seq)?.code : undefined;
  const was = known
    ? {
        was: 'applied',
        ...(to === undefined ? {} : { to }),
        ...(said ? { said } : {}),
        ...(waited ? { waits: waited } : {}),
      }
    : {};
  return hold(j, ref, op, held('after_restore', { ...waits, ...was }), at);
}
