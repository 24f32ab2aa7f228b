/**
 * Reservations (AL-8): goods kept for a household, and the points for them as an earmark within the right of the one device that hands
 * over. So the hand-over is a redemption within an allowance like any other, and safe offline by the same rules.
 */
import { addDays, type Day } from './calendar.ts';
import type { HouseholdFile, Reservation } from './household.ts';
import { nextWindow, type Policy, redemptionOpen } from './policy.ts';

/** `waiting`: the server has not said yet who hands over. What was handed over is so, whatever else was said of it before. */
export type ReservationState = 'waiting' | 'open' | 'handed_over' | 'cancelled' | 'lapsed';

type Facts = Pick<HouseholdFile, 'redemptions' | 'reservations'>;

/** Where a reservation of the file stands. */
export function reservationState({ redemptions }: Pick<Facts, 'redemptions'>, r: Reservation): ReservationState {
  if (redemptions.some((one) => one.reservation === r.id && !one.voided)) return 'handed_over';
  if (r.ended) return r.ended.how;
  return r.device === undefined ? 'waiting' : 'open';
}

/** Reservations that can still be fetched, or will be once the server has said so. */
export function standingReservations(file: Facts): readonly Reservation[] {
  return (file.reservations ?? []).filter((r) => {
    const state = reservationState(file, r);
    return state === 'open' || state === 'waiting';
  });
}

/** Points that a device keeps for reservations of the household: other sales do not use them. */
export function earmarkedOn(file: Facts, device: string): number {
  let points = 0;
  for (const r of standingReservations(file)) if (r.device === device) points += r.points;
  return points;
}

/** Points of all reservations that stand. */
export function reservedPoints(file: Facts): number {
  return standingReservations(file).reduce((sum, r) => sum + r.points, 0);
}

/** The last day for what is reserved on a day. Outside a window the days count from the next one: before it nothing can be fetched. */
export function reservedUntil(policy: Policy, day: Day): Day {
  const from = redemptionOpen(policy, day) ? day : (nextWindow(policy, day)?.from ?? day);
  return addDays(from, policy.reservationDays);
}
