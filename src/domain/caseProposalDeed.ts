/** Proposals about deeds that a rule, its limit or their day holds back (CF-02, CF-03, CF-05, CF-18). */
import { type CaseFacts, type CaseProposal, numberOf, type ProposalDeed, propose, wordOf } from './caseFacts.ts';

/** Undefined for a Case that is not about such a deed. */
export function deedProposal(facts: CaseFacts): CaseProposal | undefined {
  const { params, today } = facts;
  switch (facts.code) {
    case 'over_cap':
      return overCap(facts);
    case 'over_cap_part':
      return overCapPart(facts);
    case 'rule_off':
      return propose('reject', 'not_in_use', { day: wordOf(params, 'date') });
    case 'points_out_of_range':
      return propose('reject', 'not_offered', { points: facts.deed?.points ?? numberOf(params, 'points') });
    case 'date_future': {
      const day = wordOf(params, 'date');
      if (day <= today) return propose('accept', 'day_has_come', { day });
      return facts.clockShiftMs === 0
        ? propose('reject', 'day_to_come', { day })
        : propose(null, 'clock_was_off', { day });
    }
    case 'date_too_old':
      return propose(null, 'long_ago', { day: wordOf(params, 'date'), oldest: wordOf(params, 'oldest') });
    default:
      return undefined;
  }
}

/** CF-02: the first to arrive counts, unless it counts no more, or both sides tell different things. */
function overCap({ deed, rivals, byName }: CaseFacts): CaseProposal {
  const standing = rivals.filter((one) => one.stands);
  if (rivals.length > 0 && standing.length < rivals.length) {
    return propose('keep_both', 'room_again', { count: rivals.length - standing.length });
  }
  const first = deed && likest(deed, standing);
  if (!deed || !first) return propose(null, 'limit_used', { count: standing.length, name: byName });
  const both = { name: first.byName, at: first.at, other: deed.byName, otherAt: deed.at };
  const samePhoto = deed.photos.some((photo) => first.photos.includes(photo));
  if (samePhoto) return propose('reject', 'same_photo', { ...both, points: first.points });
  if (first.date !== deed.date) return propose('reject', 'limit_used', { count: standing.length, ...both });
  const figures = { ...both, points: first.points, was: deed.points };
  if (first.member !== deed.member) return propose(null, 'people_differ', figures);
  if (first.points !== deed.points) return propose(null, 'points_differ', figures);
  // One person twice is a slip of the finger; two people at one door are two who saw the same.
  return propose('reject', first.byName === deed.byName ? 'same_deed' : 'same_day', figures);
}

/** Of those that were there first the one that tells most of the same. */
function likest<Deed extends ProposalDeed>(deed: ProposalDeed, rivals: readonly Deed[]): Deed | undefined {
  const likeness = (one: ProposalDeed) =>
    (deed.photos.some((photo) => one.photos.includes(photo)) ? 8 : 0) +
    (one.date === deed.date ? 4 : 0) +
    (one.member === deed.member ? 2 : 0) +
    (one.points === deed.points ? 1 : 0);
  return [...rivals].sort((a, b) => likeness(b) - likeness(a) || a.at - b.at)[0];
}

/** CF-03: the part that is left counts. What was taken back since leaves more room than the verdict says. */
function overCapPart({ params, deed, rivals }: CaseFacts): CaseProposal {
  const points = deed?.points ?? numberOf(params, 'points');
  const allowed = numberOf(params, 'allowed');
  const gone = rivals.filter((one) => !one.stands);
  const freed = gone.reduce((sum, one) => sum + Math.abs(one.points), 0);
  if (gone.length > 0 && Math.abs(allowed) + freed >= Math.abs(points)) {
    return propose('keep_both', 'room_again', { count: gone.length });
  }
  if (allowed === 0) return propose('reject', 'nothing_left', { points });
  return propose('cut', 'part_left', { points, allowed });
}
