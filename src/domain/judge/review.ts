/** Judging a review: the first decision stands (CF-24), other points within the rule, two people above a number of points. */
import { capRoom } from '../cap.ts';
import type { EntryAgreed, EntryReviewed } from '../events/entries.ts';
import type { Entry, HouseholdFile } from '../household.ts';
import type { OpOf } from '../op.ts';
import { isOffered, pointsOffer } from '../pointsOffer.ts';
import { waitsForMonth } from '../policy.ts';
import { mayReview } from '../role.ts';
import type { Rule } from '../rule.ts';
import { rulesOn } from '../ruleSet.ts';
import { APPLIED, applied, refused, type Verdict, type VerdictParams } from '../verdict.ts';
import type { JudgeContext } from './context.ts';

/** The rule that a deed is under, as it was in force on its day. */
export function ruleOf(
  file: Pick<HouseholdFile, 'village'>,
  entry: Entry,
  ctx: Pick<JudgeContext, 'ruleVersions'>,
): Rule | undefined {
  return rulesOn(ctx.ruleVersions, file.village, entry.date).get(entry.rule);
}

/**
 * The first decision on an entry stands; a later one is refused and shown the first (CF-24). Params of an approval: `points` and `was`
 * when it gives others, `waits` (1) when they wait for their month (AL-10).
 */
export function judgeReview(file: HouseholdFile, op: OpOf<'entry.review'>, ctx: JudgeContext): Verdict {
  const entry = file.entries.find((e) => e.id === op.body.entry);
  if (!entry) return refused('unknown_entry', { entry: op.body.entry });
  // SY-14: what decided it may be here again before the consent that came first.
  if (ctx.before === 'agreed_first' && !entry.agreed) return firstOfTwo(entry, op);
  if (entry.status !== 'submitted') {
    return refused('already_decided', { entry: entry.id, status: entry.status, by: entry.reviewedBy ?? '' });
  }
  const rule = ruleOf(file, entry, ctx);
  if (!ctx.actor || !mayReview(ctx.actor.role, rule?.review ?? 'village')) {
    return refused('needs_committee', { entry: entry.id });
  }
  if (op.body.decision === 'reject') return APPLIED;
  // SY-14: it counted already, so whatever it took was there.
  if (ctx.before !== undefined && ctx.before !== 'agreed_first') return approved(entry, op, ctx);
  return badPoints(file, entry, op, rule) ?? oneOfTwo(entry, op, ctx) ?? approved(entry, op, ctx);
}

/** The points that were recorded, also when a decision is here before the consent that came first (SY-14). */
function recordedOf(entry: Entry): number {
  return entry.pointsBefore ?? entry.points;
}

/** The points that an approval gives. */
function pointsBy(entry: Entry, { body }: OpOf<'entry.review'>): number {
  return body.points ?? recordedOf(entry);
}

function changeOf(entry: Entry, op: OpOf<'entry.review'>): VerdictParams | undefined {
  const [points, was] = [pointsBy(entry, op), recordedOf(entry)];
  return points === was ? undefined : { points, was };
}

function approved(entry: Entry, op: OpOf<'entry.review'>, { policy }: JudgeContext): Verdict {
  const change = changeOf(entry, op);
  // What takes an entry back counts nothing itself, nor does what it takes back.
  const waits = entry.reverses === undefined && waitsForMonth(policy, pointsBy(entry, op)) ? { waits: 1 } : {};
  return applied(change ? 'points_changed' : 'ok', { ...change, ...waits });
}

function firstOfTwo(entry: Entry, op: OpOf<'entry.review'>): Verdict {
  return applied('agreed_first', changeOf(entry, op));
}

/** Other points than recorded must be what the rule can give, and what its cap leaves unless they only get fewer. */
function badPoints(
  file: HouseholdFile,
  entry: Entry,
  op: OpOf<'entry.review'>,
  rule: Rule | undefined,
): Verdict | undefined {
  const points = pointsBy(entry, op);
  if (points === entry.points) return undefined;
  const offer = entry.reverses ? ({ type: 'none' } as const) : pointsOffer(rule);
  if (!rule || !isOffered(offer, points)) {
    const { type, ...offered } = offer;
    const values = Object.values(offered).flat().map(String);
    return refused('points_not_offered', { entry: entry.id, rule: entry.rule, points, offer: type, values });
  }
  const others = file.entries.filter((e) => e.id !== entry.id);
  const room = capRoom(rule, others, entry.date, entry.member);
  if (Math.abs(points) <= Math.max(room.points, Math.abs(entry.points))) return undefined;
  const allowed = Math.sign(points) * room.points;
  return refused('points_over_cap', {
    entry: entry.id,
    rule: rule.code,
    points,
    allowed,
    competing: room.competing.map((e) => e.id),
  });
}

/**
 * From `twoPersonPoints` on, recorded or given by either, two different people approve, and the same points. The first is noted, and decides nothing;
 * undefined when this one decides.
 */
function oneOfTwo(entry: Entry, op: OpOf<'entry.review'>, { policy }: JudgeContext): Verdict | undefined {
  const points = pointsBy(entry, op);
  const { agreed } = entry;
  const weight = Math.max(...[points, entry.points, agreed?.points ?? 0].map(Math.abs));
  if (policy.twoPersonPoints === undefined || weight < policy.twoPersonPoints) return undefined;
  if (!agreed) return firstOfTwo(entry, op);
  if (agreed.by === op.by) return refused('same_person', { entry: entry.id, by: op.by });
  const first = agreed.points ?? entry.points;
  return first === points
    ? undefined
    : refused('other_points_agreed', { entry: entry.id, by: agreed.by, points: first });
}

/** What an applied review does: a decision, or the first of two consents. All of it is in the op and its verdict (SY-9). */
export function reviewEvent(op: OpOf<'entry.review'>, verdict: Verdict, at: number): EntryReviewed | EntryAgreed {
  const { household, entry, decision, reason, session } = op.body;
  const points = verdict.params?.points;
  const said = {
    household,
    entry,
    by: op.by,
    at,
    ...(reason === undefined ? {} : { reason }),
    ...(typeof points === 'number' ? { points } : {}),
    ...(session === undefined ? {} : { session }),
  };
  return verdict.code === 'agreed_first'
    ? { type: 'entry.agreed', ...said }
    : {
        type: 'entry.reviewed',
        status: decision === 'approve' ? 'approved' : 'rejected',
        ...said,
        ...(verdict.params?.waits === undefined ? {} : { waits: true as const }),
      };
}
