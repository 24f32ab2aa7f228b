import { type Kysely, type Migration, sql } from 'kysely';

/** Reservations (AL-8), found by what still stands of them, and which redemption handed one over. */
const STATEMENTS = [
  `create table reservations (
    town text collate "C", household text collate "C", id text collate "C", lines json not null, points int not null,
    hand_over text not null, by_user text collate "C" not null, at bigint not null, date text not null,
    device text collate "C" not null, until text collate "C" not null, ended json, open boolean not null,
    primary key (town, household, id), foreign key (town, household) references households)`,
  'create index reservations_open on reservations (town, household) where open',
  'create index reservations_due on reservations (town, until) where open',
  'create index reservations_device on reservations (town, device) where open',
  'alter table redemptions add column reservation text collate "C"',
];

export const reservations: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
