import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';

/** How many rows PostgreSQL's planner believes `table` has: as many as when it last counted them, -1 when it never did. */
export async function rowsPlannedFor(db: Kysely<Database>, table: keyof Database): Promise<number | undefined> {
  const { rows } = await sql<{ rows: number }>`
    select reltuples::float8 as rows from pg_class where oid = ${table}::regclass`.execute(db);
  return rows[0]?.rows;
}
