/** Entries, their photos, and the sessions that decide on them. */
import type { Generated } from 'kysely';
import type { Agreement, EntryStatus } from '../../../domain/household.ts';
import type { Json, Moment } from './columns.ts';

export interface EntryTable {
  town: string;
  household: string;
  id: string;
  rule: string;
  date: string;
  points: number;
  quantity: number;
  level: string | null;
  member: string | null;
  note: string | null;
  photos: string[] | null;
  by_user: string;
  at: number;
  status: EntryStatus;
  reviewed_by: string | null;
  reviewed_at: number | null;
  reason: string | null;
  reverses: string | null;
  late: string | null;
  old_card: number | null;
  /** What was recorded, where the review gave other points. */
  points_before: number | null;
  /** The first of two people who have to approve it. */
  agreed: Json<Agreement> | null;
  /** The committee session in which it was decided. */
  session: string | null;
  /** AL-10: its points wait for the end of its month's objection days; null or false for one that does not. */
  waits: boolean | null;
}

/** Where a photo was announced, whether it has arrived or not. */
export interface EntryPhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  photo: string;
  household: string;
  entry: string;
}

/** A photo that has arrived (CF-22); the file lies in the data folder. */
export interface PhotoTable {
  town: string;
  /** SHA-256 of the file, hex. */
  id: string;
  household: string;
  /** The op that announced it. */
  op: string;
  /** The device that sent it. */
  device: string;
  bytes: number;
  received_at: Generated<Moment>;
}

/** A session of the committee; its id is the reference of the op that opened it. */
export interface CommitteeSessionTable {
  town: string;
  id: string;
  village: string;
  date: string;
  /** Ids of people, or names of those who have none. */
  present: string[];
  chair: string | null;
  note: string | null;
  opened_by: string;
  /** Corrected instants, ms. */
  opened_at: number;
  closed_by: string | null;
  closed_at: number | null;
  close_note: string | null;
}
