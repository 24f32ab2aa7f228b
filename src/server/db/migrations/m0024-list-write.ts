import { type Kysely, type Migration, sql } from 'kysely';

/**
 * What stands in a list is written with its list, which names the town: asking the towns again for every line of twenty thousand was
 * a third of what writing a list costs.
 */
const STATEMENTS = ['alter table published_entries drop constraint published_entries_town_fkey'];

export const listWrite: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
