/** What waits for review, by what strikes in it. Worked out anew for each page: what is odd changes with every entry that comes. */
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { EntrySearch } from '../../protocol/officeEntries.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { asRecorded } from './entryRows.ts';
import { type Oddity, type OddRow, odditiesOf } from './oddities.ts';

/** So many of the newest are looked through; more than that has waited too long for any order to help. */
export const ODD_QUEUE_MAX = 5_000;

export interface OddPage {
  /** In their order. */
  readonly entries: readonly { readonly household: string; readonly id: string }[];
  readonly cursor: string | null;
  readonly oddities: ReadonlyMap<string, readonly Oddity[]>;
  readonly lookedAt: number | null;
}

/** Columns of an OddRow, over `entries as e` joined with `households as h`; files only of households whose tags may matter. */
const COLUMNS = ['e.household', 'e.id', 'e.rule', 'e.date', 'e.points', 'e.member', 'e.photos', 'e.by_user'] as const;
const MORE = ['e.status', 'e.late', 'e.reverses', 'e.at', 'h.village'] as const;
const MARKED = sql<boolean>`(h.base::text like '%亲属%' or h.edits::text like '%亲属%')`;

/** One page of the entries of `query`, those that strike in most ways first, or the newest of those that strike at all. */
export async function oddPage(
  db: Kysely<Database>,
  town: string,
  query: SelectQueryBuilder<Database & { e: Database['entries']; h: Database['households'] }, 'e' | 'h', object>,
  { odd, sort, cursor }: Pick<EntrySearch, 'odd' | 'sort' | 'cursor'>,
  size: number,
): Promise<OddPage> {
  const after = cursor === null ? undefined : readCursor(cursor);
  const found = await query
    .where('e.status', '=', 'submitted')
    .select([...COLUMNS, ...MORE])
    .select([
      sql<OddRow['base']>`case when ${MARKED} then h.base end`.as('base'),
      sql<OddRow['edits']>`case when ${MARKED} then h.edits end`.as('edits'),
    ])
    .orderBy('e.at', 'desc')
    .orderBy('e.id')
    .limit(ODD_QUEUE_MAX + 1)
    .execute();
  const looked = found.slice(0, ODD_QUEUE_MAX);
  const recorded = await asRecorded(db, town, looked);
  const rows = looked.map((row) => ({ ...row, shift: recorded.get(row.id)?.shift ?? 0 }));
  const oddities = await odditiesOf(db, town, rows);
  const fits = (id: string) => {
    const all = oddities.get(id) ?? [];
    return odd === null || (odd === 'any' ? all.length > 0 : all.some(({ kind }) => kind === odd));
  };
  const ranked = rows
    .filter((row) => fits(row.id))
    .map(({ household, id, at }) => ({ household, id, at, rank: sort === 'odd' ? (oddities.get(id)?.length ?? 0) : 0 }))
    .sort(before);
  const from = after ? ranked.findIndex((row) => before(after, row) < 0) : 0;
  const page = from < 0 ? [] : ranked.slice(from, from + size);
  const last = from >= 0 && ranked.length > from + size ? page.at(-1) : undefined;
  return {
    entries: page,
    cursor: last ? `${last.rank}~${last.at}~${last.id}` : null,
    oddities,
    lookedAt: found.length > ODD_QUEUE_MAX ? ODD_QUEUE_MAX : null,
  };
}

interface Place {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}

function before(a: Place, b: Place): number {
  return b.rank - a.rank || b.at - a.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function readCursor(cursor: string): Place {
  const found = /^(\d{1,2})~(\d{1,15})~([\w-]{1,40})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/cursor', message: 'not a place in this list' }] });
  }
  return { rank: Number(found[1]), at: Number(found[2]), id: found[3] ?? '' };
}
