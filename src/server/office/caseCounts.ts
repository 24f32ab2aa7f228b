import type { Kysely } from 'kysely';
import type { CaseCounts } from '../../protocol/officeCaseWork.ts';
import type { Database } from '../db/schema.ts';
import { type CaseFilter, matchingCases, waitedLong } from './caseQuery.ts';

/** How many Cases there are per reason and per device, each under the other filters: what choosing one would show. */
export async function countCases(db: Kysely<Database>, town: string, filter: CaseFilter): Promise<CaseCounts> {
  const [why, devices, old] = await Promise.all([
    matchingCases(db, town, { ...filter, why: null })
      .select((eb) => ['c.code', eb.fn.countAll<number>().as('count')])
      .groupBy('c.code')
      .orderBy('count', 'desc')
      .orderBy('c.code')
      .execute(),
    matchingCases(db, town, { ...filter, device: null })
      .innerJoin('devices as d', (join) => join.onRef('d.town', '=', 'c.town').onRef('d.id', '=', 'c.device'))
      .select((eb) => ['d.id', 'd.name', eb.fn.countAll<number>().as('count')])
      .groupBy(['d.id', 'd.name'])
      .orderBy('count', 'desc')
      .orderBy('d.id')
      .limit(DEVICES_MAX)
      .execute(),
    matchingCases(db, town, { ...filter, old: false })
      .where(waitedLong(filter.state === 'open'))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  ]);
  return { why, devices, old: old.count };
}

/** Devices to choose from: those with the most Cases. */
const DEVICES_MAX = 200;
