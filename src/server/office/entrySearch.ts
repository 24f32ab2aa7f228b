import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { addDays, type Day } from '../../domain/calendar.ts';
import type { EntryStatus } from '../../domain/household.ts';
import type { EntrySearch, OfficeEntries } from '../../protocol/officeEntries.ts';
import { OFFICE_COUNT_MAX, OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { describeEntries, ENTRY_COLUMNS } from './entryRows.ts';
import { oddPage } from './oddQueue.ts';
import { loadRuleVersions } from './ruleBook.ts';

/** A text that fits more households than this is no search any more; the rest is not looked at. */
const HOUSEHOLDS_FOUND_MAX = 500;
/** More entries of some dates than this are not counted to find the shorter way to a page. */
const COUNTED_MAX = 200_000;
const STATUSES = ['submitted', 'approved', 'rejected'] as const satisfies readonly EntryStatus[];

export interface EntryFilter {
  /** Null: every status. */
  readonly status: EntryStatus | null;
  /** Null: the whole town. */
  readonly village: string | null;
  readonly grid: string | null;
  readonly rule: string | null;
  readonly worker: string | null;
  /** Deed dates, both included. */
  readonly from: string | null;
  readonly to: string | null;
  /** Part of a head's name, a household code or a door plate; empty for all. */
  readonly q: string;
  readonly household: string | null;
  /** Of what waits for review; any other status is refused. */
  readonly odd: EntrySearch['odd'];
  readonly sort: EntrySearch['sort'];
  /** Who reviews the item, by any of its versions. */
  readonly level: EntrySearch['level'];
  readonly cursor: string | null;
}

/**
 * One page of entries, newest recorded first. The page starts after `cursor` (the last entry of the page before), so its
 * cost does not grow with its number; counts come with the first page only.
 * @throws ProblemError `invalid` for a cursor that is none
 */
export async function searchEntries(db: Kysely<Database>, town: string, asked: EntryFilter): Promise<OfficeEntries> {
  const filter = { ...asked, rules: asked.level === null ? null : await rulesOf(db, town, asked.level) };
  const households = await householdsFor(db, town, filter);
  if (households !== null && households.length === 0) {
    return { entries: [], cursor: null, counts: noCounts(), lookedAt: null };
  }
  if (filter.odd !== null || filter.sort === 'odd') return searchOdd(db, town, filter, households);
  const after = filter.cursor === null ? null : readCursor(filter.cursor);

  let query = matching(db, town, filter, households);
  if (filter.status !== null) query = query.where('e.status', '=', filter.status);
  if (after !== null) {
    query = query.where((eb) =>
      eb('e.at', '<=', after.at).and(eb.or([eb('e.at', '<', after.at), eb('e.id', '>', after.id)])),
    );
  }
  const dated = households === null && (await soonerByDate(db, town, filter));
  const rows = await query
    .select(ENTRY_COLUMNS)
    // The sum keeps the order's index from being walked.
    .orderBy(dated ? sql`e.at + 0` : 'e.at', 'desc')
    .orderBy('e.id')
    .limit(OFFICE_PAGE_ROWS + 1)
    .execute();

  const page = rows.slice(0, OFFICE_PAGE_ROWS);
  const last = rows.length > OFFICE_PAGE_ROWS ? page.at(-1) : undefined;
  const [entries, counts] = await Promise.all([
    describeEntries(db, town, page),
    after === null ? countPerStatus(db, town, filter, households) : null,
  ]);
  return { entries, cursor: last === undefined ? null : `${last.at}~${last.id}`, counts, lookedAt: null };
}

/** The same by what strikes in what waits. @throws ProblemError `invalid` for another status */
async function searchOdd(
  db: Kysely<Database>,
  town: string,
  filter: EntryFilter & PlaceFilter,
  households: readonly string[] | null,
): Promise<OfficeEntries> {
  if (filter.status !== 'submitted') {
    const message = 'oddities are looked for among what waits for review';
    throw new ProblemError('invalid', { errors: [{ path: '/body/status', message }] });
  }
  const page = await oddPage(db, town, matching(db, town, filter, households), filter, OFFICE_PAGE_ROWS);
  const rows = await matching(db, town, filter, households)
    .where(sql<SqlBool>`(e.household, e.id) in (select * from unnest(${page.entries.map((e) => e.household)}::text[],
      ${page.entries.map((e) => e.id)}::text[]))`)
    .select(ENTRY_COLUMNS)
    .execute();
  const order = new Map(page.entries.map(({ id }, i) => [id, i]));
  rows.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  const [entries, counts] = await Promise.all([
    describeEntries(db, town, rows, page.oddities),
    filter.cursor === null ? countPerStatus(db, town, filter, households) : null,
  ]);
  return { entries, cursor: page.cursor, counts, lookedAt: page.lookedAt };
}

/** Entries waiting for review, at most OFFICE_COUNT_MAX. */
export async function countSubmitted(db: Kysely<Database>, town: string, village: string | null): Promise<number> {
  const all = { village, grid: null, rule: null, worker: null, from: null, to: null, rules: null };
  return countOf(db, town, all, null, 'submitted');
}

type PlaceFilter = Pick<EntryFilter, 'village' | 'grid' | 'rule' | 'worker' | 'from' | 'to'> & {
  /** Codes of rules; null for all. */
  readonly rules: readonly string[] | null;
};

function matching(db: Kysely<Database>, town: string, filter: PlaceFilter, households: readonly string[] | null) {
  return db
    .selectFrom('entries as e')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'e.town').onRef('h.code', '=', 'e.household'))
    .where('e.town', '=', town)
    .where((eb) => {
      const parts: Expression<SqlBool>[] = [];
      if (filter.village !== null) parts.push(eb('h.village', '=', filter.village));
      if (filter.grid !== null) parts.push(eb('h.grid', '=', filter.grid));
      if (filter.rule !== null) parts.push(eb('e.rule', '=', filter.rule));
      if (filter.worker !== null) parts.push(eb('e.by_user', '=', filter.worker));
      if (filter.from !== null) parts.push(eb('e.date', '>=', filter.from));
      if (filter.to !== null) parts.push(eb('e.date', '<=', filter.to));
      if (filter.rules !== null) parts.push(sql<SqlBool>`e.rule = any(${filter.rules}::text[])`);
      if (households !== null) parts.push(sql<SqlBool>`e.household = any(${households}::text[])`);
      return eb.and(parts);
    });
}

/**
 * Whether a page is found sooner by the dates asked for than by walking back from the newest recorded entry: dates of long ago have
 * hundreds of thousands recorded since. Both are counted in the index alone.
 */
async function soonerByDate(db: Kysely<Database>, town: string, { from, to }: PlaceFilter): Promise<boolean> {
  if (to === null) return false;
  const [asked, since] = await Promise.all([
    countDated(db, town, from, to),
    countDated(db, town, addDays(to, 1), null),
  ]);
  return asked < since;
}

async function countDated(db: Kysely<Database>, town: string, from: Day | null, to: Day | null): Promise<number> {
  let some = db.selectFrom('entries').where('town', '=', town).select('date').limit(COUNTED_MAX);
  if (from !== null) some = some.where('date', '>=', from);
  if (to !== null) some = some.where('date', '<=', to);
  const row = await db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** Codes of the rules that this level reviews in any village or version. */
async function rulesOf(db: Kysely<Database>, town: string, level: 'village' | 'committee'): Promise<readonly string[]> {
  const versions = await loadRuleVersions(db, town);
  const codes = versions.flatMap(({ rules }) => rules.flatMap((rule) => (rule.review === level ? [rule.code] : [])));
  return [...new Set(codes)];
}

/** Codes of the households that a filter names by text or code; null when it names none. */
async function householdsFor(
  db: Kysely<Database>,
  town: string,
  filter: Pick<EntryFilter, 'q' | 'household' | 'village'>,
): Promise<string[] | null> {
  const text = filter.q.trim();
  if (filter.household === null && text === '') return null;
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await db
    .selectFrom('households')
    .select('code')
    .where('town', '=', town)
    .where((eb) => {
      const parts: Expression<SqlBool>[] = [];
      if (filter.village !== null) parts.push(eb('village', '=', filter.village));
      if (filter.household !== null) parts.push(eb('code', '=', filter.household));
      if (text !== '') {
        parts.push(
          eb.or([eb('head', 'ilike', part), eb('code', 'ilike', part), sql<SqlBool>`base->>'doorPlate' ilike ${part}`]),
        );
      }
      return eb.and(parts);
    })
    .orderBy('code')
    .limit(HOUSEHOLDS_FOUND_MAX)
    .execute();
  return rows.map((row) => row.code);
}

async function countPerStatus(
  db: Kysely<Database>,
  town: string,
  filter: PlaceFilter,
  households: readonly string[] | null,
): Promise<OfficeEntries['counts']> {
  const counts = noCounts();
  await Promise.all(
    STATUSES.map(async (status) => {
      counts[status] = await countOf(db, town, filter, households, status);
    }),
  );
  return counts;
}

async function countOf(
  db: Kysely<Database>,
  town: string,
  filter: PlaceFilter,
  households: readonly string[] | null,
  status: EntryStatus,
): Promise<number> {
  const some = matching(db, town, filter, households)
    .where('e.status', '=', status)
    .select('e.id')
    .limit(OFFICE_COUNT_MAX)
    .as('some');
  const row = await db
    .selectFrom(some)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

function noCounts(): { submitted: number; approved: number; rejected: number } {
  return { submitted: 0, approved: 0, rejected: 0 };
}

function readCursor(cursor: string): { at: number; id: string } {
  const found = /^(\d{1,15})~([\w-]{1,40})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/cursor', message: 'not a place in this list' }] });
  }
  return { at: Number(found[1]), id: found[2] ?? '' };
}
