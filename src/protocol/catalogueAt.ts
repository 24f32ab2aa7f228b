/** Prices of a catalogue follow the clock: what is to come is in force once its day has begun (CF-14). */
import { type PastPrice, pricesAt } from '../domain/price.ts';
import type { Catalogue } from './catalogue.ts';

/** The instant of the next price to come, ms; undefined when none is known. */
export function nextPriceFrom({ comingPrices = [] }: Catalogue): number | undefined {
  return comingPrices.length === 0 ? undefined : Math.min(...comingPrices.map((one) => one.from));
}

/** Laid out once for each price that begins. */
const begun = new WeakMap<Catalogue, { readonly from: number; readonly catalogue: Catalogue }>();

/** The catalogue with the prices in force at an instant (ms); the same one while no coming price has begun. */
export function catalogueAt(catalogue: Catalogue, at: number): Catalogue {
  const started = (catalogue.comingPrices ?? []).filter((one) => one.from <= at);
  if (started.length === 0) return catalogue;
  const newest = Math.max(...started.map((one) => one.from));
  const known = begun.get(catalogue);
  if (known?.from === newest) return known.catalogue;
  const { comingPrices = [], pastPrices = [], ...rest } = catalogue;
  const goods = rest.goods.map(({ sku, price }) => ({ sku, price, from: -Infinity }));
  const inOrder = [...comingPrices].sort((a, b) => a.from - b.from);
  const { now, past, coming } = pricesAt([...goods, ...inOrder], at);
  const all: readonly PastPrice[] = [...pastPrices, ...past];
  const laidOut: Catalogue = {
    ...rest,
    goods: rest.goods.map((one) => ({ ...one, price: now.get(one.sku) ?? one.price })),
    ...(all.length > 0 ? { pastPrices: all } : {}),
    ...(coming.length > 0 ? { comingPrices: coming } : {}),
  };
  begun.set(catalogue, { from: newest, catalogue: laidOut });
  return laidOut;
}
