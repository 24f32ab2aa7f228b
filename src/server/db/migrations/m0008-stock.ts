import { type Kysely, type Migration, sql } from 'kysely';

/** The stock of the villages' stores as movements, and what they add up to (AL-6). */
const STATEMENTS = [
  // `place`: the shelf, or the device that carries the goods. `quantity` of a count is its difference to what stood before it.
  `create table stock_moves (
    town text collate "C" references towns, store text collate "C", place text collate "C", sku text collate "C", ref text collate "C",
    at bigint not null, kind text not null, quantity int not null, counted int,
    primary key (town, store, place, sku, ref),
    check ((kind = 'counted') = (counted is not null)))`,
  `create index stock_moves_at on stock_moves (town, store, place, sku, at)`,
  `create index stock_moves_counts on stock_moves (town, store, place, sku, at) where kind = 'counted'`,
  `create index stock_moves_ref on stock_moves (town, ref)`,
  // `kept`: somebody has booked something there, so the number means something.
  `create table stock (
    town text collate "C" references towns, store text collate "C", place text collate "C", sku text collate "C",
    quantity int not null, kept boolean not null, primary key (town, store, place, sku))`,
];

export const stock: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
