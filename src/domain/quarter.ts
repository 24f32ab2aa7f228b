/** Quarterly redemption (一季一兑换): the quarter, its windows, and what a household has left of what it earned up to its end. */
import type { Day } from './calendar.ts';
import { type Days, quarterOf } from './close.ts';
import type { Points } from './points.ts';
import { type Policy, redemptionOpen } from './policy.ts';
import type { RefusedCode } from './verdict.ts';

/** `2026Q4` */
export type Quarter = string;

const QUARTER = /^2\d{3}Q[1-4]$/;

/** Whether a text names a quarter. */
export function isQuarter(text: string): boolean {
  return QUARTER.test(text);
}

/** First and last day of a quarter. */
export function quarterDays(quarter: Quarter): Days {
  const month = String(Number(quarter.slice(5)) * 3).padStart(2, '0');
  return quarterOf(`${quarter.slice(0, 4)}-${month}-01`);
}

/** The quarter so many quarters later, or earlier when negative. */
export function quarterAfter(quarter: Quarter, count: number): Quarter {
  const number = Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(5)) - 1 + count;
  return `${Math.floor(number / 4)}Q${(number % 4) + 1}`;
}

/** The windows that have a day in the quarter, in the order of time. */
export function windowsIn({ redemptionWindows }: Pick<Policy, 'redemptionWindows'>, quarter: Quarter) {
  if (redemptionWindows === 'always') return 'always';
  const { from, to } = quarterDays(quarter);
  return redemptionWindows
    .filter((window) => window.from <= to && window.to >= from)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** 可兑: what a household may still spend, at the office or out of what devices hold for it. */
export function redeemable({ final, redeemed }: Pick<Points, 'final' | 'redeemed'>): number {
  return Math.max(0, final - redeemed);
}

/**
 * What is left of the points of deeds up to a quarter's end, devices' part included. `newer` are the points of deeds behind it: what
 * was spent was spent of the oldest, so they are the last to go.
 */
export function leftOver(points: Pick<Points, 'final' | 'redeemed'>, newer: number): number {
  return Math.max(0, redeemable(points) - Math.max(0, newer));
}

/** What stands in the way of settling a quarter. */
export type SettleRefusal = Extract<
  RefusedCode,
  'leftover_stays' | 'quarter_open' | 'quarter_settled' | 'redemptions_wait'
>;

/**
 * AL-9: why a quarter cannot be settled on a day; undefined when it can. It is settled once, after its last day, while no window is open,
 * and not before every redemption of that time which waits for a decision has one: its points must still be there.
 */
export function settleRefusal(
  policy: Pick<Policy, 'leftoverLapses' | 'redemptionWindows'>,
  quarter: Quarter,
  day: Day,
  { settled, waiting }: { readonly settled: boolean; readonly waiting: number },
): SettleRefusal | undefined {
  if (settled) return 'quarter_settled';
  if (!policy.leftoverLapses) return 'leftover_stays';
  const windowOpen = policy.redemptionWindows !== 'always' && redemptionOpen(policy, day);
  if (day <= quarterDays(quarter).to || windowOpen) return 'quarter_open';
  return waiting > 0 ? 'redemptions_wait' : undefined;
}

/**
 * AL-9: what of a household's points left over lapses. What devices hold (reservations are kept there) never does; it counts first among
 * the `keeps` points that every household carries on.
 */
export function lapsing(
  points: Pick<Points, 'final' | 'redeemed' | 'allotted'>,
  newer: number,
  { leftoverKeepPoints: keeps = 0 }: Pick<Policy, 'leftoverKeepPoints'>,
): number {
  const free = points.final - points.redeemed - points.allotted - Math.max(0, newer);
  return Math.max(0, Math.min(free, leftOver(points, newer) - keeps));
}
