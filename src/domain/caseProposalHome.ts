/** Proposals about which household something is, and whether two are one (CF-09, CF-10, SY-6). */
import { type CaseFacts, type CaseProposal, type ProposalHome, propose, wordOf } from './caseFacts.ts';

/** Undefined for a Case that is not about that. */
export function homeProposal(facts: CaseFacts): CaseProposal | undefined {
  const { params, homes } = facts;
  const household = wordOf(params, 'household');
  switch (facts.code) {
    case 'several_successors':
      return propose(null, 'which_part', { count: homes.length, name: facts.byName });
    case 'household_closed':
      return propose('reject', 'closed_since', { household });
    case 'unknown_household':
      return propose('reject', 'no_household', { household });
    case 'same_code':
      return sameCode(facts, household);
    case 'likely_duplicate':
      return likelyDuplicate(homes);
    default:
      return undefined;
  }
}

function sameCode({ homes, registers }: CaseFacts, household: string): CaseProposal {
  const there = homes[0];
  if (!registers) return propose(null, 'waits_with_registration', { household });
  if (!there) return propose(null, 'maybe_same_home', { household });
  const alike = likeness(there, registers);
  const figures = { household, name: there.head, other: registers.head };
  if (there.head !== registers.head && alike.contacts === 0 && alike.members === 0)
    return propose('to', 'other_home', figures);
  return there.head === registers.head && alike.contacts > 0
    ? propose('reject', 'same_home', figures)
    : propose(null, 'maybe_same_home', figures);
}

/** The head's name is common and a phone may be the daughter's: two further things have to agree. */
function likelyDuplicate(homes: readonly ProposalHome[]): CaseProposal {
  const registered = homes.find((one) => one.isNew);
  const there = homes.filter((one) => !one.isNew);
  const [first] = there;
  if (!registered || !first) return propose(null, 'unlike_homes', { contacts: 0, members: 0 });
  const alike = likeness(first, registered);
  const agree = alike.contacts + (alike.members > 0 ? 1 : 0);
  return agree >= 2 && there.length === 1
    ? propose('merge', 'alike_homes', { ...alike })
    : propose(null, 'unlike_homes', { ...alike });
}

/** How many of phone and door plate two households share, and how many people besides the head. */
function likeness(a: ProposalHome, b: ProposalHome): { contacts: number; members: number } {
  const phone = a.phone !== '' && a.phone === b.phone;
  const plate = a.doorPlate !== '' && a.doorPlate === b.doorPlate && a.naturalVillage === b.naturalVillage;
  const others = new Set(b.members.filter((name) => name !== b.head));
  const members = a.members.filter((name) => name !== a.head && others.has(name)).length;
  return { contacts: Number(phone) + Number(plate), members };
}
