/** What the server has written since the world last looked: one statement after every request that may have changed something. */
import { type Kysely, sql } from 'kysely';
import type { RuleVersion } from '../../../src/domain/ruleSet.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import type { LedgerRow, Sums } from './oracle.ts';

/** A household's counters as the server keeps them. */
export interface Counters extends Sums {
  readonly code: string;
  readonly debt: number;
}

export interface Account {
  readonly device: string;
  readonly household: string;
  readonly granted: number;
  readonly returned: number;
  readonly spent: number;
  readonly writtenOff: number;
  /** Written-off rights that were claimed after all (CF-13). */
  readonly claimed: number;
}

/** An op in the server's log. */
export interface LoggedOp {
  readonly device: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: unknown;
  readonly by: string;
  readonly at: number;
  readonly hash: string;
  readonly shift: number;
  readonly verdict: Verdict;
}

export interface CaseRow {
  readonly id: string;
  readonly code: string;
  readonly device: string;
  readonly household: string | null;
  readonly competing: readonly string[];
  readonly decision: string | null;
}

export interface Written {
  readonly town: {
    readonly epoch: string;
    readonly feed_seq: number;
    readonly feed_hash: string;
    readonly catalogue_version: number;
  };
  readonly ledger: readonly LedgerRow[];
  readonly households: readonly Counters[];
  readonly accounts: readonly Account[];
  readonly ops: readonly LoggedOp[];
  /** Absent while the catalogue is the known one. */
  readonly rules: readonly RuleVersion[] | null;
}

/** Everything behind a place of the ledger; ops behind the highest seq known of each device. */
export async function written(
  db: Kysely<Database>,
  town: string,
  after: number,
  highs: ReadonlyMap<string, number>,
  catalogue = -1,
): Promise<Written> {
  const known = JSON.stringify([...highs].map(([device, high]) => ({ device, high })));
  const { rows } = await sql<{ all: Written }>`
    with h as (select * from households where town = ${town} and rev > ${after})
    select json_build_object(
      'town', (select json_build_object('epoch', epoch, 'feed_seq', feed_seq, 'feed_hash', feed_hash,
        'catalogue_version', catalogue_version) from towns where town = ${town}),
      'ledger', (select coalesce(json_agg(json_build_object('seq', seq, 'hash', hash, 'body', body::text) order by seq), '[]')
        from ledger where town = ${town} and seq > ${after}),
      'households', (select coalesce(json_agg(json_build_object('code', code, 'earned', earned, 'pending', pending, 'waiting', waiting, 'final', final,
        'redeemed', redeemed, 'allotted', allotted, 'debt', debt)), '[]') from h),
      'accounts', (select coalesce(json_agg(json_build_object('device', a.device, 'household', a.household, 'granted', a.granted,
        'returned', a.returned, 'spent', a.spent, 'writtenOff', a.written_off, 'claimed', a.claimed)), '[]') from h join allowances a on a.town = ${town} and a.household = h.code),
      'ops', (select coalesce(json_agg(json_build_object('device', o.device, 'seq', o.seq, 'kind', o.kind, 'body', o.body, 'by', o.by_user,
        'at', o.at, 'hash', o.hash, 'shift', o.shift_ms, 'verdict', json_strip_nulls(json_build_object('outcome', o.outcome, 'code', o.code,
        'params', o.params))) order by o.device, o.seq), '[]')
        from ops o left join json_to_recordset(${known}::json) as k(device text, high bigint) on k.device = o.device
        where o.town = ${town} and o.seq > coalesce(k.high, 0)),
      'rules', (select coalesce(json_agg(json_build_object('village', nullif(village, ''), 'version', version,
        'effectiveFrom', effective_from, 'rules', rules)), '[]') from rule_versions where town = ${town}
          and (select catalogue_version from towns where town = ${town}) <> ${catalogue}::int having count(*) > 0)
    ) as all`.execute(db);
  const row = rows[0];
  if (!row) throw new Error('the database said nothing');
  return row.all;
}

/** Every Case of the town. */
export async function casesOf(db: Kysely<Database>, town: string): Promise<readonly CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select id, code, device, household, competing, decision from cases where town = ${town} order by id`.execute(db);
  return rows;
}
