/** Cases: opened and decided as the ledger tells, each with the op it is about. */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import { firstOfCase, makeRef, parseRef } from '../../domain/ref.ts';
import type { Database } from '../db/schema.ts';
import type { Difference, Verified } from './verifyTown.ts';

interface CaseFacts {
  code: string;
  decision: string | null;
}

/** The first Case whose row is not what the ledger says, or whose op is not there. */
export async function differenceInCases(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: readonly DomainEvent[],
): Promise<Difference | undefined> {
  const grouped = await groupedOps(trx, town);
  const should = new Map<string, CaseFacts>();
  for (const event of events) {
    if (event.type === 'case.opened') {
      should.set(event.case, { code: event.code, decision: should.get(event.case)?.decision ?? null });
    } else if (event.type === 'case.decided') {
      const known = should.get(event.case);
      if (known) known.decision = event.decision;
      // Of a Case of several ops, each op's own news need no Case of its own (CF-19).
      else if (!grouped.has(event.case))
        return differs(event.case, '处理过，可是没有立过', 'was decided and never opened');
    }
  }
  const rows = await trx
    .selectFrom('cases')
    .select(['id', 'code', 'decision'])
    .where('town', '=', town)
    .orderBy('id')
    .execute();
  const refs = rows.map((row) => ({ id: row.id, ...(parseRef(firstOfCase(row.id)) ?? { device: '', seq: 0 }) }));
  const { rows: alone } = await sql<{ id: string }>`
    select k.id from unnest(${refs.map((r) => r.id)}::text[], ${refs.map((r) => r.device)}::text[], ${refs.map((r) => r.seq)}::bigint[])
      as k(id, device, seq)
    where not exists (select from ops o where o.town = ${town} and o.device = k.device and o.seq = k.seq) order by k.id limit 1`.execute(
    trx,
  );
  if (alone[0]) return differs(alone[0].id, '找不到它说的那条记录', 'speaks of an op that is not there');
  const { rows: stray } = await sql<{ device: string; seq: number }>`
    select o.device, o.seq from ops o where o.town = ${town} and o.outcome = 'held' and o.code in ('device_revoked', 'forked')
      and not exists (select from case_ops c where c.town = o.town and c.case_id = o.params->>'case' and c.seq = o.seq)
    order by o.device, o.seq limit 1`.execute(trx);
  if (stray[0]) {
    return differs(makeRef(stray[0].device, stray[0].seq), '等处理，可是不在待处理里', 'waits and is in no Case');
  }
  for (const row of rows) {
    const facts = should.get(row.id);
    if (!facts) return differs(row.id, '流水里没有立过', 'was never opened in the ledger');
    if (facts.code !== row.code) return differs(row.id, '原因和流水不一样', 'has another reason than the ledger');
    if (facts.decision !== row.decision)
      return differs(row.id, '处理结果和流水不一样', 'has another decision than the ledger');
    should.delete(row.id);
    checked.cases++;
  }
  for (const id of should.keys()) return differs(id, '流水里立过，表里没有', 'is in the ledger and not in its table');
  return undefined;
}

/** The ops of Cases that hold several. */
async function groupedOps(trx: Kysely<Database>, town: string): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('case_ops as c')
    .innerJoin('cases as k', (join) => join.onRef('k.town', '=', 'c.town').onRef('k.id', '=', 'c.case_id'))
    .select(['k.device', 'c.seq'])
    .where('c.town', '=', town)
    .execute();
  return new Set(rows.map(({ device, seq }) => makeRef(device, seq)));
}

function differs(id: string, zh: string, en: string): Difference {
  return { place: `cases ${id}`, zh: `待处理 ${id}：${zh}。`, en: `Case ${id} ${en}.` };
}
