import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../../src/server/db/schema.ts';
import type { Answer } from './syncServer.ts';
import { ProblemAnswer } from './testDevice.ts';

/** Everything that a sync or an enrolment could change. */
async function everything(db: Kysely<Database>): Promise<unknown> {
  const { rows } = await sql`select (select count(*) from ops) as ops, (select count(*) from ledger) as ledger,
    (select sum(feed_seq) from towns) as feed, (select count(*) from devices) as devices, (select count(*) from cases) as cases,
    (select sum(high_seq) from devices) as high, (select md5(string_agg(carry::text, ';' order by id)) from devices) as carry,
    (select count(*) from entries) as entries, (select max(rev) from households) as rev`.execute(db);
  return rows;
}

/** The request is answered with this problem, and nothing in the database has changed. Gives the problem. */
export async function refusedBy(
  db: Kysely<Database>,
  send: () => Promise<Answer>,
  status: number,
  code: string,
): Promise<ProblemAnswer['problem']> {
  const before = await everything(db);
  const answer = await send();
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = new ProblemAnswer(answer);
  expect({ status: answer.status, code: problem.code }, problem.message).toEqual({ status, code });
  expect(await everything(db)).toEqual(before);
  return problem.problem;
}
