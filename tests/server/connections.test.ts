/** The server's connections to its database. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toProblem } from '../../src/server/http/base-problem.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('a connection that breaks while a transaction waits fails that transaction, not the process', async () => {
  const { db } = database;
  const broken = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db);
    // The goodbye of the database comes while nothing is asked.
    await expect
      .poll(async () => (await sql`select 1 from pg_stat_activity where pid = ${rows[0]?.pid}`.execute(db)).rows.length)
      .toBe(0);
    await new Promise((go) => setTimeout(go, 50));
    await sql`select 1`.execute(trx);
  });
  // Who asked is told to try again: the same request may succeed soon.
  const error: unknown = await broken.catch((thrown: unknown) => thrown);
  expect(toProblem(error).status).toBe(503);
  expect((await sql<{ one: number }>`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
});
