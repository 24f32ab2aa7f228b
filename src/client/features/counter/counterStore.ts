/** What stands on the counter: the household, its basket, and how far the two have got. */
import { create } from 'zustand';
import type { RedemptionLine, Reservation } from '../../../domain/household.ts';
import { setScanned } from '../household/scanned.ts';
import { type Cart, EMPTY_CART, withPieces } from '../redeem/cart.ts';

/** One redemption as its receipt says it. */
export interface Receipt {
  /** The receipt number: the reference of the op. */
  readonly ref: string;
  readonly household: string;
  readonly lines: readonly RedemptionLine[];
  readonly points: number;
  /** Recorded at, ms. */
  readonly at: number;
  /** Id of the clerk. */
  readonly by: string;
  /** What the household could still redeem right after; absent on a receipt that is printed again. */
  readonly left?: number;
  /** The voided receipt in whose place it stands: some of the goods came back (CF-27). */
  readonly instead?: string;
  /** It counts no more, and the paper must not look as if it did. */
  readonly voided?: true;
}

/** The counter's answer to what was scanned or pressed, in words. */
export interface Said {
  readonly tone: 'good' | 'danger' | 'waiting';
  readonly text: string;
}

export interface CounterState {
  readonly household: string | undefined;
  readonly cart: Cart;
  /** What was reserved and is handed over instead of a basket (AL-8). */
  readonly reservation: Reservation | undefined;
  /** The household is looking at the order. */
  readonly looking: boolean;
  readonly receipt: Receipt | undefined;
  readonly said: Said | undefined;
}

const EMPTY: CounterState = {
  household: undefined,
  cart: EMPTY_CART,
  reservation: undefined,
  looking: false,
  receipt: undefined,
  said: undefined,
};

/** The counter's state: it stays while the clerk looks at other screens, and ends with the session. */
export const useCounter = create<CounterState>(() => EMPTY);

/** The next household: nothing of this one stays. */
export function startAnew(): void {
  setScanned(undefined);
  useCounter.setState(EMPTY, true);
}

/** A household comes to the counter; goods that were put in first are its. */
export function openHousehold(household: string): void {
  const { cart, receipt } = useCounter.getState();
  useCounter.setState({ ...EMPTY, household, cart: receipt ? EMPTY_CART : cart });
}

export function setCart(cart: Cart): void {
  useCounter.setState({ cart, said: undefined });
}

/** One piece more of something that was scanned. */
export function putIn(sku: string): void {
  useCounter.setState(({ cart }) => ({ cart: withPieces(cart, sku, 1) }));
}

/** One act puts what was reserved in the place of the basket; without a reservation the basket is there again. */
export function handOver(reservation: Reservation | undefined): void {
  useCounter.setState({ reservation, said: undefined });
}

export function setLooking(looking: boolean): void {
  useCounter.setState({ looking, said: undefined });
}

/** The goods may go: the receipt takes the place of the basket. */
export function showReceipt(receipt: Receipt): void {
  setScanned(undefined);
  useCounter.setState({ ...EMPTY, receipt }, true);
}

/** Says something until the next thing is said or done. */
export function say(tone: Said['tone'], text: string): void {
  useCounter.setState({ said: { tone, text } });
}

export function hush(): void {
  useCounter.setState({ said: undefined });
}
