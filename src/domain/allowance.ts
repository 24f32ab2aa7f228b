/** Spending rights (AL-1 to AL-5): how much one device may hold for one household, and what a return may say. */
import type { AllowanceLine } from './events/spending.ts';
import type { AllowanceCounters, Redemption } from './household.ts';
import { freePoints, type Points } from './points.ts';
import type { Policy } from './policy.ts';

/** What the server has on one device's allowance for one household. */
export interface AllowanceAccount extends AllowanceCounters {
  /** Points of the device's redemptions that the server has. */
  readonly spent: number;
}

/** AL-1, AL-5: remaining = granted − returned − spent − written off. */
export function remainingRight(a: AllowanceAccount): number {
  return a.granted - a.returned - a.spent - (a.writtenOff ?? 0);
}

/** The counters without what only one side keeps; equal rights are equal text. */
export function countersOf(a: AllowanceCounters): AllowanceCounters {
  const { granted, returned, writtenOff = 0 } = a;
  return writtenOff > 0 ? { granted, returned, writtenOff } : { granted, returned };
}

/** The counters of a household as an event carries them. */
export function allowanceLine(
  household: string,
  { granted, returned, writtenOff = 0 }: AllowanceCounters,
): AllowanceLine {
  return writtenOff > 0 ? [household, granted, returned, writtenOff] : [household, granted, returned];
}

/** The larger of each counter (AL-1): two views of one allowance never disagree after a merge. */
export function mergeCounters(a: AllowanceCounters | undefined, b: AllowanceCounters): AllowanceCounters {
  return countersOf({
    granted: Math.max(a?.granted ?? 0, b.granted),
    returned: Math.max(a?.returned ?? 0, b.returned),
    writtenOff: Math.max(a?.writtenOff ?? 0, b.writtenOff ?? 0),
  });
}

/** What settles claims on written-off rights; kept by the server alone. */
export interface SettledAccount extends AllowanceAccount {
  readonly writtenOff: number;
  /** Written-off rights that were claimed after all: by late redemptions (CF-13) or by a late return. */
  readonly claimed: number;
  /** Reference of the newest write-off. */
  readonly writeOff: string | null;
}

/** AL-5: the account after `points` of what remains were written off. */
export function writeOff(a: SettledAccount, points: number, ref: string | null): SettledAccount {
  return { ...a, writtenOff: a.writtenOff + points, writeOff: ref };
}

/** The written-off rights that may still be claimed, and the write-off that answers for them. */
export function claimable(a: SettledAccount): { readonly points: number; readonly ref: string } | undefined {
  return a.writeOff === null || a.claimed >= a.writtenOff
    ? undefined
    : { points: a.writtenOff - a.claimed, ref: a.writeOff };
}

/**
 * A claim on written-off rights is honoured: as much is granted again, so that what draws on it is counted once and the
 * written-off counter need never shrink.
 */
function claim(a: SettledAccount, points: number): SettledAccount {
  return { ...a, granted: a.granted + points, claimed: a.claimed + points };
}

/** The account after a redemption of its device; the part that came late claims (CF-13). */
export function spendFrom(a: SettledAccount, { points, late }: Pick<Redemption, 'points' | 'late'>): SettledAccount {
  const now = claim(a, late?.points ?? 0);
  return { ...now, spent: now.spent + points };
}

/** The account after a redemption was voided: the part that had come late is written off again. */
export function giveBackTo(a: SettledAccount, { points, late }: Pick<Redemption, 'points' | 'late'>): SettledAccount {
  return writeOff({ ...a, spent: a.spent - points }, late?.points ?? 0, a.writeOff);
}

/** The account after a return that is acceptable; what was written off meanwhile is claimed and returned. */
export function returnTo(a: SettledAccount, returnedTotal: number): SettledAccount {
  const late = Math.max(0, returnedTotal - a.returned - remainingRight(a));
  return { ...claim(a, late), returned: returnedTotal };
}

/** Points kept for reservations of a household (AL-8): by the device in question, and by all. */
export interface Reserved {
  readonly here: number;
  readonly all: number;
}

const NOTHING_RESERVED: Reserved = { here: 0, all: 0 };

/**
 * Points that a device should hold for a household (AL-4): what it keeps for reservations (AL-8), and of the rest: a counter its share
 * of all that is redeemable; a grid worker who takes points along (出门带额度) what is free, limited per household; any other device
 * nothing. Never negative.
 */
export function allowanceTarget(
  kind: 'counter' | 'carry' | 'none',
  points: Points,
  remaining: number,
  policy: Policy,
  reserved: Reserved = NOTHING_RESERVED,
): number {
  const reachable = Math.max(0, freePoints(points) + remaining);
  const kept = Math.min(reserved.here, reachable);
  const rest = reachable - kept;
  if (kind === 'none') return kept;
  if (kind === 'carry') return kept + Math.min(policy.carryMaxPoints, rest);
  const redeemable = Math.max(0, points.final - points.redeemed - reserved.all);
  return kept + Math.min(Math.floor((redeemable * policy.counterSharePercent) / 100), rest);
}

/** How many points to grant now so that the device holds its target: never more than is free (AL-2). */
export function grantFor(target: number, remaining: number, points: Points): number {
  return Math.max(0, Math.min(target - remaining, freePoints(points)));
}

/**
 * A return is true when the total only grows and never exceeds what was granted and not spent. `claimable` are written-off
 * rights that nobody has claimed yet: a device that did not know of the write-off may still return them.
 */
export function returnAcceptable(a: AllowanceAccount, returnedTotal: number, claimable = 0): boolean {
  return returnedTotal >= a.returned && returnedTotal - a.returned <= remainingRight(a) + claimable;
}
