/** The ops of Cases that hold several (CF-17, CF-19), as the office reads them. */
import { type Kysely, sql } from 'kysely';
import { isGroupCase, makeRef } from '../../domain/ref.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { OfficeCase, OfficeCaseOp } from '../../protocol/officeCases.ts';
import type { Database } from '../db/schema.ts';
import type { CaseRow } from './caseRows.ts';
import { memberName } from './entryRows.ts';
import { namesOf } from './peopleNames.ts';
import { type ReadOp, readHeld, type StoredOp } from './readHeld.ts';
import type { RuleBook } from './ruleBook.ts';

/** Ops of one Case that are listed; how many there are is said besides. */
const OPS_MAX = 500;

type MemberRow = StoredOp & {
  readonly case_id: string;
  readonly outcome: Verdict['outcome'] | null;
  readonly verdict: string | null;
  readonly params: OfficeCaseOp['params'];
};

/** The ops of those Cases that hold several, by Case. */
export async function describeGroups(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
  book: RuleBook,
): Promise<ReadonlyMap<string, readonly OfficeCaseOp[]>> {
  const ids = rows.flatMap((row) => (isGroupCase(row.id) ? [row.id] : []));
  if (ids.length === 0) return new Map();
  const { rows: members } = await sql<MemberRow>`
    select * from (
      select c.case_id, c.outcome, c.code as verdict, c.params, o.device, o.seq, o.kind, o.body, o.by_user, o.at, o.schema,
        o.shift_ms, row_number() over (partition by c.case_id order by c.seq) as n
      from case_ops c
      join cases k on k.town = c.town and k.id = c.case_id
      join ops o on o.town = c.town and o.device = k.device and o.seq = c.seq
      where c.town = ${town} and c.case_id = any(${ids}::text[])) as m
    where n <= ${OPS_MAX} order by case_id, seq`.execute(db);
  const read = members.map((row) => ({ row, held: readHeld(row) }));
  const [names, files] = await Promise.all([
    namesOf(
      db,
      town,
      read.map(({ held }) => held.by),
    ),
    db
      .selectFrom('households')
      .select(['code', 'village', 'head', 'base', 'edits'])
      .where('town', '=', town)
      .where(sql<boolean>`code = any(${read.flatMap(({ held }) => householdOf(held) ?? [])}::text[])`)
      .execute(),
  ]);
  const fileOf = new Map(files.map((file) => [file.code, file]));
  const found = new Map<string, OfficeCaseOp[]>(ids.map((id) => [id, []]));
  for (const { row, held } of read) {
    const household = householdOf(held);
    const file = household === null ? undefined : fileOf.get(household);
    const deed = held.op?.kind === 'entry.record' ? held.op.body : undefined;
    const redemption = held.op?.kind === 'redemption.record' ? held.op.body : undefined;
    found.get(row.case_id)?.push({
      ref: makeRef(row.device, row.seq),
      was: held.was,
      kind: held.kind,
      household,
      head: file?.head ?? null,
      ruleTitle: deed ? ((file && book.find(file.village, deed.date, deed.rule)?.title) ?? deed.rule) : null,
      points: deed?.points ?? (redemption ? -redemption.points : null),
      member: deed?.member === undefined ? null : file ? memberName(file, deed.member) : deed.member,
      byName: names.get(held.by) ?? held.by,
      at: row.at + row.shift_ms,
      outcome: row.outcome,
      verdict: row.verdict,
      params: row.params,
    });
  }
  return found;
}

function householdOf({ op, body }: ReadOp): string | null {
  if (op) return 'household' in op.body ? op.body.household : null;
  const named = typeof body === 'object' && body !== null && 'household' in body ? body.household : null;
  return typeof named === 'string' ? named : null;
}

/** The devices whose history the ops of forked Cases part from, by Case. */
export async function originsOf(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, NonNullable<OfficeCase['origin']>>> {
  const ids = rows.flatMap((row) => (isGroupCase(row.id) ? [row.device] : []));
  if (ids.length === 0) return new Map();
  const found = await db
    .selectFrom('device_forks as f')
    .innerJoin('devices as d', (join) => join.onRef('d.town', '=', 'f.town').onRef('d.id', '=', 'f.device'))
    .select(['f.created', 'd.id', 'd.name', 'f.common'])
    .where('f.town', '=', town)
    .where(sql<boolean>`f.created = any(${ids}::text[])`)
    .execute();
  const byDevice = new Map(found.map(({ created, ...origin }) => [created, origin]));
  return new Map(
    rows.flatMap((row) => {
      const origin = byDevice.get(row.device);
      return origin && isGroupCase(row.id) ? [[row.id, origin]] : [];
    }),
  );
}
