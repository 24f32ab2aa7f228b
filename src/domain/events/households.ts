/** What becomes of a household and its profile. */
import type { Closed, Edit, Merged, Place, Profile, Split } from '../household.ts';

export interface HouseholdRegistered {
  readonly type: 'household.registered';
  readonly household: string;
  readonly village: string;
  readonly grid: string;
  readonly ref: string;
  readonly by: string;
  readonly at: number;
  readonly base: Profile;
}

export interface ProfileEdited {
  readonly type: 'profile.edited';
  readonly household: string;
  readonly edits: readonly Edit[];
  /** References of the edits these collided with (CF-08): their devices tell their workers. */
  readonly against?: readonly string[];
}

export interface CardReplaced {
  readonly type: 'card.replaced';
  readonly household: string;
  readonly n: number;
}

export interface HouseholdMerged extends Merged {
  readonly type: 'household.merged';
  readonly household: string;
}

export interface HouseholdSplit extends Split {
  readonly type: 'household.split';
  readonly household: string;
}

export interface HouseholdMoved extends Place {
  readonly type: 'household.moved';
  readonly household: string;
  readonly by: string;
  readonly reason: string;
}

export interface HouseholdClosed extends Closed {
  readonly type: 'household.closed';
  readonly household: string;
}
