/** What is spent, kept and moved: redemptions, reservations, points, spending rights, goods. */
import type { Lapse, PointsMove, Redemption, Reservation, ReservationEnd } from '../household.ts';

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

/** The counters of one device for a household, as absolute totals (AL-1); `writtenOff` is left out while it is 0. */
export type AllowanceLine =
  | readonly [household: string, granted: number, returned: number]
  | readonly [household: string, granted: number, returned: number, writtenOff: number];

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
