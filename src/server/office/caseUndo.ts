import { type Kysely, sql } from 'kysely';
import { type Counted, undoOf } from '../../domain/caseUndo.ts';
import { isGroupCase } from '../../domain/ref.ts';
import type { HeldCode } from '../../domain/verdict.ts';
import type { OfficeCase } from '../../protocol/officeCases.ts';
import type { Database } from '../db/schema.ts';
import type { CaseRow } from './caseRows.ts';
import type { ReadOp } from './readHeld.ts';

/** How each of the decided Cases can be taken back, by id: what it let count is looked up as it is now. */
export async function undosFor(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
  ops: ReadonlyMap<string, ReadOp>,
): Promise<ReadonlyMap<string, OfficeCase['undo']>> {
  const decided = rows.filter((row) => row.decision !== null);
  const counted = await whatCounts(db, town, decided);
  return new Map(
    decided.flatMap((row) => {
      const op = ops.get(row.id);
      if (op === undefined || row.decision === null) return [];
      const held = {
        kind: op.kind,
        code: row.code as HeldCode,
        decision: row.decision,
        several: isGroupCase(row.id),
        withdrawn: row.decided_by === op.by,
      };
      return [[row.id, undoOf(held, counted.get(row.id))] as const];
    }),
  );
}

/** The entries and redemptions that have the ids of Cases: what a decision let count takes the reference of its op. */
async function whatCounts(
  db: Kysely<Database>,
  town: string,
  rows: readonly CaseRow[],
): Promise<ReadonlyMap<string, Counted>> {
  const asked = rows.flatMap((row) => (row.household === null ? [] : [{ id: row.id, household: row.household }]));
  if (asked.length === 0) return new Map();
  const { rows: found } = await sql<Counted>`
    with k as (select * from unnest(${asked.map((a) => a.household)}::text[], ${asked.map((a) => a.id)}::text[])
      as k(household, id))
    select e.household, e.id, e.points, case
        when e.status = 'rejected' or bool_or(r.status = 'approved') then 'yes'
        when bool_or(r.status = 'submitted') then 'asked' else 'no' end as gone
      from k join entries e on e.town = ${town} and e.household = k.household and e.id = k.id
      left join entries r on r.town = e.town and r.household = e.household and r.reverses = e.id
      group by e.household, e.id, e.points, e.status
    union all
    select r.household, r.id, -r.points, case when r.voided_ref is null then 'no' else 'yes' end
      from k join redemptions r on r.town = ${town} and r.household = k.household and r.id = k.id`.execute(db);
  return new Map(found.map((one) => [one.id, one]));
}
