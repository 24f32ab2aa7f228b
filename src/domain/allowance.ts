/** Spending rights (AL-1 to AL-5): how much one device may hold for one household, and what a return may say. */
import type { AllowanceCounters } from './household.ts';
import { freePoints, type Points } from './points.ts';
import type { Policy } from './policy.ts';

/** What the server has on one device's allowance for one household. */
export interface AllowanceAccount extends AllowanceCounters {
  /** Points of the device's redemptions that the server has. */
  readonly spent: number;
}

/** AL-1: remaining = granted − returned − spent. */
export function remainingRight(a: AllowanceAccount): number {
  return a.granted - a.returned - a.spent;
}

/**
 * Points that a device should hold for a household (AL-4). A counter: its share of all that is redeemable. A grid worker
 * who takes points along (出门带额度): out of the free part, limited per household. Never negative.
 */
export function allowanceTarget(kind: 'counter' | 'carry', points: Points, remaining: number, policy: Policy): number {
  const reachable = Math.max(0, freePoints(points) + remaining);
  if (kind === 'carry') return Math.min(policy.carryMaxPoints, reachable);
  const redeemable = Math.max(0, points.final - points.redeemed);
  return Math.min(Math.floor((redeemable * policy.counterSharePercent) / 100), reachable);
}

/** How many points to grant now so that the device holds its target: never more than is free (AL-2). */
export function grantFor(target: number, remaining: number, points: Points): number {
  return Math.max(0, Math.min(target - remaining, freePoints(points)));
}

/** A return is true when the total only grows and never exceeds what was granted and not spent. */
export function returnAcceptable(a: AllowanceAccount, returnedTotal: number): boolean {
  return returnedTotal >= a.returned && returnedTotal <= a.granted - a.spent;
}
