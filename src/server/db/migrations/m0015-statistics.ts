import { type Kysely, type Migration, sql } from 'kysely';

/** What statistics and the yearly rank read, so that they need not walk the entries themselves. */
const STATEMENTS = [
  // All that is counted of an entry: its sums are read from the index alone.
  `create index entries_statistics on entries (town, date, household) include (rule, points, status, by_user, id, reverses)`,
  // The newest visit of a household.
  `create index entries_visits on entries (town, household, date) where reverses is null`,
  `create index redemptions_days on redemptions (town, date)`,
  `create index ops_not_applied on ops (town, device, outcome) where outcome <> 'applied'`,
];

export const statistics: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
