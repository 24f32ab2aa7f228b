/** What is being booked or counted: it stays while the clerk serves a household in between, and ends with the session. */
import { create } from 'zustand';
import type { StockActKind } from '../../../domain/stock.ts';
import { type Cart, EMPTY_CART } from '../redeem/cart.ts';

interface StockDraft {
  /** Pieces to be booked, by sku, of each kind of booking. */
  readonly lines: Readonly<Record<StockActKind, Cart>>;
  /** The tablet they go to or come from. */
  readonly carrier: string | undefined;
  /** What was found, by sku, as it was typed. */
  readonly counted: ReadonlyMap<string, string>;
}

const EMPTY: StockDraft = {
  lines: { received: EMPTY_CART, handed_out: EMPTY_CART, handed_back: EMPTY_CART, written_off: EMPTY_CART },
  carrier: undefined,
  counted: new Map(),
};

export const useStockDraft = create<StockDraft>(() => EMPTY);

export function setLines(kind: StockActKind, cart: Cart): void {
  useStockDraft.setState(({ lines }) => ({ lines: { ...lines, [kind]: cart } }));
}

export function setCarrier(carrier: string | undefined): void {
  useStockDraft.setState({ carrier });
}

/** What was typed for one sku; an empty text says that it was not counted. */
export function setCounted(sku: string, typed: string): void {
  useStockDraft.setState(({ counted }) => {
    const next = new Map(counted);
    if (typed === '') next.delete(sku);
    else next.set(sku, typed);
    return { counted: next };
  });
}

export function clearCount(): void {
  useStockDraft.setState({ counted: new Map() });
}

/** Nothing of a person stays when the screen is locked. */
export function forgetStockDraft(): void {
  useStockDraft.setState(EMPTY, true);
}
