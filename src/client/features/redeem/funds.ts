/** Whether a basket can be paid, and how: offline out of the allowance, online by asking, or not at all (AL-3). */
import { freePoints } from '../../../domain/points.ts';
import { reservedPoints } from '../../../domain/reservation.ts';
import type { FileView } from '../../engine/tablet.ts';

export interface Funds {
  /** 本机可用: what this device's allowance covers, without what it keeps for reservations (AL-8). */
  readonly remaining: number;
  /** 可兑: what the household has in all, allowances of every device included. */
  readonly redeemable: number;
  /** What of it no device holds: the server gives out no more than this when it is asked (CF-12). */
  readonly free: number;
  /** What of it is not kept for reservations: so much can be reserved at most. */
  readonly reservable: number;
  /** What it has earned besides, and cannot spend before its month is final (AL-10). */
  readonly waiting: number;
}

/** Nothing to spend: nobody is here. */
export const NO_FUNDS: Funds = { remaining: 0, redeemable: 0, free: 0, reservable: 0, waiting: 0 };

/** What a household can spend. Who fetches what was reserved may use all that this device holds for it. */
export function fundsOf(view: FileView, fetching = false): Funds {
  const redeemable = view.points.final - view.points.redeemed;
  return {
    remaining: fetching ? view.remaining : view.remaining - view.earmarked,
    redeemable,
    free: freePoints(view.points),
    reservable: Math.max(0, redeemable - reservedPoints(view.file)),
    waiting: view.points.waiting,
  };
}

export type Payment = 'nothing' | 'allowance' | 'online' | 'too_much';

/** How `points` would be paid. */
export function paymentFor(
  points: number,
  { remaining, redeemable }: Pick<Funds, 'remaining' | 'redeemable'>,
): Payment {
  if (points <= 0) return 'nothing';
  if (points <= remaining) return 'allowance';
  return points <= redeemable ? 'online' : 'too_much';
}
