/** An objection by the public page: an op in the console's log, like everything that comes in by this machine. */
import type { Kysely } from 'kysely';
import { makeRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { recordOneAsConsole } from '../ingest/console.ts';
import { townOfList } from './gongshiData.ts';

/** Objections by the page to one list; beyond that somebody plays, and the office is asked by phone or on paper. */
const BY_PAGE_MAX = 500;

export interface PublicObjection {
  readonly village: string;
  readonly month: string;
  readonly name: string;
  readonly phone?: string;
  readonly text: string;
  /** Where several towns share a database. */
  readonly town?: string;
}

/**
 * The number under which it was taken, and by when it is answered.
 * @throws ProblemError `not-found`, `objections-over`, `rate-limited`
 */
export async function takePublicObjection(
  db: Kysely<Database>,
  { town: named, ...said }: PublicObjection,
): Promise<{ receipt: string; due: string }> {
  const { village, month } = said;
  const town = await townOfList(db, village, month, named);
  if (town === undefined) throw new ProblemError('not-found');
  const { n } = await db
    .selectFrom('objections')
    .select((one) => one.fn.countAll<number>().as('n'))
    .where('town', '=', town)
    .where('village', '=', village)
    .where('month', '=', month)
    .where('how', '=', 'page')
    .executeTakeFirstOrThrow();
  if (n >= BY_PAGE_MAX) throw new ProblemError('rate-limited');
  const { device, seq, verdict } = await recordOneAsConsole(db, town, {
    kind: 'objection.record',
    body: { ...said, how: 'page' },
  });
  if (verdict.outcome !== 'applied')
    throw new ProblemError(verdict.code === 'objection_closed' ? 'objections-over' : 'not-found');
  return { receipt: makeRef(device, seq), due: String(verdict.params?.due ?? '') };
}
