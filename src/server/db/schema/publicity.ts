/** Published months and objections to them. */
import type { Generated } from 'kysely';
import type { ObjectionOutcome, ObjectionWay } from '../../../domain/objection.ts';

export interface PublishedMonthTable {
  town: string;
  village: string;
  month: string;
  /** It was closed before lists were kept: no document is made of it. */
  paper: Generated<boolean>;
}

/** The frozen list of a village's month. */
export interface PublicationTable {
  town: string;
  village: string;
  month: string;
  /** The op that published it. */
  ref: string;
  by_user: string;
  at: number;
  published: string;
  until: string;
  /** Canonical JSON, to the letter; `hash` is its SHA-256, hex. */
  document: string;
  hash: string;
  /** The ledger it was made from: up to this place, which had this hash. */
  root_seq: number;
  root_hash: string;
  households: number;
  entries: number;
  points: number;
  pending: number;
  /** SY-14: the hash of the list that hung there before a restore, when this is another one. */
  was: string | null;
  /** AL-10: the op by which its days were over, and what became redeemable by it; null before, or where nothing waited. */
  final_ref: string | null;
  final_at: number | null;
  final_households: number | null;
  final_entries: number | null;
  final_points: number | null;
}

/** An entry that no list has had: every entry is either here or in `published_entries`. */
export interface UnlistedEntryTable {
  town: string;
  household: string;
  entry: string;
}

/** An entry stands in one list, in one row of it. */
export interface PublishedEntryTable {
  town: string;
  /** Whose row it is. */
  household: string;
  entry: string;
  village: string;
  month: string;
  /** From 0; −1 for a month on paper. */
  row: number;
  /** In whose file the entry is (CF-09). */
  file: string;
}

export interface ObjectionTable {
  town: string;
  /** Reference of the op: the number that who objected was given. */
  id: string;
  village: string;
  month: string;
  text: string;
  how: ObjectionWay;
  name: string | null;
  phone: string | null;
  household: string | null;
  entry: string | null;
  by_user: string;
  at: number;
  day: string;
  /** The last day to answer it. */
  due: string;
  outcome: ObjectionOutcome | null;
  answer: string | null;
  effects: string[] | null;
  answer_ref: string | null;
  answered_by: string | null;
  answered_at: number | null;
}
