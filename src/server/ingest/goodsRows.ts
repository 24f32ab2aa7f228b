/** Goods between their rows and what the catalogue says of them. */
import type { Kysely, Selectable } from 'kysely';
import type { Goods } from '../../domain/op.ts';
import type { PriceVersion } from '../../domain/price.ts';
import type { GoodsTable } from '../db/schema/goods.ts';
import type { Database } from '../db/schema.ts';

type GoodsRow = Omit<Selectable<GoodsTable>, 'town'>;

/** The row of goods. */
export function goodsRow({ unitCost, lowStock, limit, photo, ...plain }: Goods): GoodsRow {
  return {
    ...plain,
    unit_cost: unitCost ?? null,
    low_stock: lowStock ?? null,
    limit_quantity: limit?.quantity ?? null,
    limit_period: limit?.period ?? null,
    photo: photo ?? null,
  };
}

function goodsOf({ unit_cost, low_stock, limit_quantity, limit_period, photo, ...plain }: GoodsRow): Goods {
  return {
    ...plain,
    ...(unit_cost === null ? {} : { unitCost: unit_cost }),
    ...(low_stock === null ? {} : { lowStock: low_stock }),
    ...(limit_quantity === null || limit_period === null
      ? {}
      : { limit: { quantity: limit_quantity, period: limit_period } }),
    ...(photo === null ? {} : { photo }),
  };
}

/** Every version of every price, those of one sku in the order of time. */
export async function loadPriceVersions(db: Kysely<Database>, town: string): Promise<readonly PriceVersion[]> {
  return db
    .selectFrom('goods_prices')
    .select(['sku', 'price', 'from_ms as from'])
    .where('town', '=', town)
    .orderBy('sku')
    .orderBy('from_ms')
    .execute();
}

/** A town's goods by sku; their price is the one that was published last, in force or to come. */
export async function loadGoods(db: Kysely<Database>, town: string): Promise<readonly Goods[]> {
  const rows = await db
    .selectFrom('goods')
    .select(['sku', 'barcode', 'name', 'spec', 'category', 'price', 'active'])
    .select(['unit_cost', 'low_stock', 'limit_quantity', 'limit_period', 'photo'])
    .where('town', '=', town)
    .orderBy('sku')
    .execute();
  return rows.map(goodsOf);
}
