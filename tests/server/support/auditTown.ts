/** Checks of a whole town in the database: what must hold after anything that any test did. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { apply, applyAllowance, newFile } from '../../../src/domain/apply.ts';
import { type DomainEvent, isFileEvent } from '../../../src/domain/event.ts';
import type { HouseholdFile } from '../../../src/domain/household.ts';
import { must } from '../../../src/domain/must.ts';
import { pointsOf } from '../../../src/domain/points.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { verifyTown } from '../../../src/server/backup/verifyTown.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import { readFiles } from '../../../src/server/feed/snapshot.ts';

const GENESIS = '0'.repeat(64);

/** Files as one text each, so that they compare as facts whatever the order of their keys. */
export function texts(files: Iterable<HouseholdFile>): ReadonlyMap<string, string> {
  return new Map([...files].map((f) => [f.code, canonicalJson(f)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every household file of a town as the server has it. */
export async function serverFiles(db: Kysely<Database>, town: string): Promise<HouseholdFile[]> {
  const codes = await db.selectFrom('households').select('code').where('town', '=', town).orderBy('code').execute();
  return readFiles(
    db,
    town,
    codes.map((c) => c.code),
  );
}

/** The files that the ledger alone gives. */
function replay(events: readonly DomainEvent[]): HouseholdFile[] {
  const files = new Map<string, HouseholdFile>();
  for (const event of events) {
    if (event.type === 'household.registered') files.set(event.household, newFile(event));
    else if (event.type === 'allowance.set') {
      for (const [code] of event.lines)
        files.set(code, applyAllowance(must(files.get(code), `${code} is registered`), event));
    } else if (isFileEvent(event)) {
      files.set(event.household, apply(must(files.get(event.household), `${event.household} is registered`), event));
    }
  }
  return [...files.values()];
}

/** The ledger is gapless and chained to the town's head; the tables and all counters are what it and the rows say. */
export async function auditTown(db: Kysely<Database>, town: string): Promise<void> {
  expect((await verifyTown(db, town)).difference).toBeNull();
  const head = await db
    .selectFrom('towns')
    .select(['feed_seq', 'feed_hash'])
    .where('town', '=', town)
    .executeTakeFirstOrThrow();
  const ledger = await sql<{
    seq: number;
    hash: string;
    body: string;
  }>`select seq, hash, body::text from ledger where town = ${town} order by seq`.execute(db);
  let hash = GENESIS;
  ledger.rows.forEach((row, i) => {
    expect(row.seq).toBe(i + 1);
    hash = createHash('sha256').update(`${hash}\n${row.seq}\n${row.body}`).digest('hex');
    expect(row.hash).toBe(hash);
  });
  expect(head).toEqual({ feed_seq: ledger.rows.length, feed_hash: hash });

  const files = await serverFiles(db, town);
  expect(texts(replay(ledger.rows.map((r) => JSON.parse(r.body) as DomainEvent)))).toEqual(texts(files));

  const rows = await db
    .selectFrom('households')
    .select(['code', 'earned', 'pending', 'waiting', 'final', 'redeemed', 'allotted', 'debt'])
    .where('town', '=', town)
    .orderBy('code')
    .execute();
  expect(rows.map(({ debt: _debt, ...row }) => row)).toEqual(files.map((f) => ({ code: f.code, ...pointsOf(f) })));
  for (const row of rows) expect(row.redeemed + row.allotted).toBeLessThanOrEqual(row.final + row.debt);

  const spent = await sql<{ device: string; household: string; spent: number; rows: number }>`
    select a.device, a.household, a.spent, coalesce((select sum(r.points) from redemptions r where r.town = a.town
      and r.household = a.household and r.mode = 'allowance' and r.voided_ref is null and r.id like a.device || '-%'), 0)::int as rows
    from allowances a where a.town = ${town}`.execute(db);
  for (const account of spent.rows) expect(account.spent, `${account.device} ${account.household}`).toBe(account.rows);

  const logs = await sql<{ id: string; high_seq: number; high_hash: string; ops: number; top: number; hash: string }>`
    select d.id, d.high_seq, d.high_hash, count(o.seq)::int as ops, coalesce(max(o.seq), 0) as top,
      coalesce((select l.hash from ops l where l.town = d.town and l.device = d.id and l.seq = d.high_seq), d.genesis) as hash
    from devices d left join ops o on o.town = d.town and o.device = d.id where d.town = ${town}
    group by d.town, d.id`.execute(db);
  for (const log of logs.rows) {
    expect({ ops: log.ops, top: log.top, hash: log.hash }).toEqual({
      ops: log.high_seq,
      top: log.high_seq,
      hash: log.high_hash,
    });
  }
}
