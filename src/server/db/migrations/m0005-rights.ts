import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Write-offs of spending rights (AL-5, CF-13), prices as dated versions (CF-14), the history of what people may do (CF-16).
 * What is in force at the upgrade counts as having been in force since ever.
 */
const STATEMENTS = [
  `alter table allowances add column written_off int not null default 0, add column claimed int not null default 0,
    add column write_off text collate "C"`,
  `alter table allowances drop constraint allowances_not_overspent`,
  `alter table allowances add constraint allowances_not_overspent check (returned >= 0 and spent >= 0 and written_off >= 0
    and returned + spent + written_off <= granted)`,
  `alter table allowances add constraint allowances_claims check (claimed >= 0 and claimed <= written_off
    and (written_off = 0 or write_off is not null))`,
  `alter table redemptions add column write_off text collate "C", add column late_points int, add column shortfall int`,
  `alter table redemptions add constraint redemptions_late check (
    (write_off is null and late_points is null and shortfall is null)
    or (write_off is not null and late_points between 1 and points and shortfall between 0 and late_points))`,
  `create index redemptions_late on redemptions (town, write_off) where write_off is not null`,
  `create table write_offs (
    town text collate "C" references towns, id text collate "C", device text collate "C" not null, by_user text not null,
    at bigint not null, reason text not null, points int not null, households int not null, primary key (town, id),
    foreign key (town, device) references devices)`,
  `create index write_offs_device on write_offs (town, device)`,
  `create table goods_prices (
    town text collate "C" references towns, sku text collate "C", from_ms bigint, price int not null,
    primary key (town, sku, from_ms))`,
  `insert into goods_prices (town, sku, from_ms, price) select town, sku, 0, price from goods`,
  `create table user_rights (
    town text collate "C", user_id text collate "C", from_ms bigint, role text not null, village text collate "C",
    grids text[] not null, active boolean not null, primary key (town, user_id, from_ms),
    foreign key (town, user_id) references users)`,
  `insert into user_rights (town, user_id, from_ms, role, village, grids, active)
    select town, id, 0, role, village, grids, active from users`,
  `alter table device_users add column removed_ms bigint`,
  `alter table devices add column head_seen bigint not null default 0, add column head_seen_ms bigint not null default 0`,
];

export const rights: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
