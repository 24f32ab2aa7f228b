import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Any number that no other lock of this database uses ("town" in ASCII). */
const LOCK = 0x746f776e;

/**
 * Runs `work` while nobody else sets up a town in this database: two servers that start on the same new database, or the
 * command line while the demo town loads. PostgreSQL lets go of it when the process dies.
 */
export async function withSetupLock<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(connection);
    }
  });
}
