/** Judging the reversal of an entry (CF-23). */
import { dayOf } from '../calendar.ts';
import type { Entry, HouseholdFile } from '../household.ts';
import type { OpOf } from '../op.ts';
import { reversedIds } from '../points.ts';
import { mayReview } from '../role.ts';
import { applied, refused, type Verdict, type VerdictParams } from '../verdict.ts';
import type { JudgeContext } from './context.ts';
import { ruleOf } from './review.ts';

/**
 * A reversal takes effect at once when the person takes back an own entry that no person has reviewed yet, or may review
 * such items; otherwise it is submitted and waits for review like any entry. Params: `status` when approved at once; `points` of the
 * reversal when a review had given others than recorded, which the device may not have heard of.
 */
export function judgeReversal(file: HouseholdFile, op: OpOf<'entry.reverse'>, ctx: JudgeContext): Verdict {
  const entry = file.entries.find((e) => e.id === op.body.entry);
  if (!entry || entry.reverses) return refused('unknown_entry', { entry: op.body.entry });
  const pending = file.entries.some((e) => e.reverses === entry.id && e.status === 'submitted');
  if (pending || reversedIds(file.entries).has(entry.id)) return refused('already_reversed', { entry: entry.id });
  if (entry.status === 'rejected')
    return refused('already_decided', { entry: entry.id, status: entry.status, by: entry.reviewedBy ?? '' });
  const level = ruleOf(file, entry, ctx)?.review ?? 'village';
  // Carried-over history was approved elsewhere: no reviewer is named, yet people decided it.
  const unreviewed = entry.reviewedBy === undefined && (entry.status === 'submitted' || level === 'auto');
  const own = entry.by === op.by && unreviewed;
  const reviewer = ctx.actor !== undefined && mayReview(ctx.actor.role, level);
  return applied('ok', {
    ...(own || reviewer ? { status: 'approved' } : {}),
    ...(entry.pointsBefore === undefined ? {} : { points: -entry.points }),
  });
}

/** The reversal as an entry of its own: same rule and size, opposite sign, dated the day it was recorded. */
export function reversalEntry(
  target: Entry,
  op: OpOf<'entry.reverse'>,
  ctx: { ref: string; at: number; zoneOffsetMinutes: number },
  params: VerdictParams | undefined,
): Entry {
  return {
    id: ctx.ref,
    rule: target.rule,
    date: dayOf(ctx.at, ctx.zoneOffsetMinutes),
    // A review that came later has changed nothing of what is taken back.
    points: typeof params?.points === 'number' ? params.points : -(target.pointsBefore ?? target.points),
    quantity: target.quantity,
    ...(target.member === undefined ? {} : { member: target.member }),
    note: op.body.reason,
    by: op.by,
    at: ctx.at,
    status: params?.status === 'approved' ? 'approved' : 'submitted',
    reverses: target.id,
  };
}
