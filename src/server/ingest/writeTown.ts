/** Writes what ops about the town itself changed. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { goodsRow } from './goodsRows.ts';
import { rowsOf } from './rows.ts';
import type { TownWrites } from './townOps.ts';
import { writePublicity } from './writePublicity.ts';
import { writeRanking } from './writeRanking.ts';

/** Places, rules, goods, prices, policies, months, quarters, lists. */
export async function writeTown(db: Kysely<Database>, town: string, writes: TownWrites): Promise<void> {
  for (const place of writes.places) {
    for (const v of place.villages) {
      await sql`insert into villages (town, code, name) values (${town}, ${v.code}, ${v.name})
        on conflict (town, code) do update set name = excluded.name`.execute(db);
    }
    for (const g of place.grids) {
      await sql`insert into grids (town, code, village, name, natural_villages)
        values (${town}, ${g.code}, ${g.village}, ${g.name}, ${[...g.naturalVillages]}::text[])
        on conflict (town, code) do update set village = excluded.village, name = excluded.name, natural_villages = excluded.natural_villages`.execute(
        db,
      );
    }
  }
  for (const r of writes.rules) {
    await sql`insert into rule_versions (town, village, version, effective_from, rules)
      values (${town}, ${r.village ?? ''}, ${r.version}, ${r.effectiveFrom}, ${JSON.stringify(r.rules)}::json)`.execute(
      db,
    );
  }
  if (writes.goods.size > 0) {
    const rows = [...writes.goods.values()].map(goodsRow);
    await sql`insert into goods (town, sku, barcode, name, spec, category, price, active, unit_cost, low_stock, limit_quantity,
        limit_period, photo)
      select ${town}, x.* from json_to_recordset(${rowsOf(rows)}::json)
        as x(sku text, barcode text, name text, spec text, category text, price int, active boolean, unit_cost int,
          low_stock int, limit_quantity int, limit_period text, photo text)
      on conflict (town, sku) do update set barcode = excluded.barcode, name = excluded.name, spec = excluded.spec,
        category = excluded.category, price = excluded.price, active = excluded.active, unit_cost = excluded.unit_cost,
        low_stock = excluded.low_stock, limit_quantity = excluded.limit_quantity, limit_period = excluded.limit_period,
        photo = excluded.photo`.execute(db);
  }
  if (writes.prices.size > 0) {
    const rows = [...writes.prices].flatMap(([sku, prices]) =>
      [...prices].map(([from, price]) => ({ sku, from_ms: from, price })),
    );
    await sql`insert into goods_prices (town, sku, from_ms, price)
      select ${town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(sku text, from_ms bigint, price int)
      on conflict (town, sku, from_ms) do update set price = excluded.price`.execute(db);
  }
  for (const [village, policy] of writes.policies) {
    await sql`insert into policies (town, village, policy) values (${town}, ${village}, ${JSON.stringify(policy)}::json)
      on conflict (town, village) do update set policy = excluded.policy`.execute(db);
  }
  for (const m of writes.months) {
    await sql`insert into published_months (town, village, month) values (${town}, ${m.village}, ${m.month}) on conflict do nothing`.execute(
      db,
    );
  }
  for (const row of writes.settlements)
    await db
      .insertInto('settled_quarters')
      .values({ town, ...row })
      .execute();
  await writePublicity(db, town, writes);
  await writeRanking(db, town, writes);
}
