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
  /** AL-10: its points wait for their month. */
  readonly waits?: true;
}

/** AL-10: the month in whose list these deeds stand is final; they wait no more. The server says so, so it has no author. */
export interface EntriesFinal {
  readonly type: 'entries.final';
  readonly household: string;
  /** Reference of the op. */
  readonly id: string;
  readonly month: string;
  readonly entries: readonly string[];
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
