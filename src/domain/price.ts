/**
 * Prices as dated versions (CF-14): what is on the receipt stands if it was in force not long before the goods left. A device
 * asks with what its catalogue knows, the server with everything.
 */
import { CLOCK_SLACK_MS } from './clock.ts';
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

/** A price that is published already, and when it begins. */
export interface ComingPrice {
  readonly sku: string;
  readonly price: number;
  /** The instant it comes into force, ms. */
  readonly from: number;
}

export interface Prices {
  /** Price in force now, by sku. */
  readonly now: ReadonlyMap<string, number>;
  /** Older prices, by sku, the oldest first. */
  readonly past: ReadonlyMap<string, readonly PastPrice[]>;
  /** Prices to come, by sku, the next one first. */
  readonly coming: ReadonlyMap<string, readonly ComingPrice[]>;
}

/** Nothing was ever priced. */
export const NO_PRICES: Prices = { now: new Map(), past: new Map(), coming: new Map() };

function bySku<T extends { readonly sku: string }>(list: readonly T[], instant: (one: T) => number): Map<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const one of list) {
    const known = lists.get(one.sku);
    if (known) known.push(one);
    else lists.set(one.sku, [one]);
  }
  for (const found of lists.values()) found.sort((a, b) => instant(a) - instant(b));
  return lists;
}

/** Prices of a list of goods; `past` and `coming` in any order. */
export function pricesOf(
  goods: readonly Pick<Goods, 'sku' | 'price'>[],
  past: readonly PastPrice[],
  coming: readonly ComingPrice[] = [],
): Prices {
  return {
    now: new Map(goods.map((g) => [g.sku, g.price])),
    past: bySku(past, (p) => p.until),
    coming: bySku(coming, (c) => c.from),
  };
}

/** The price of a sku at an instant (ms); undefined for goods that nobody ever priced. */
export function priceAt(prices: Prices, sku: string, at: number): number | undefined {
  const begun = prices.coming.get(sku)?.findLast((c) => c.from <= at);
  return begun?.price ?? prices.past.get(sku)?.find((p) => p.until > at)?.price ?? prices.now.get(sku);
}

/**
 * Whether a line's price stands: it is in force, or was so at most `graceDays` before the instant. A price that is in force by
 * now stands whatever the instant: that only says that a clock is behind. One that is still to come does so from when it begins,
 * give or take how far a clock may be off. Goods without any price here contradict nothing.
 */
function stands(prices: Prices, { sku, price }: RedemptionLine, at: number, graceDays: number): boolean {
  const now = prices.now.get(sku);
  if (now === undefined) return true;
  const oldest = at - graceDays * DAY_MS;
  const coming = prices.coming.get(sku) ?? [];
  if (now === price) return (coming[0]?.from ?? Infinity) >= oldest;
  return (
    coming.some(
      (c, i) => c.price === price && c.from <= at + CLOCK_SLACK_MS && (coming[i + 1]?.from ?? Infinity) >= oldest,
    ) ||
    (prices.past.get(sku)?.some((p) => p.price === price && p.until >= oldest) ?? false)
  );
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

/** Lines at the prices in force at the instant, and what they come to; the same goods. */
export function pricedAt(
  lines: readonly RedemptionLine[],
  prices: Prices,
  at: number,
): { readonly lines: readonly RedemptionLine[]; readonly points: number } {
  const priced = lines.map((line) => ({ ...line, price: priceAt(prices, line.sku, at) ?? line.price }));
  return { lines: priced, points: priced.reduce((sum, line) => sum + line.quantity * line.price, 0) };
}

/** A redemption at the prices in force at the instant. */
export function repriced(op: OpOf<'redemption.record'>, prices: Prices, at: number): OpOf<'redemption.record'> {
  return { ...op, body: { ...op.body, ...pricedAt(op.body.lines, prices, at) } };
}

/** A price and the instant from which it is in force, ms. */
export interface PriceVersion {
  readonly sku: string;
  readonly price: number;
  readonly from: number;
}

/** All versions of all prices (a sku's own in the order of time) as they stand at an instant. */
export function pricesAt(
  versions: readonly PriceVersion[],
  at: number,
): {
  readonly now: ReadonlyMap<string, number>;
  readonly past: readonly PastPrice[];
  readonly coming: readonly ComingPrice[];
} {
  const now = new Map<string, number>();
  const past: PastPrice[] = [];
  const coming: ComingPrice[] = [];
  for (const { sku, price, from } of versions) {
    const before = now.get(sku);
    if (from > at) coming.push({ sku, price, from });
    else {
      if (before !== undefined) past.push({ sku, price: before, until: from });
      now.set(sku, price);
    }
  }
  return { now, past, coming };
}

/** The versions that prices are made of, by sku; the oldest one counts as having been in force since ever. */
export function versionsOf({ now, past, coming }: Prices): ReadonlyMap<string, readonly PriceVersion[]> {
  return new Map(
    [...now].map(([sku, price]) => {
      const before = past.get(sku) ?? [];
      const starts = [-Infinity, ...before.map((p) => p.until)];
      const known = [...before.map((p) => p.price), price].map((one, i) => ({ sku, price: one, from: starts[i] ?? 0 }));
      return [sku, [...known, ...(coming.get(sku) ?? [])]] as const;
    }),
  );
}
