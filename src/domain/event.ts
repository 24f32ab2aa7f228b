/**
 * Events: what the ledger records and the feed carries. Every event has the reference of the op it comes from, except
 * spending rights and moved points, which the server settles by itself. Applying an event twice, or two events in either order, gives the
 * same file: that is what makes retries and reordering harmless.
 */
import type { Day } from './calendar.ts';
import type {
  Agreement,
  Closed,
  Edit,
  Entry,
  EntryStatus,
  Lapse,
  Merged,
  Place,
  PointsMove,
  Profile,
  Redemption,
  Reservation,
  ReservationEnd,
  Split,
} from './household.ts';
import type { ObjectionOutcome, ObjectionWay } from './objection.ts';
import type { CaseDecision } from './op.ts';
import type { HeldCode, VerdictParams } from './verdict.ts';

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

export interface EntryRecorded {
  readonly type: 'entry.recorded';
  readonly household: string;
  readonly entry: Entry;
}

export interface EntryReviewed {
  readonly type: 'entry.reviewed';
  readonly household: string;
  readonly entry: string;
  readonly status: Exclude<EntryStatus, 'submitted'>;
  readonly by: string;
  readonly at: number;
  readonly reason?: string;
  /** Signed points that count instead of those recorded. */
  readonly points?: number;
  readonly session?: string;
}

/** The first of two people who have to approve an entry did; it goes on waiting. */
export interface EntryAgreed extends Agreement {
  readonly type: 'entry.agreed';
  readonly household: string;
  readonly entry: string;
}

/** The committee sits. It concerns no device: what it decides does. */
export interface SessionOpened {
  readonly type: 'session.opened';
  readonly session: string;
  readonly village: string;
  readonly date: Day;
  readonly present: readonly string[];
  readonly chair?: string;
  readonly note?: string;
  readonly by: string;
  readonly at: number;
}

export interface SessionClosed {
  readonly type: 'session.closed';
  readonly session: string;
  readonly by: string;
  readonly at: number;
  readonly note?: string;
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

export interface RedemptionRecorded {
  readonly type: 'redemption.recorded';
  readonly household: string;
  readonly redemption: Redemption;
}

export interface RedemptionVoided {
  readonly type: 'redemption.voided';
  readonly household: string;
  readonly redemption: string;
  readonly ref: string;
  readonly reason: string;
  readonly by?: string;
  readonly at?: number;
}

/** AL-8: the server keeps goods and points for a household. */
export interface ReservationMade {
  readonly type: 'reservation.made';
  readonly household: string;
  readonly reservation: Reservation;
}

export interface ReservationEnded {
  readonly type: 'reservation.ended';
  readonly household: string;
  readonly reservation: string;
  readonly end: ReservationEnd;
}

/** The counters of one device for a household, as absolute totals (AL-1); `writtenOff` is left out while it is 0. */
export type AllowanceLine =
  | readonly [household: string, granted: number, returned: number]
  | readonly [household: string, granted: number, returned: number, writtenOff: number];

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

/** One half of a move of points; the other half is the next event. The server makes them, so they have no author. */
export interface PointsMoved extends PointsMove {
  readonly type: 'points.moved';
  readonly household: string;
}

/** Points of a household lapsed at the settlement of a quarter. The server makes it, so it has no author. */
export interface PointsLapsed extends Lapse {
  readonly type: 'points.lapsed';
  readonly household: string;
}

/** The counters of one device for some households, as absolute totals (AL-1). */
export interface AllowanceSet {
  readonly type: 'allowance.set';
  readonly device: string;
  readonly lines: readonly AllowanceLine[];
}

/** AL-5: who wrote off which rights of a device and why. The counters follow as `allowance.set`. */
export interface AllowanceWrittenOff {
  readonly type: 'allowance.written_off';
  readonly ref: string;
  readonly device: string;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
  readonly lines: readonly (readonly [household: string, points: number])[];
}

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

/** What lies at one place of a store: the shelf, or a device's hands. */
export type StockLine = readonly [place: string, sku: string, quantity: number];

/** What lies where in one store, as absolute numbers. The server settles it, so everyone of the village hears it, the author too. */
export interface StockSet {
  readonly type: 'stock.set';
  /** The village whose store it is. */
  readonly store: string;
  readonly lines: readonly StockLine[];
  /** The numbers count this device's own ops up to `seq` (SY-10); absent when no device's log moved on with them. */
  readonly device?: string;
  readonly seq?: number;
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

export type FileEvent =
  | HouseholdRegistered
  | EntryRecorded
  | EntryReviewed
  | EntryAgreed
  | ProfileEdited
  | CardReplaced
  | RedemptionRecorded
  | RedemptionVoided
  | ReservationMade
  | ReservationEnded
  | HouseholdMerged
  | HouseholdSplit
  | HouseholdMoved
  | HouseholdClosed
  | PointsMoved
  | PointsLapsed;

export type DomainEvent =
  | FileEvent
  | AllowanceSet
  | AllowanceWrittenOff
  | StockSet
  | CaseOpened
  | CaseDecided
  | SessionOpened
  | SessionClosed
  | CatalogueChanged
  | MonthPublished
  | QuarterSettled
  | ObjectionRecorded
  | ObjectionAnswered
  | YearRanked
  | RankingExcluded
  | ScopeChanged;

/** True for events that change exactly one household file. */
export function isFileEvent(event: DomainEvent): event is FileEvent {
  return (
    event.type !== 'allowance.set' &&
    event.type !== 'allowance.written_off' &&
    event.type !== 'stock.set' &&
    event.type !== 'case.opened' &&
    event.type !== 'case.decided' &&
    event.type !== 'session.opened' &&
    event.type !== 'session.closed' &&
    event.type !== 'catalogue.changed' &&
    event.type !== 'month.published' &&
    event.type !== 'quarter.settled' &&
    event.type !== 'objection.recorded' &&
    event.type !== 'objection.answered' &&
    event.type !== 'year.ranked' &&
    event.type !== 'ranking.excluded' &&
    event.type !== 'scope.changed'
  );
}
