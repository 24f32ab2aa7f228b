/** Deeds, what is said of them, and the sessions of the committee that says it. */
import type { Day } from '../calendar.ts';
import type { Agreement, Entry, EntryStatus } from '../household.ts';

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
