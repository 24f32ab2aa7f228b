import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Notices and how many people opened them on each device; what is done by ordinary REST, for the audit page; and where an op
 * belongs, so that the page finds it among hundreds of thousands.
 */
const STATEMENTS = [
  `create table notices (
    town text collate "C" references towns, id text collate "C", kind text not null, title text not null, text text not null,
    photos text[] not null, villages text[] not null, grids text[] not null, from_ms bigint not null, until_ms bigint,
    posted_by text not null, posted_at bigint not null, ref text collate "C" not null, by_user text not null, at bigint not null,
    withdrawn_by text, withdrawn_at bigint, withdrawn_reason text, primary key (town, id),
    constraint notices_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null)))`,
  `create index notices_standing on notices (town, from_ms desc, id desc) where withdrawn_at is null`,
  `create index notices_newest on notices (town, from_ms desc, id desc)`,
  `create table notice_reads (
    town text collate "C", notice text collate "C", device text collate "C", readers int not null,
    primary key (town, notice, device), foreign key (town, notice) references notices,
    foreign key (town, device) references devices)`,
  `create table audit_acts (
    town text collate "C" references towns, at timestamptz not null default now(), id text collate "C", kind text not null,
    by_user text collate "C", village text collate "C", subject text, details json not null, primary key (town, at, id))`,
  `create index audit_acts_person on audit_acts (town, by_user, at)`,
  `alter table ops add column household text collate "C", add column village text collate "C"`,
  `update ops set household = body->>'household' where outcome = 'applied' and body->'household' is not null`,
  `update ops o set village = coalesce(
    (select h.village from households h where h.town = o.town and h.code = o.household),
    (select d.village from devices d where d.town = o.town and d.id = o.device))`,
  `create index ops_received on ops (town, received_at, device, seq)`,
  `create index ops_person on ops (town, by_user, received_at)`,
  `create index ops_household on ops (town, household, received_at) where household is not null`,
  // Kinds of which there are few: the others are found among the newest at once.
  `create index ops_seldom on ops (town, kind, received_at, device, seq)
    where kind <> 'entry.record' and kind <> 'entry.review' and kind <> 'redemption.record' and kind <> 'carryover.entry'`,
];

export const notices: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
