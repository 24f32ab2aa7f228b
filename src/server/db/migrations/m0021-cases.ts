import { type Kysely, type Migration, sql } from 'kysely';

/** Cases by the order in which they are listed: of a town or a village, those that wait by age, decided ones newest first. */
const STATEMENTS = [
  `create index cases_waiting on cases (town, opened_at, id) where decision is null`,
  `create index cases_decided on cases (town, decided_at desc, id desc) where decision is not null`,
  `create index cases_decided_village on cases (town, village, decided_at desc, id desc) where decision is not null`,
];

export const cases: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
