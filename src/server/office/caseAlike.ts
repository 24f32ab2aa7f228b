import type { Kysely } from 'kysely';
import { type Alike, CASES_AT_ONCE_MAX } from '../../protocol/officeCaseWork.ts';
import type { Database } from '../db/schema.ts';
import { type CaseFilter, matchingCases } from './caseQuery.ts';

/** The open Cases that wait for one reason, oldest first: as many as are decided at once, and how many there are. */
export async function alikeCases(
  db: Kysely<Database>,
  town: string,
  filter: Omit<CaseFilter, 'state'> & { readonly why: string },
): Promise<Alike> {
  const all = matchingCases(db, town, { ...filter, state: 'open' });
  const [cases, counted] = await Promise.all([
    all
      .select(['c.id', 'c.household', 'h.head'])
      .orderBy('c.opened_at')
      .orderBy('c.id')
      .limit(CASES_AT_ONCE_MAX)
      .execute(),
    all.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow(),
  ]);
  return { cases, count: counted.count };
}
