/** Which Cases a filter means. */
import { type Kysely, sql } from 'kysely';
import { OLD_CASE_DAYS } from '../../protocol/officeCaseWork.ts';
import type { Database } from '../db/schema.ts';

export interface CaseFilter {
  readonly state: 'open' | 'decided';
  /** Null: the whole town. */
  readonly village: string | null;
  /** Why they wait; null for all. */
  readonly why: string | null;
  /** Where the household lives. */
  readonly grid: string | null;
  /** Who recorded the op, of several the first. */
  readonly worker: string | null;
  readonly device: string | null;
  /** Only those that waited for more than `OLD_CASE_DAYS`. */
  readonly old: boolean;
  /** Part of the head's name, or the beginning of the household's code; empty for all. */
  readonly q: string;
}

/** A filter that lets all of a place and state through. */
export const ALL_CASES = { why: null, grid: null, worker: null, device: null, old: false, q: '' } as const;

/** The Cases of a filter, with their households where they have one. */
export function matchingCases(db: Kysely<Database>, town: string, filter: CaseFilter) {
  const open = filter.state === 'open';
  let query = db
    .selectFrom('cases as c')
    .leftJoin('households as h', (join) => join.onRef('h.town', '=', 'c.town').onRef('h.code', '=', 'c.household'))
    .where('c.town', '=', town)
    .where('c.decision', open ? 'is' : 'is not', null);
  if (filter.village !== null) query = query.where('c.village', '=', filter.village);
  if (filter.why !== null) query = query.where(sql<boolean>`c.code = ${filter.why}`);
  if (filter.grid !== null) query = query.where('h.grid', '=', filter.grid);
  if (filter.device !== null) query = query.where('c.device', '=', filter.device);
  if (filter.old) query = query.where(waitedLong(open));
  if (filter.q !== '') {
    const text = filter.q.replaceAll(/[\\%_]/g, '\\$&');
    query = query.where(sql<boolean>`(h.head like ${`%${text}%`} or h.code like ${`${text.toUpperCase()}%`})`);
  }
  if (filter.worker !== null) {
    // The op is the one that the Case's id names, whatever stands behind it.
    query = query.where(sql<boolean>`exists (select 1 from ops o where o.town = c.town and o.device = c.device
      and o.seq = split_part(c.id, '-', 2)::bigint and o.by_user = ${filter.worker})`);
  }
  return query;
}

/** Whether a Case waits, or waited, for more than `OLD_CASE_DAYS`. */
export function waitedLong(open: boolean) {
  const until = open ? sql`now()` : sql`c.decided_at`;
  return sql<boolean>`c.opened_at < ${until} - make_interval(days => ${OLD_CASE_DAYS})`;
}
