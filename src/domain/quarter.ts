/** Quarterly redemption (一季一兑换): the quarter, its windows, and what a household has left of what it earned up to its end. */
import { type Days, quarterOf } from './close.ts';
import type { Points } from './points.ts';
import type { Policy } from './policy.ts';

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
