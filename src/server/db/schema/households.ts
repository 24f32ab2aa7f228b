/** Household files: the head of each, and points that went to another one. */
import type { Generated } from 'kysely';
import type { Edit, HouseholdFile, Profile } from '../../../domain/household.ts';
import type { Json } from './columns.ts';

export interface HouseholdTable {
  town: string;
  code: string;
  village: string;
  grid: string;
  registered: Json<{ ref: string; by: string; at: number }>;
  base: Json<Profile>;
  edits: Json<Edit[]>;
  /** The head as it stands, for lists of the office. */
  head: string;
  card: number;
  earned: number;
  pending: number;
  /** AL-10: earned points that cannot be spent before their month is final. */
  waiting: Generated<number>;
  final: number;
  redeemed: number;
  allotted: number;
  /** AL-2, CF-23: by how much redeemed + allotted may exceed final, because points were taken back after they were spent. */
  debt: number;
  /** Feed place of the last change of this file. */
  rev: number;
  /** CF-09: what became of it; null while nothing did. */
  lineage: Json<Pick<HouseholdFile, 'places' | 'merged' | 'splits' | 'closed'>> | null;
  /** Whether it is a household no more, for lists. */
  ended: 'merged' | 'closed' | null;
}

/** Points that went to another household (CF-09), once in the file of each. */
export interface PointMoveTable {
  town: string;
  household: string;
  id: string;
  other: string;
  points: number;
  earned: number;
}
