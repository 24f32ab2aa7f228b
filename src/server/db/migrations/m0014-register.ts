import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // Why and by whom a card was replaced or a household moved: the file itself keeps only the number and the place.
  `create index ops_household_acts on ops (town, (body->>'household')) where kind in ('card.replace', 'household.move')`,
];

/** What the register reads of a household besides its file. */
export const register: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
