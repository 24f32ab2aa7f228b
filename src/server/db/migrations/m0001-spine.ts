import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The spine: town, people, devices, ops, ledger, household files. Texts that are compared with the program's own order
 * (ids, codes, days) use the C collation, whatever the database's is.
 */
const STATEMENTS = [
  `create table towns (
    town text collate "C" primary key, name text not null, zone_offset_minutes int not null, epoch text not null,
    feed_seq bigint not null default 0, feed_hash text not null, catalogue_version int not null default 1,
    card_private json not null, card_public text not null)`,
  `create table villages (town text collate "C" references towns, code text collate "C", name text not null, primary key (town, code))`,
  `create table grids (
    town text collate "C", code text collate "C", village text collate "C" not null, name text not null,
    natural_villages text[] not null, primary key (town, code), foreign key (town, village) references villages)`,
  `create table users (
    town text collate "C" references towns, id text collate "C", name text not null, role text not null,
    village text collate "C", grids text[] not null default '{}', home_grid text, login text, password_hash text,
    pin_hash text, pin_fails int not null default 0, active boolean not null default true,
    primary key (town, id), unique (town, login))`,
  `create table sessions (
    town text collate "C", token_hash text collate "C", user_id text collate "C" not null,
    created_at timestamptz not null default now(), expires_at timestamptz not null,
    primary key (town, token_hash), foreign key (town, user_id) references users)`,
  `create table devices (
    town text collate "C" references towns, id text collate "C", kind text not null, village text collate "C",
    name text not null, token_hash text not null, public_key text not null, genesis text not null, data_key bytea not null,
    high_seq bigint not null default 0, high_hash text not null, status text not null default 'active',
    enrolled_by text not null, enrolled_at timestamptz not null default now(), last_sync_at timestamptz,
    app text not null default '', clock_offset_ms bigint not null default 0, unsent int not null default 0,
    used_bytes bigint, quota_bytes bigint, persisted boolean, carry text[] not null default '{}',
    balanced_seq bigint not null default 0, primary key (town, id))`,
  `create table device_users (
    town text collate "C", device text collate "C", user_id text collate "C", primary key (town, device, user_id),
    foreign key (town, device) references devices, foreign key (town, user_id) references users)`,
  `create table enrol_codes (
    town text collate "C" references towns, code_hash text collate "C", kind text not null, village text, name text not null,
    users text[] not null, created_by text not null, created_at timestamptz not null default now(),
    expires_at timestamptz not null, used_at timestamptz, used_device text, primary key (town, code_hash))`,
  `create table ops (
    town text collate "C", device text collate "C", seq bigint, kind text not null, body json not null, by_user text not null,
    at bigint not null, schema int not null, hash text not null, received_at timestamptz not null default now(),
    shift_ms bigint not null, outcome text not null, code text not null, params json, signature text,
    primary key (town, device, seq), foreign key (town, device) references devices)`,
  `create index ops_held on ops (town, code) where outcome = 'held'`,
  `create table ledger (
    town text collate "C" references towns, seq bigint, hash text not null, type text not null, village text collate "C",
    grid text collate "C", household text collate "C", only_devices text[], author text collate "C", body json not null,
    primary key (town, seq))`,
  `create index ledger_village on ledger (town, village, seq)`,
  `create table households (
    town text collate "C" references towns, code text collate "C", village text collate "C" not null,
    grid text collate "C" not null, registered json not null, base json not null, edits json not null, head text not null,
    card int not null default 1, earned int not null default 0, pending int not null default 0, final int not null default 0,
    redeemed int not null default 0, allotted int not null default 0, debt int not null default 0, rev bigint not null,
    primary key (town, code),
    constraint households_not_overspent check (redeemed + allotted <= final + debt),
    constraint households_counters check (redeemed >= 0 and allotted >= 0 and debt >= 0))`,
  `create index households_place on households (town, village, grid, code)`,
  `create index households_rev on households (town, village, rev)`,
  `create table entries (
    town text collate "C", household text collate "C", id text collate "C", rule text collate "C" not null,
    date text collate "C" not null, points int not null, quantity int not null, level text, member text, note text,
    photos text[], by_user text not null, at bigint not null, status text not null, reviewed_by text, reviewed_at bigint,
    reason text, reverses text collate "C", late text, old_card int, primary key (town, household, id),
    foreign key (town, household) references households)`,
  `create index entries_cap on entries (town, household, rule, date)`,
  `create index entries_reverses on entries (town, household, reverses) where reverses is not null`,
  `create index entries_waiting on entries (town, at) where status = 'submitted'`,
  `create index entries_recent on entries (town, at desc, id)`,
  `create table redemptions (
    town text collate "C", household text collate "C", id text collate "C", lines json not null, points int not null,
    mode text not null, by_user text not null, at bigint not null, date text collate "C" not null, voided_ref text,
    voided_reason text, old_card int, primary key (town, household, id),
    foreign key (town, household) references households)`,
  `create table allowances (
    town text collate "C", device text collate "C", household text collate "C", granted int not null, returned int not null,
    spent int not null, primary key (town, device, household), foreign key (town, household) references households,
    constraint allowances_not_overspent check (returned >= 0 and spent >= 0 and returned + spent <= granted))`,
  `create table cases (
    town text collate "C" references towns, id text collate "C", code text not null, village text collate "C",
    household text collate "C", device text collate "C" not null, competing text[] not null, params json,
    opened_at timestamptz not null default now(), decision text, decided_by text, decided_at timestamptz, reason text,
    replaced text, primary key (town, id))`,
  `create index cases_open on cases (town, village, opened_at) where decision is null`,
  `create table rule_versions (
    town text collate "C" references towns, village text collate "C", version int, effective_from text not null,
    rules json not null, primary key (town, village, version))`,
  `create table goods (
    town text collate "C" references towns, sku text collate "C", barcode text not null, name text not null,
    spec text not null, category text not null, price int not null, active boolean not null, primary key (town, sku))`,
  `create table policies (
    town text collate "C" references towns, village text collate "C", policy json not null, primary key (town, village))`,
  `create table published_months (
    town text collate "C" references towns, village text collate "C", month text, primary key (town, village, month))`,
];

export const spine: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
