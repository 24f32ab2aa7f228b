/** Writes Cases, and what joined Cases of several. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { rowsOf } from './rows.ts';

/** Cases that the batch opened, changed or decided. */
export async function writeCases(db: Kysely<Database>, batch: Batch): Promise<void> {
  const changed = [...batch.cases.values()].filter((c) => c.changed);
  if (changed.length === 0) return;
  const rows = changed.map(({ changed: _changed, ...c }) => ({
    ...c,
    params: c.params && JSON.stringify(c.params),
  }));
  await sql`insert into cases (town, id, code, village, household, device, competing, params, decision, decided_by, decided_at, reason, replaced)
    select ${batch.town.town}, x.id, x.code, x.village, x.household, x.device, x.competing, x.params::json, x.decision, x.decided_by,
      case when x.decision is null then null else now() end, x.reason, x.replaced
    from json_to_recordset(${rowsOf(rows)}::json) as x(id text, code text, village text, household text, device text, competing text[],
      params text, decision text, decided_by text, reason text, replaced text)
    on conflict (town, id) do update set code = excluded.code, household = excluded.household,
      village = excluded.village, competing = excluded.competing, params = excluded.params, decision = excluded.decision, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at, reason = excluded.reason, replaced = excluded.replaced`.execute(db);
}

/** Ops that joined a Case of several or were settled with it, and what was taken over from an older log. */
export async function writeGroups(db: Kysely<Database>, batch: Batch): Promise<void> {
  const { town } = batch.town;
  if (batch.caseOps.length > 0) {
    // An op may join a Case and be settled in one batch: the last word counts.
    const last = new Map(batch.caseOps.map((row) => [`${row.case_id} ${row.seq}`, row]));
    const rows = [...last.values()].map((row) => ({ ...row, params: row.params && JSON.stringify(row.params) }));
    await sql`insert into case_ops (town, case_id, seq, outcome, code, params)
      select ${town}, x.case_id, x.seq, x.outcome, x.code, x.params::json
      from json_to_recordset(${rowsOf(rows)}::json) as x(case_id text, seq bigint, outcome text, code text, params text)
      on conflict (town, case_id, seq) do update set outcome = excluded.outcome, code = excluded.code, params = excluded.params`.execute(
      db,
    );
  }
  if (batch.adoptedOps.length > 0) {
    await sql`insert into adopted_ops (town, device, was, seq, digest)
      select ${town}, x.* from json_to_recordset(${rowsOf(batch.adoptedOps)}::json)
        as x(device text, was text, seq bigint, digest text)`.execute(db);
  }
}
