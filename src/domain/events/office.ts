/** What the office decides, publishes and closes, and what devices hear of it. */
import type { Day } from '../calendar.ts';
import type { ObjectionOutcome, ObjectionWay } from '../objection.ts';
import type { CaseDecision } from '../op.ts';
import type { HeldCode, VerdictParams } from '../verdict.ts';

/** A held op became a Case (or its neighbour learns of it): both sides are in it. */
export interface CaseOpened {
  readonly type: 'case.opened';
  readonly case: string;
  readonly code: HeldCode;
  readonly household?: string;
  readonly competing?: readonly string[];
  readonly params?: VerdictParams;
}

export interface CaseDecided {
  readonly type: 'case.decided';
  readonly case: string;
  readonly decision: CaseDecision;
  readonly household?: string;
  readonly by: string;
  readonly at: number;
  readonly reason?: string;
  /** For a swap: the entry that gave way. */
  readonly replaced?: string;
}

/** Catalogue facts (rules, goods, policy, villages, published months, notices): the feed says that they changed, the sync answer brings them. */
export interface CatalogueChanged {
  readonly type: 'catalogue.changed';
  readonly village: string | null;
  readonly part: 'rules' | 'goods' | 'policy' | 'town' | 'months' | 'notices';
}

/** A month was published: its document's hash, and the place of the ledger that it was made from. No device gets it. */
export interface MonthPublished {
  readonly type: 'month.published';
  readonly ref: string;
  readonly village: string;
  readonly month: string;
  readonly by: string;
  readonly at: number;
  /** SHA-256 of the document, hex. */
  readonly document: string;
  /** The document is made of the ledger up to here. */
  readonly seq: number;
  /** The ledger's hash at that place. */
  readonly root: string;
  readonly households: number;
  readonly entries: number;
  readonly points: number;
  readonly pending: number;
  /** SY-14: the hash of the list that hung there before a restore, when this one is another. */
  readonly was?: string;
}

/** AL-10: the objection days of a published month are over with nothing open; whose deeds wait no more is in the households' own events. No device gets it. */
export interface MonthFinal {
  readonly type: 'month.final';
  readonly ref: string;
  readonly village: string;
  readonly month: string;
  readonly by: string;
  readonly at: number;
  /** What became redeemable. */
  readonly households: number;
  readonly entries: number;
  readonly points: number;
}

/** A village's quarter was settled; what lapsed is in the households' own events. No device gets it. */
export interface QuarterSettled {
  readonly type: 'quarter.settled';
  readonly ref: string;
  readonly village: string;
  readonly quarter: string;
  readonly by: string;
  readonly at: number;
  readonly households: number;
  readonly points: number;
}

/** Somebody objected; who and what they said is in the op alone. */
export interface ObjectionRecorded {
  readonly type: 'objection.recorded';
  readonly objection: string;
  readonly village: string;
  readonly month: string;
  readonly how: ObjectionWay;
  readonly day: Day;
  readonly due: Day;
}

export interface ObjectionAnswered {
  readonly type: 'objection.answered';
  readonly objection: string;
  readonly ref: string;
  readonly outcome: ObjectionOutcome;
  readonly by: string;
  readonly at: number;
  readonly effects: readonly string[];
}

/** The list of a year was frozen, of a village or (null) of the town; as with `MonthPublished`, no device gets it. */
export interface YearRanked {
  readonly type: 'year.ranked';
  readonly ref: string;
  readonly village: string | null;
  readonly year: number;
  readonly by: string;
  readonly at: number;
  /** SHA-256 of the document, hex. */
  readonly document: string;
  /** The document is made of the ledger up to here. */
  readonly seq: number;
  /** The ledger's hash at that place. */
  readonly root: string;
  /** Ranked households, those of cadres too when they stand apart; and those that the office took out. */
  readonly households: number;
  readonly excluded: number;
  readonly points: number;
  /** SY-14: the hash of the list that was frozen before a restore, when this one is another. */
  readonly was?: string;
}

/** A household is not ranked in a year, or is again; why is in the op alone. No device gets it. */
export interface RankingExcluded {
  readonly type: 'ranking.excluded';
  readonly ref: string;
  readonly household: string;
  readonly year: number;
  readonly excluded: boolean;
  readonly by: string;
  readonly at: number;
}

/** What a device may see is other than before: it loads afresh, and never gets this event itself (SY-9, CF-16). */
export interface ScopeChanged {
  readonly type: 'scope.changed';
  readonly device: string;
}
