/**
 * What to propose about a Case, and why, with figures from both sides. Where the facts do not say, nothing is proposed: a person
 * who was told "recommended" looks no further. It binds nobody; what a decision does is judged when it is taken.
 */
import { type CaseFacts, type CaseProposal, numberOf, propose, wordOf } from './caseFacts.ts';
import { deedProposal } from './caseProposalDeed.ts';
import { homeProposal } from './caseProposalHome.ts';

/** What to propose about a Case that is open. */
export function proposalFor(facts: CaseFacts): CaseProposal {
  return deedProposal(facts) ?? homeProposal(facts) ?? otherProposal(facts);
}

function otherProposal(facts: CaseFacts): CaseProposal {
  const { params, byName: name } = facts;
  switch (facts.code) {
    case 'no_right':
      return facts.rightNow === true
        ? propose('accept', 'right_now', { name })
        : propose(null, 'no_right_now', { name });
    case 'over_allowance': {
      const figures = { points: numberOf(params, 'points'), remaining: numberOf(params, 'remaining') };
      const free = Math.max(0, facts.free ?? 0);
      const covered = figures.points <= figures.remaining + free;
      return covered
        ? propose('accept', 'covered', { ...figures, free })
        : propose(null, 'not_covered', { ...figures, free });
    }
    case 'receipt_stands':
      return facts.receiptVoided === true ? propose('accept', 'receipt_voided') : propose(null, 'receipt_first');
    case 'price_changed': {
      const figures = { points: numberOf(params, 'points'), now: numberOf(params, 'now') };
      // Whoever stood at the door was told the receipt's price; only what is in the household's favour changes it.
      return figures.now < figures.points
        ? propose('reprice', 'paid_too_much', figures)
        : propose('accept', 'paid_by_receipt', figures);
    }
    case 'outside_window':
      return propose('accept', 'goods_gone', { day: wordOf(params, 'date') });
    case 'device_revoked':
      return facts.group !== undefined && facts.group.after === 0
        ? propose('accept', 'before_revoked', { count: facts.group.ops })
        : propose(null, 'after_revoked', { count: facts.group?.after ?? 0, all: facts.group?.ops ?? 0 });
    case 'forked':
      return propose('accept', 'each_judged', { count: facts.group?.ops ?? 0 });
    case 'over_limit':
    case 'stock_below_zero':
      return propose('noted', 'counts_already');
    case 'after_restore':
      return propose(null, 'waits_for_device');
    case 'unknown_kind':
      return propose(null, 'newer_app');
    default:
      // A card that was replaced is in somebody's hands: only who was there can say in whose.
      return propose(null, 'old_card', { name });
  }
}
