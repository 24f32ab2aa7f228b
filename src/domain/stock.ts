/**
 * The stock of a village's store as movements (AL-6). A place is the shelf, or the hands of a device that carries goods to doors; what
 * lies there is the sum of its movements and nothing else. Goods are physical: nothing is ever refused for a number here.
 */
import type { Redemption, RedemptionLine } from './household.ts';
import type { OpOf } from './op.ts';

/** The place that is no device's hands. Ids of devices have no small letters. */
export const SHELF = 'shelf';

/** What a person books. What a household takes and brings back is booked by its redemption and the void. */
export type StockActKind = 'received' | 'handed_out' | 'handed_back' | 'written_off';

export type StockMoveKind = StockActKind | 'redeemed' | 'returned' | 'counted';

/** So many pieces more, or fewer, at one place. */
export interface StockMove {
  readonly place: string;
  readonly sku: string;
  /** Signed, never 0. */
  readonly quantity: number;
  readonly kind: Exclude<StockMoveKind, 'counted'>;
}

/** Where each act takes from and puts to; `hands` are those of the device it names. */
const WAYS: Readonly<Record<StockActKind, { readonly from?: 'shelf' | 'hands'; readonly to?: 'shelf' | 'hands' }>> = {
  received: { to: 'shelf' },
  handed_out: { from: 'shelf', to: 'hands' },
  handed_back: { from: 'hands', to: 'shelf' },
  written_off: { from: 'hands' },
};

/** The movements of what a person booked. What is written off in nobody's hands lay on the shelf. */
export function actMoves({ body }: Pick<OpOf<'stock.move'>, 'body'>): readonly StockMove[] {
  const { kind, with: hands = SHELF } = body;
  const { from, to } = WAYS[kind];
  const placeOf = (end: 'shelf' | 'hands') => (end === 'hands' ? hands : SHELF);
  return body.lines.flatMap(({ sku, quantity }): readonly StockMove[] => [
    ...(from ? [{ place: placeOf(from), sku, quantity: -quantity, kind }] : []),
    ...(to ? [{ place: placeOf(to), sku, quantity, kind }] : []),
  ]);
}

/** What a redemption takes: from the hands of its device what its lines say, the rest off the shelf. */
export function redeemedMoves(lines: readonly RedemptionLine[], device: string): readonly StockMove[] {
  const taken = new Map<string, StockMove>();
  const take = (place: string, sku: string, pieces: number): void => {
    if (pieces === 0) return;
    const key = stockKey(place, sku);
    taken.set(key, { place, sku, quantity: (taken.get(key)?.quantity ?? 0) - pieces, kind: 'redeemed' });
  };
  for (const { sku, quantity, hand = 0 } of lines) {
    take(device, sku, hand);
    take(SHELF, sku, quantity - hand);
  }
  return [...taken.values()];
}

/** A void gives back exactly what its redemption took, to the same places. */
export function returnedMoves(taken: readonly StockMove[]): readonly StockMove[] {
  return taken.map((move) => ({ ...move, quantity: -move.quantity, kind: 'returned' }));
}

/** Whether a redemption takes goods out of the books: what was carried over from paper did so before there were any. */
export function takesStock({ mode }: Pick<Redemption, 'mode'>): boolean {
  return mode !== 'carryover';
}

/** One text for a place and a sku. */
export function stockKey(place: string, sku: string): string {
  return `${place} ${sku}`;
}

/** The lines with as many pieces as possible out of the hands that carry them. */
export function fromHands(
  lines: readonly RedemptionLine[],
  inHands: (sku: string) => number,
): readonly RedemptionLine[] {
  const left = new Map<string, number>();
  return lines.map(({ hand: _, ...line }) => {
    const there = left.get(line.sku) ?? Math.max(0, inHands(line.sku));
    const hand = Math.min(there, line.quantity);
    left.set(line.sku, there - hand);
    return hand > 0 ? { ...line, hand } : line;
  });
}
