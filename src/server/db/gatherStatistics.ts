import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/**
 * Lets PostgreSQL count what is in the tables now. It does so by itself a minute or more after many rows were written; until then it
 * plans the office's sums as if there were next to nothing, and they take minutes of a processor.
 */
export async function gatherStatistics(db: Kysely<Database>): Promise<void> {
  await sql`analyze`.execute(db);
}
