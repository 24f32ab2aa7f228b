/** How the villages' stores are doing: what was earned and redeemed, which goods move, what lies there and what it is worth. */
import type { Kysely } from 'kysely';
import { closeOf } from '../../domain/close.ts';
import { isLow } from '../../domain/stockView.ts';
import type { OfficeStore, StoresRequest, StoresResponse } from '../../protocol/officeStore.ts';
import type { Database } from '../db/schema.ts';
import { loadGoods } from '../ingest/goodsRows.ts';
import { filesOfDays, movedStock } from './storeClose.ts';
import { villageTotals } from './totals.ts';

/** The stores of the town, or of one village. `now` in ms. */
export async function officeStores(
  db: Kysely<Database>,
  town: string,
  { village, from, to }: StoresRequest,
  now: number,
): Promise<StoresResponse> {
  const days = { from, to };
  const [{ zone_offset_minutes: zone }, goods, lying] = await Promise.all([
    db.selectFrom('towns').select('zone_offset_minutes').where('town', '=', town).executeTakeFirstOrThrow(),
    loadGoods(db, town),
    db
      .selectFrom('stock')
      .select(['store', 'sku', 'quantity'])
      .where('town', '=', town)
      .where('kept', '=', true)
      .execute(),
  ]);
  let villages = db.selectFrom('villages').select('code').where('town', '=', town);
  if (village !== null) villages = villages.where('code', '=', village);
  const costs = new Map(goods.map((one) => [one.sku, one.unitCost]));
  const value = (sku: string, pieces: number) => (costs.get(sku) ?? 0) * pieces;
  const storeOf = async (code: string): Promise<Omit<OfficeStore, 'name' | 'earned' | 'redeemed'>> => {
    const [files, moved] = await Promise.all([
      filesOfDays(db, town, code, days, zone),
      movedStock(db, town, code, days, zone),
    ]);
    const close = closeOf(files, { days, zoneOffsetMinutes: zone, goods });
    const out = new Map(close.goods.map((one) => [one.sku, one]));
    const stock = new Map<string, number>();
    for (const { store, sku, quantity } of lying) {
      if (store === code) stock.set(sku, (stock.get(sku) ?? 0) + quantity);
    }
    const there = [...stock].filter(([, quantity]) => quantity > 0);
    return {
      village: code,
      pieces: close.out.pieces - close.back.pieces,
      spent: close.points,
      receipts: close.out.count,
      stockCost: there.reduce((sum, [sku, quantity]) => sum + value(sku, quantity), 0),
      uncosted: there.filter(([sku]) => costs.get(sku) === undefined).length,
      writtenOff: {
        pieces: moved.reduce((sum, one) => sum + one.writtenOff, 0),
        cost: moved.reduce((sum, one) => sum + value(one.sku, one.writtenOff), 0),
      },
      goods: goods
        .map((one) => {
          const sold = out.get(one.sku);
          const left = stock.get(one.sku) ?? null;
          return {
            sku: one.sku,
            name: `${one.name} ${one.spec}`.trim(),
            pieces: sold ? sold.out - sold.back : 0,
            points: sold?.points ?? 0,
            stock: left,
            low: isLow(left ?? undefined, one.lowStock),
            active: one.active,
          };
        })
        .sort((a, b) => b.pieces - a.pieces || (a.sku < b.sku ? -1 : 1)),
    };
  };
  const [totals, stores] = await Promise.all([
    villageTotals(db, town, village),
    villages.execute().then((rows) => Promise.all(rows.map(({ code }) => storeOf(code)))),
  ]);
  return {
    now,
    stores: totals.flatMap(({ village: code, name, earned, redeemed }) => {
      const store = stores.find((one) => one.village === code);
      return store ? [{ ...store, name, earned, redeemed }] : [];
    }),
  };
}
