/**
 * Events: what the ledger records and the feed carries. Every event has the reference of the op it comes from, except
 * spending rights and moved points, which the server settles by itself. Applying an event twice, or two events in either order, gives the
 * same file: that is what makes retries and reordering harmless.
 */
import type {
  EntriesFinal,
  EntryAgreed,
  EntryRecorded,
  EntryReviewed,
  SessionClosed,
  SessionOpened,
} from './events/entries.ts';
import type {
  CardReplaced,
  HouseholdClosed,
  HouseholdMerged,
  HouseholdMoved,
  HouseholdRegistered,
  HouseholdSplit,
  ProfileEdited,
} from './events/households.ts';
import type {
  CaseDecided,
  CaseOpened,
  CatalogueChanged,
  MonthFinal,
  MonthPublished,
  ObjectionAnswered,
  ObjectionRecorded,
  QuarterSettled,
  RankingExcluded,
  ScopeChanged,
  YearRanked,
} from './events/office.ts';
import type {
  AllowanceSet,
  AllowanceWrittenOff,
  PointsLapsed,
  PointsMoved,
  RedemptionRecorded,
  RedemptionVoided,
  ReservationEnded,
  ReservationMade,
  StockSet,
} from './events/spending.ts';

export type FileEvent =
  | HouseholdRegistered
  | EntryRecorded
  | EntryReviewed
  | EntryAgreed
  | EntriesFinal
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
  | MonthFinal
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
    event.type !== 'month.final' &&
    event.type !== 'quarter.settled' &&
    event.type !== 'objection.recorded' &&
    event.type !== 'objection.answered' &&
    event.type !== 'year.ranked' &&
    event.type !== 'ranking.excluded' &&
    event.type !== 'scope.changed'
  );
}
