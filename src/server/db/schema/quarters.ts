/** Points that lapsed at the settlement of a quarter (AL-9). */
export interface PointLapseTable {
  town: string;
  household: string;
  /** The op that settled the quarter. */
  id: string;
  quarter: string;
  points: number;
  by_user: string;
  /** Corrected instant, ms. */
  at: number;
}

/** A quarter is settled once in a village. */
export interface SettledQuarterTable {
  town: string;
  village: string;
  quarter: string;
  ref: string;
  by_user: string;
  at: number;
  /** Households that lost something, and what they lost together. */
  households: number;
  points: number;
}
