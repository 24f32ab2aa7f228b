import type { HouseholdFile } from '../../../domain/household.ts';
import { freePoints } from '../../../domain/points.ts';
import { DEFAULT_POLICY, redemptionOpen } from '../../../domain/policy.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { FileView } from '../../engine/tablet.ts';
import { isEnded } from '../household/lineage.ts';
import { type Scanned, useScanned } from '../household/scanned.ts';
import { useToday } from '../household/useToday.ts';
import { type CartSum, sumOf } from '../redeem/cart.ts';
import { type Funds, type Payment, paymentFor } from '../redeem/funds.ts';
import { useCounter } from './counterStore.ts';

/** Why nothing may be redeemed for this household now, whatever is in the basket. */
export type Barrier = 'closed' | 'old_card' | 'ended';

export interface Order {
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly payment: Payment;
  readonly barrier: Barrier | undefined;
  readonly scanned: Scanned | undefined;
}

function barrierOf(file: HouseholdFile, catalogue: Catalogue, today: string, scanned: Scanned | undefined) {
  if (isEnded(file)) return 'ended';
  if (!redemptionOpen(catalogue.policies[file.village] ?? DEFAULT_POLICY, today)) return 'closed';
  return scanned?.mark === 'replaced' ? 'old_card' : undefined;
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
    barrier: view && barrierOf(view.file, catalogue, today, scanned),
    scanned,
  };
}
