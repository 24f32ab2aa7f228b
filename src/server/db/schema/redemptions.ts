/** What households took, kept, and what devices may give them. */
import type { Generated } from 'kysely';
import type { RedemptionLine, RedemptionMode, Reservation, ReservationEnd } from '../../../domain/household.ts';
import type { Json } from './columns.ts';

export interface RedemptionTable {
  town: string;
  household: string;
  id: string;
  lines: Json<RedemptionLine[]>;
  points: number;
  mode: RedemptionMode;
  by_user: string;
  at: number;
  date: string;
  voided_ref: string | null;
  voided_reason: string | null;
  /** Who voided it and when (corrected, ms); null for voids from before this was kept. */
  voided_by: string | null;
  voided_at: number | null;
  /** CF-27: the voided redemption of which this is what was kept. */
  instead: string | null;
  old_card: number | null;
  /** CF-13: the write-off whose rights it drew on, with how many points, and what the household could not cover. */
  write_off: string | null;
  late_points: number | null;
  shortfall: number | null;
  /** The reservation that it handed over (AL-8). */
  reservation: string | null;
}

/** Goods and points kept for a household (AL-8). */
export interface ReservationTable {
  town: string;
  household: string;
  id: string;
  lines: Json<readonly RedemptionLine[]>;
  points: number;
  hand_over: Reservation['handOver'];
  by_user: string;
  at: number;
  date: string;
  /** The device that keeps the points and hands over. */
  device: string;
  until: string;
  ended: Json<ReservationEnd> | null;
  /** It can still be fetched. */
  open: boolean;
}

export interface AllowanceTable {
  town: string;
  device: string;
  household: string;
  granted: number;
  returned: number;
  spent: number;
  written_off: Generated<number>;
  /** Written-off rights that were claimed after all: honoured by a grant of the same size. */
  claimed: Generated<number>;
  /** The newest write-off. */
  write_off: string | null;
}

/** AL-5: who gave up which device's rights, and why. */
export interface WriteOffTable {
  town: string;
  /** Reference of the op. */
  id: string;
  device: string;
  by_user: string;
  at: number;
  reason: string;
  points: number;
  households: number;
}
