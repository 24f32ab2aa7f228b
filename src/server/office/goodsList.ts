import type { Kysely } from 'kysely';
import { pricesAt } from '../../domain/price.ts';
import type { GoodsResponse } from '../../protocol/officeStore.ts';
import type { Database } from '../db/schema.ts';
import { loadGoods, loadPriceVersions } from '../ingest/goodsRows.ts';

/** A town's goods with their prices, in force and to come. `now` in ms. */
export async function goodsList(db: Kysely<Database>, town: string, now: number): Promise<GoodsResponse> {
  const [goods, versions] = await Promise.all([loadGoods(db, town), loadPriceVersions(db, town)]);
  const prices = pricesAt(versions, now);
  return {
    now,
    goods: goods.map((one) => {
      const coming = prices.coming.filter((c) => c.sku === one.sku).map(({ price, from }) => ({ price, from }));
      return { ...one, price: prices.now.get(one.sku) ?? one.price, ...(coming.length > 0 ? { coming } : {}) };
    }),
  };
}
