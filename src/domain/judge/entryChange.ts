/** Judging what is said of an entry: its review (CF-24) and its reversal (CF-23). */
import { dayOf } from '../calendar.ts';
import type { Entry, HouseholdFile } from '../household.ts';
import type { OpOf } from '../op.ts';
import { reversedIds } from '../points.ts';
import { mayReview } from '../role.ts';
import { rulesOn } from '../ruleSet.ts';
import { APPLIED, applied, refused, type Verdict } from '../verdict.ts';
import type { JudgeContext } from './context.ts';

function reviewLevel(file: HouseholdFile, entry: Entry, ctx: JudgeContext): 'auto' | 'village' | 'committee' {
  return rulesOn(ctx.ruleVersions, file.village, entry.date).get(entry.rule)?.review ?? 'village';
}

/** The first decision on an entry stands; a later one is refused and shown the first (CF-24). */
export function judgeReview(file: HouseholdFile, op: OpOf<'entry.review'>, ctx: JudgeContext): Verdict {
  const entry = file.entries.find((e) => e.id === op.body.entry);
  if (!entry) return refused('unknown_entry', { entry: op.body.entry });
  if (entry.status !== 'submitted') {
    return refused('already_decided', { entry: entry.id, status: entry.status, by: entry.reviewedBy ?? '' });
  }
  if (!ctx.actor || !mayReview(ctx.actor.role, reviewLevel(file, entry, ctx))) {
    return refused('needs_committee', { entry: entry.id });
  }
  return APPLIED;
}

/**
 * A reversal takes effect at once when the person takes back an own entry that no person has reviewed yet, or may review
 * such items; otherwise it is submitted and waits for review like any entry. Params: `status` when approved at once.
 */
export function judgeReversal(file: HouseholdFile, op: OpOf<'entry.reverse'>, ctx: JudgeContext): Verdict {
  const entry = file.entries.find((e) => e.id === op.body.entry);
  if (!entry || entry.reverses) return refused('unknown_entry', { entry: op.body.entry });
  const pending = file.entries.some((e) => e.reverses === entry.id && e.status === 'submitted');
  if (pending || reversedIds(file.entries).has(entry.id)) return refused('already_reversed', { entry: entry.id });
  if (entry.status === 'rejected')
    return refused('already_decided', { entry: entry.id, status: entry.status, by: entry.reviewedBy ?? '' });
  const level = reviewLevel(file, entry, ctx);
  // Carried-over history was approved elsewhere: no reviewer is named, yet people decided it.
  const unreviewed = entry.reviewedBy === undefined && (entry.status === 'submitted' || level === 'auto');
  const own = entry.by === op.by && unreviewed;
  const reviewer = ctx.actor !== undefined && mayReview(ctx.actor.role, level);
  return own || reviewer ? applied('ok', { status: 'approved' }) : APPLIED;
}

/** The reversal as an entry of its own: same rule and size, opposite sign, dated the day it was recorded. */
export function reversalEntry(
  target: Entry,
  op: OpOf<'entry.reverse'>,
  ctx: { ref: string; at: number; zoneOffsetMinutes: number },
  approved: boolean,
): Entry {
  return {
    id: ctx.ref,
    rule: target.rule,
    date: dayOf(ctx.at, ctx.zoneOffsetMinutes),
    points: -target.points,
    quantity: target.quantity,
    ...(target.member === undefined ? {} : { member: target.member }),
    note: op.body.reason,
    by: op.by,
    at: ctx.at,
    status: approved ? 'approved' : 'submitted',
    reverses: target.id,
  };
}
