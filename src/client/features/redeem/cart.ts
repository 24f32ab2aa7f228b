/** The basket of one redemption: pieces by sku, in the order they were put in. */
import type { RedemptionLine } from '../../../domain/household.ts';
import { totalOf } from '../../../domain/judge/redemption.ts';
import type { Goods } from '../../../domain/op.ts';

export type Cart = ReadonlyMap<string, number>;

export const EMPTY_CART: Cart = new Map();

/** The basket with so many pieces more (or fewer); what falls to none is taken out. */
export function withPieces(cart: Cart, sku: string, change: number): Cart {
  const next = new Map(cart);
  const pieces = (cart.get(sku) ?? 0) + change;
  if (pieces > 0) next.set(sku, pieces);
  else next.delete(sku);
  return next;
}

export interface CartSum {
  readonly lines: readonly RedemptionLine[];
  readonly points: number;
  readonly pieces: number;
}

/** Lines and totals at the catalogue's prices; goods that left the catalogue are left out. */
export function sumOf(cart: Cart, goods: readonly Goods[]): CartSum {
  const prices = new Map(goods.map((g) => [g.sku, g.price]));
  const lines: RedemptionLine[] = [];
  for (const [sku, quantity] of cart) {
    const price = prices.get(sku);
    if (price !== undefined) lines.push({ sku, quantity, price });
  }
  return sumOfLines(lines);
}

/** Totals of lines as they are: what is reserved keeps its prices. */
export function sumOfLines(lines: readonly RedemptionLine[]): CartSum {
  return { lines, points: totalOf(lines), pieces: lines.reduce((sum, l) => sum + l.quantity, 0) };
}
