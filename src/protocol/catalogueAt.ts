/** A catalogue follows the clock: a price and a notice to come are in force once their time has come (CF-14). */
import { noticeInForce } from '../domain/notice.ts';
import { type PastPrice, pricesAt } from '../domain/price.ts';
import type { Catalogue } from './catalogue.ts';

/** The instant after `at` at which the next price or notice begins, or a notice is over, ms; undefined when none is known. */
export function nextChangeAfter({ comingPrices = [], notices = [] }: Catalogue, at: number): number | undefined {
  const all = [...comingPrices.map((one) => one.from), ...notices.flatMap(({ from, until }) => [from, until ?? from])];
  const coming = all.filter((instant) => instant > at);
  return coming.length === 0 ? undefined : Math.min(...coming);
}

/** Laid out once for each moment at which something changes. */
const laid = new WeakMap<Catalogue, { readonly key: string; readonly catalogue: Catalogue }>();

/** The catalogue with the prices and notices in force at an instant (ms); the same one while nothing of it begins or ends. */
export function catalogueAt(catalogue: Catalogue, at: number): Catalogue {
  const begun = (catalogue.comingPrices ?? []).filter((one) => one.from <= at);
  const notices = (catalogue.notices ?? []).filter((one) => noticeInForce(one, at));
  if (begun.length === 0 && notices.length === (catalogue.notices ?? []).length) return catalogue;
  const key = `${begun.length} ${notices.map((one) => one.id).join()}`;
  const known = laid.get(catalogue);
  if (known?.key === key) return known.catalogue;
  const { notices: _, ...priced } = begun.length === 0 ? catalogue : pricedAt(catalogue, at);
  const laidOut: Catalogue = notices.length === 0 ? priced : { ...priced, notices };
  laid.set(catalogue, { key, catalogue: laidOut });
  return laidOut;
}

function pricedAt({ comingPrices = [], pastPrices = [], ...rest }: Catalogue, at: number): Catalogue {
  const goods = rest.goods.map(({ sku, price }) => ({ sku, price, from: -Infinity }));
  const inOrder = [...comingPrices].sort((a, b) => a.from - b.from);
  const { now, past, coming } = pricesAt([...goods, ...inOrder], at);
  const all: readonly PastPrice[] = [...pastPrices, ...past];
  return {
    ...rest,
    goods: rest.goods.map((one) => ({ ...one, price: now.get(one.sku) ?? one.price })),
    ...(all.length > 0 ? { pastPrices: all } : {}),
    ...(coming.length > 0 ? { comingPrices: coming } : {}),
  };
}
