import type { Day } from '../../../domain/calendar.ts';
import type { Reservation } from '../../../domain/household.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { FileView } from '../../engine/tablet.ts';
import { type Scanned, useScanned } from '../household/scanned.ts';
import { useToday } from '../household/useToday.ts';
import { type CartSum, sumOf, sumOfLines } from '../redeem/cart.ts';
import { type Funds, fundsOf, NO_FUNDS, type Payment, paymentFor } from '../redeem/funds.ts';
import { beyondLimits, type LimitLeft, type LimitsLeft, limitsLeft, NO_LIMITS_LEFT } from '../redeem/limitsLeft.ts';
import { type Barrier, barrierOf } from './barrier.ts';
import { type CounterState, useCounter } from './counterStore.ts';

export interface Order {
  readonly sum: CartSum;
  /** What is handed over instead of a basket. */
  readonly reservation: Reservation | undefined;
  readonly limits: LimitsLeft;
  /** Goods that are more than the household may have. */
  readonly beyond: readonly LimitLeft[];
  readonly funds: Funds;
  readonly payment: Payment;
  readonly barrier: Barrier | undefined;
  readonly scanned: Scanned | undefined;
}

interface Standing extends Pick<CounterState, 'cart' | 'reservation'> {
  readonly scanned: Scanned | undefined;
  readonly today: Day;
}

/** The basket, what it costs, and whether this household can have it here and now. */
export function orderOf(
  view: FileView | undefined,
  catalogue: Catalogue,
  { cart, reservation, scanned, today }: Standing,
): Order {
  const sum = reservation ? sumOfLines(reservation.lines) : sumOf(cart, catalogue.goods);
  const funds = view ? fundsOf(view, reservation !== undefined) : NO_FUNDS;
  const limits = view ? limitsLeft(view.file, catalogue.goods, today, reservation?.id) : NO_LIMITS_LEFT;
  return {
    sum,
    reservation,
    limits,
    beyond: beyondLimits(sum.lines, limits),
    funds,
    payment: paymentFor(sum.points, funds),
    barrier:
      view && barrierOf(view.file, catalogue.policies[view.file.village] ?? DEFAULT_POLICY, today, scanned?.mark),
    scanned,
  };
}

/** The order as it stands on the counter. */
export function useOrder(view: FileView | undefined, catalogue: Catalogue): Order {
  const cart = useCounter((s) => s.cart);
  const reservation = useCounter((s) => s.reservation);
  const scanned = useScanned(view?.file.code ?? '');
  const today = useToday();
  return orderOf(view, catalogue, { cart, reservation, scanned, today });
}
