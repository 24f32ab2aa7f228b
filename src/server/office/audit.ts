/** Who did what, and when: everything that devices recorded and everything that was done by ordinary REST, the newest first. */
import type { Kysely } from 'kysely';
import { makeRef } from '../../domain/ref.ts';
import type { AuditResponse, AuditRow, AuditSearch } from '../../protocol/officeAudit.ts';
import { OFFICE_PAGE_ROWS } from '../../protocol/officeParts.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import { type ActRow, type AuditPlace, actRows, type OpRow, opRows } from './auditRows.ts';
import { namesOf } from './peopleNames.ts';

/** Longest text of an op that a row shows. */
const TEXT_CHARS_MAX = 120;

/**
 * One page. It starts behind `cursor` in the order of the index, so its cost does not grow with its number.
 * @throws ProblemError `invalid` for a cursor that is none
 */
export async function searchAudit(
  db: Kysely<Database>,
  town: string,
  { cursor, ...filter }: AuditSearch,
  rowsMax = OFFICE_PAGE_ROWS,
): Promise<AuditResponse> {
  const { zone_offset_minutes: zoneOffsetMinutes } = await db
    .selectFrom('towns')
    .select('zone_offset_minutes')
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const after = cursor === null ? undefined : readCursor(cursor);
  const query = { ...filter, town, zoneOffsetMinutes, after, limit: rowsMax + 1 };
  const [ops, acts] = await Promise.all([opRows(db, query), actRows(db, query)]);
  const merged = inOrder(ops, acts);
  const page = merged.slice(0, rowsMax);
  const last = merged.length > rowsMax ? page.at(-1) : undefined;
  return { rows: await described(db, town, page), cursor: last === undefined ? null : cursorOf(last) };
}

type Row = OpRow | ActRow;

/** Both lists are in order already; of one instant ops come first. The database writes instants of one zone, so texts compare by time. */
function inOrder(ops: readonly OpRow[], acts: readonly ActRow[]): readonly Row[] {
  const merged: Row[] = [];
  let nextAct = 0;
  for (const op of ops) {
    for (let act = acts[nextAct]; act && later(act, op); act = acts[++nextAct]) merged.push(act);
    merged.push(op);
  }
  return [...merged, ...acts.slice(nextAct)];
}

function later(act: ActRow, op: OpRow): boolean {
  if (act.at_ms !== op.at_ms) return act.at_ms > op.at_ms;
  return microseconds(act.at) > microseconds(op.at);
}

/** The part behind the second, as a number: `12:00:00.12+08` has fewer digits than `12:00:00.120001+08`. */
function microseconds(at: string): number {
  return Number(`0.${/\.(\d+)/.exec(at)?.[1] ?? '0'}`);
}

function cursorOf(row: Row): string {
  return row.source === 'op' ? `op~${row.at}~${row.device}~${row.seq}` : `act~${row.at}~${row.id}~0`;
}

const CURSOR =
  /^(op|act)~(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?[+-]\d\d(?::\d\d)?)~([0-9A-Za-z]{1,20})~(\d{1,12})$/;

function readCursor(text: string): AuditPlace {
  const [, source, at = '', key = '', seq = '0'] = CURSOR.exec(text) ?? [];
  if (source !== 'op' && source !== 'act') throw new ProblemError('invalid');
  return { source, at, key, seq: Number(seq) };
}

async function described(db: Kysely<Database>, town: string, rows: readonly Row[]): Promise<AuditRow[]> {
  const households = rows.flatMap((row) => (row.source === 'op' && row.household !== null ? [row.household] : []));
  const devices = rows.flatMap((row) =>
    row.source === 'op' ? [row.device] : row.subject === null ? [] : [row.subject],
  );
  const [names, heads, deviceNames] = await Promise.all([
    namesOf(
      db,
      town,
      rows.flatMap((row) => [row.by_user, row.source === 'act' ? row.subject : null]),
    ),
    pairs(households, (codes) =>
      db
        .selectFrom('households')
        .select(['code as id', 'head as name'])
        .where('town', '=', town)
        .where('code', 'in', codes)
        .execute(),
    ),
    pairs(devices, (ids) =>
      db.selectFrom('devices').select(['id', 'name']).where('town', '=', town).where('id', 'in', ids).execute(),
    ),
  ]);
  const person = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? deviceNames.get(id) ?? id });
  return rows.map((row) => {
    const common = { kind: row.kind, at: row.at_ms, by: person(row.by_user), village: row.village };
    if (row.source === 'op')
      return {
        ...common,
        source: 'op',
        id: makeRef(row.device, row.seq),
        doneAt: row.done_ms,
        device: { id: row.device, name: deviceNames.get(row.device) ?? row.device },
        household: row.household === null ? null : { code: row.household, head: heads.get(row.household) ?? null },
        outcome: row.outcome,
        code: row.code,
        details: saysOf(row),
      };
    const subject =
      row.subject === null ? {} : { subject: names.get(row.subject) ?? deviceNames.get(row.subject) ?? row.subject };
    return {
      ...common,
      source: 'act',
      id: row.id,
      doneAt: null,
      ...{ device: null, household: null, outcome: null, code: null },
      details: { ...subject, ...row.details },
    };
  });
}

async function pairs(
  ids: readonly string[],
  read: (ids: string[]) => Promise<readonly { readonly id: string; readonly name: string }[]>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  return new Map((await read(wanted)).map(({ id, name }) => [id, name]));
}

/** What an op says that is plain and short; of lists how many. What was malformed says nothing. */
function saysOf({ kind, body, seq, schema }: OpRow): AuditRow['details'] {
  const parsed = parseOp({ seq, kind, body, by: '', at: 0, schema });
  if (!parsed.ok) return {};
  const says: Record<string, string | number | boolean | null> = {};
  for (const [field, value] of Object.entries(parsed.op.body as Record<string, unknown>)) {
    if (field === 'household') continue;
    if (typeof value === 'string') says[field] = value.slice(0, TEXT_CHARS_MAX);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) says[field] = value;
    else if (field === 'set' && Array.isArray(value)) says.fields = fieldsOf(value);
    else if (Array.isArray(value)) says[field] = value.length;
  }
  return says;
}

/** The names of the fields that an edit changed: their values are in the household's file, and a PIN is nobody's to read. */
function fieldsOf(set: readonly unknown[]): string {
  return set.map((one) => String((one as { field?: unknown }).field ?? '')).join(' ');
}
