import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // What one piece costs the store (fen), when it is low, how much a household may have of it, and its picture.
  `alter table goods add column unit_cost int, add column low_stock int, add column limit_quantity int,
    add column limit_period text, add column photo text`,
  `alter table goods add constraint goods_limit check ((limit_quantity is null) = (limit_period is null))`,
  // The voided redemption of which this is what the household kept.
  `alter table redemptions add column instead text collate "C"`,
  // Who voided a redemption and when: the close of a day says so.
  `alter table redemptions add column voided_by text, add column voided_at bigint`,
  // Pictures of goods; the files lie beside the photos of deeds.
  `create table goods_photos (
    town text collate "C" references towns, id text collate "C", bytes int not null, added_by text not null,
    added_at timestamptz not null default now(), primary key (town, id))`,
];

/** What the store knows of its goods besides name and price, and what was kept of receipts. */
export const goods: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
