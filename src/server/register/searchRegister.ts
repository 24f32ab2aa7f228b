import type { Kysely } from 'kysely';
import { type Prepared, plain, RANKS, ranking } from '../../domain/search/householdSearch.ts';
import {
  REGISTER_PAGE_ROWS,
  type RegisterPage,
  type RegisterRow,
  type RegisterSearch,
} from '../../protocol/officeRegister.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { codeNumber, formatCode } from '../rolls/householdCode.ts';
import { type Known, townDirectory } from './directory.ts';

interface Hit {
  readonly rank: number;
  readonly one: Known;
  readonly found: string | null;
}

/**
 * One page of the register, best matches first and then by code. It starts behind `cursor`.
 * @throws ProblemError `invalid` for a cursor that is none
 */
export async function searchRegister(
  db: Kysely<Database>,
  town: string,
  wanted: RegisterSearch,
): Promise<RegisterPage> {
  const { rows } = await townDirectory(db, town);
  const scope = rows.filter(({ row }) => wanted.village === null || row.village === wanted.village);
  const after = wanted.cursor === null ? null : readCursor(wanted.cursor);
  const hits = scope.filter(({ row }) => fits(row, wanted)).flatMap(matching(wanted.q));
  hits.sort((a, b) => a.rank - b.rank || (a.one.code < b.one.code ? -1 : 1));
  const from =
    after === null
      ? 0
      : hits.findIndex(({ rank, one }) => rank > after.rank || (rank === after.rank && one.code > after.code));
  const page = from < 0 ? [] : hits.slice(from, from + REGISTER_PAGE_ROWS);
  const last = from >= 0 && from + REGISTER_PAGE_ROWS < hits.length ? page.at(-1) : undefined;
  return {
    rows: page.map(rowOf),
    cursor: last === undefined ? null : `${last.rank}~${last.one.code}`,
    total: hits.length,
    ...choices(scope.map(({ row }) => row)),
  };
}

/** The next free code of a village: behind the highest that was ever given. */
export async function nextCode(db: Kysely<Database>, town: string, village: string): Promise<string> {
  const { rows } = await townDirectory(db, town);
  // A household that moved away keeps its code.
  const numbers = rows.map(({ row }) =>
    row.code.startsWith(`${village}-`) ? (codeNumber(row.code, village) ?? 0) : 0,
  );
  return formatCode(village, numbers.reduce((most, one) => Math.max(most, one), 0) + 1);
}

function fits(row: Known, { grid, naturalVillage, status, tag, ended }: RegisterSearch): boolean {
  if ((row.ended !== null) !== ended) return false;
  if (grid !== null && row.grid !== grid) return false;
  if (naturalVillage !== null && row.naturalVillage !== naturalVillage) return false;
  if (status !== null && row.status !== status) return false;
  return tag === null || row.tags.includes(tag);
}

/** Heads first, as on the tablet; then members of whom somebody only remembers the name. */
function matching(typed: string): (one: Prepared<Known>) => Hit[] {
  const rank = ranking(typed);
  const query = plain(typed);
  if (rank === undefined) return ({ row }) => [{ rank: 0, one: row, found: null }];
  return (prepared) => {
    const own = rank(prepared);
    const { row } = prepared;
    if (own < RANKS) return [{ rank: own, one: row, found: null }];
    const member = row.people.find((p) => p.plain.includes(query) || p.initials.startsWith(query));
    return member === undefined ? [] : [{ rank: RANKS, one: row, found: member.name }];
  };
}

function rowOf({ one, found }: Hit): RegisterRow {
  const { people: _people, splitTo: _splitTo, initials: _initials, ...row } = one;
  return { ...row, found };
}

function choices(rows: readonly Known[]): Pick<RegisterPage, 'tags' | 'naturalVillages'> {
  const tags = new Map<string, number>();
  const places = new Map<string, RegisterPage['naturalVillages'][number]>();
  for (const { ended, tags: own, village, grid, naturalVillage: name } of rows) {
    if (ended !== null) continue;
    for (const tag of own) tags.set(tag, (tags.get(tag) ?? 0) + 1);
    if (name !== '') places.set(`${grid} ${name}`, { village, grid, name });
  }
  return {
    tags: [...tags]
      .map(([tag, count]) => ({ tag, count }))
      .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1)),
    naturalVillages: [...places.values()].sort((a, b) =>
      a.grid < b.grid || (a.grid === b.grid && a.name < b.name) ? -1 : 1,
    ),
  };
}

function readCursor(cursor: string): { rank: number; code: string } {
  const found = /^(\d)~([\w-]{1,20})$/.exec(cursor);
  if (found === null) {
    throw new ProblemError('invalid', { errors: [{ path: '/body/cursor', message: 'not a place in this list' }] });
  }
  return { rank: Number(found[1]), code: found[2] ?? '' };
}
