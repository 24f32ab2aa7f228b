import { freePoints } from '../../../domain/points.ts';
import { DEFAULT_POLICY } from '../../../domain/policy.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { FileView } from '../../engine/tablet.ts';
import { type Scanned, useScanned } from '../household/scanned.ts';
import { useToday } from '../household/useToday.ts';
import { type CartSum, sumOf } from '../redeem/cart.ts';
import { type Funds, type Payment, paymentFor } from '../redeem/funds.ts';
import { type Barrier, barrierOf } from './barrier.ts';
import { useCounter } from './counterStore.ts';

export interface Order {
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly payment: Payment;
  readonly barrier: Barrier | undefined;
  readonly scanned: Scanned | undefined;
}

/** The basket, what it costs, and whether this household can have it here and now. */
export function useOrder(view: FileView | undefined, catalogue: Catalogue): Order {
  const cart = useCounter((s) => s.cart);
  const scanned = useScanned(view?.file.code ?? '');
  const today = useToday();
  const sum = sumOf(cart, catalogue.goods);
  const funds = view
    ? { remaining: view.remaining, redeemable: view.points.final - view.points.redeemed, free: freePoints(view.points) }
    : { remaining: 0, redeemable: 0, free: 0 };
  return {
    sum,
    funds,
    payment: paymentFor(sum.points, funds),
    barrier:
      view && barrierOf(view.file, catalogue.policies[view.file.village] ?? DEFAULT_POLICY, today, scanned?.mark),
    scanned,
  };
}
