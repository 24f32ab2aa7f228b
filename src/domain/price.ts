/**
 * Prices as dated versions (CF-14): what is on the receipt stands if it was in force not long before the goods left. A device
 * asks with what its catalogue knows, the server with everything.
 */
import type { RedemptionLine } from './household.ts';
import type { Goods, OpOf } from './op.ts';

const DAY_MS = 86_400_000;

/** A price that another one replaced, and when. */
export interface PastPrice {
  readonly sku: string;
  readonly price: number;
  /** The instant the next price came into force, ms. */
  readonly until: number;
}

export interface Prices {
  /** Price in force now, by sku. */
  readonly now: ReadonlyMap<string, number>;
  /** Older prices, by sku. */
  readonly past: ReadonlyMap<string, readonly PastPrice[]>;
}

/** Nothing was ever priced. */
export const NO_PRICES: Prices = { now: new Map(), past: new Map() };

/** Prices of a list of goods; `past` in any order. */
export function pricesOf(goods: readonly Pick<Goods, 'sku' | 'price'>[], past: readonly PastPrice[]): Prices {
  const bySku = new Map<string, PastPrice[]>();
  for (const one of past) bySku.set(one.sku, [...(bySku.get(one.sku) ?? []), one]);
  for (const list of bySku.values()) list.sort((a, b) => a.until - b.until);
  return { now: new Map(goods.map((g) => [g.sku, g.price])), past: bySku };
}

/** The price of a sku at an instant (ms); undefined for goods that nobody ever priced. */
export function priceAt(prices: Prices, sku: string, at: number): number | undefined {
  return prices.past.get(sku)?.find((p) => p.until > at)?.price ?? prices.now.get(sku);
}

/**
 * Whether a line's price stands: it is in force, or was so at most `graceDays` before the instant. A device cannot know a price
 * before it came into force, so a newer one than the instant says only that a clock is behind. Goods without any price here
 * contradict nothing.
 */
function stands(prices: Prices, { sku, price }: RedemptionLine, at: number, graceDays: number): boolean {
  const now = prices.now.get(sku);
  if (now === undefined || now === price) return true;
  const oldest = at - graceDays * DAY_MS;
  return prices.past.get(sku)?.some((p) => p.price === price && p.until >= oldest) ?? false;
}

/** The goods of a receipt whose price does not stand. */
export function changedPrices(
  prices: Prices,
  lines: readonly RedemptionLine[],
  at: number,
  graceDays: number,
): readonly string[] {
  return [...new Set(lines.filter((line) => !stands(prices, line, at, graceDays)).map((line) => line.sku))];
}

/** A redemption at the prices in force at the instant; the same goods. */
export function repriced(op: OpOf<'redemption.record'>, prices: Prices, at: number): OpOf<'redemption.record'> {
  const lines = op.body.lines.map((line) => ({ ...line, price: priceAt(prices, line.sku, at) ?? line.price }));
  const points = lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
  return { ...op, body: { ...op.body, lines, points } };
}
