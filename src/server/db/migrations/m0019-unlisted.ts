import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  `create table unlisted_entries (
    town text collate "C" references towns, household text collate "C", entry text collate "C",
    primary key (town, household, entry))`,
  `insert into unlisted_entries (town, household, entry)
    select e.town, e.household, e.id from entries e where not exists (
      select from published_entries p where p.town = e.town and p.file = e.household and p.entry = e.id)`,
  // The planner has to know how few these are beside the entries.
  `analyze unlisted_entries`,
];

/** Entries that no monthly list has had: what the next list is made of is found without a look at everything that was ever published. */
export const unlisted: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
