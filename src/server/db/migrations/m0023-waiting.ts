import { type Kysely, type Migration, sql } from 'kysely';

/** Points that wait for the end of their month's objection days (AL-10), and which lists are final. No row is written: nothing waits yet. */
const STATEMENTS = [
  `alter table entries add column waits boolean`,
  // What waits is a few months' worth; whoever looks for it must not read a million others.
  `create index entries_not_final on entries (town, household, id) where waits`,
  `alter table households add column waiting int not null default 0`,
  `alter table publications add column final_ref text collate "C", add column final_at bigint, add column final_households int,
    add column final_entries int, add column final_points int`,
];

export const waiting: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
