import type { RankedHousehold } from '../../../domain/yearList.ts';

/** The frozen list of a year. */
export interface RankingTable {
  town: string;
  /** Empty: the whole town. */
  village: string;
  year: number;
  /** The op that froze it. */
  ref: string;
  by_user: string;
  at: number;
  frozen: string;
  /** Canonical JSON, to the letter; `hash` is its SHA-256, hex. */
  document: string;
  hash: string;
  /** The ledger it was made from: up to this place, which had this hash. */
  root_seq: number;
  root_hash: string;
  households: number;
  apart: number;
  excluded: number;
  unranked: number;
  points: number;
  /** SY-14: the hash of the list that was frozen before a restore, when this is another one. */
  was: string | null;
}

/** Whose line of a frozen list it is. */
export interface RankedHouseholdTable {
  town: string;
  /** The village of the list; empty: the town's. */
  place: string;
  year: number;
  list: RankedHousehold['list'];
  row: number;
  household: string;
  /** Where the household lived. */
  village: string;
  head: string;
  natural_village: string;
  points: number;
  rank: number | null;
  tier: string | null;
  reason: string | null;
}

/** The latest word on whether a household is ranked in a year. */
export interface RankingExclusionTable {
  town: string;
  year: number;
  household: string;
  excluded: boolean;
  reason: string;
  by_user: string;
  at: number;
  ref: string;
}
