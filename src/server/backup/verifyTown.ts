/**
 * Recomputing a town from its ledger (SY-14, AL-2): both hash chains, and every balance and projection that the tables hold. Names the first
 * place that differs; whoever reads it can look there.
 */
import { type Kysely, sql } from 'kysely';
import type { DomainEvent } from '../../domain/event.ts';
import type { Database } from '../db/schema.ts';
import { LEDGER_GENESIS, ledgerHash } from '../ingest/ledger.ts';
import type { PhotoFiles } from '../photos/photoFiles.ts';
import { BackupError } from './backupError.ts';
import { differenceInAudit } from './verifyAudit.ts';
import { differenceInCases } from './verifyCases.ts';
import { differenceInHouseholds } from './verifyHouseholds.ts';
import { differenceInLogs } from './verifyLogs.ts';
import { differenceInPhotos } from './verifyPhotos.ts';
import { differenceInPublicity } from './verifyPublicity.ts';
import { differenceInQuarters } from './verifyQuarters.ts';
import { differenceInRankings } from './verifyRanking.ts';
import { differenceInSessions } from './verifySessions.ts';
import { differenceInStock } from './verifyStock.ts';

/** The first place where the tables are not what the ledger and the logs say. */
export interface Difference {
  /** Table and key, for machines. */
  readonly place: string;
  readonly zh: string;
  readonly en: string;
}

export interface Verified {
  readonly ok: boolean;
  readonly town: string;
  /** What was compared until the end, or until the first difference. */
  readonly checked: {
    ledger: number;
    ops: number;
    devices: number;
    households: number;
    cases: number;
    stock: number;
    publications: number;
    sessions: number;
    photos: number;
    acts: number;
  };
  readonly difference: Difference | null;
}

/** Rows read at once. */
const PAGE_ROWS = 5_000;

/**
 * Verifies a town as one snapshot saw it.
 * @param files the data folder's photos; without them their rows alone are compared
 * @throws BackupError `no-town`
 */
export async function verifyTown(db: Kysely<Database>, town: string, files?: PhotoFiles): Promise<Verified> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const checked = {
        ledger: 0,
        ops: 0,
        devices: 0,
        households: 0,
        cases: 0,
        stock: 0,
        publications: 0,
        sessions: 0,
        photos: 0,
        acts: 0,
      };
      const difference = await firstDifference(trx, town, checked, files);
      return { ok: difference === undefined, town, checked, difference: difference ?? null };
    });
}

async function firstDifference(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  files: PhotoFiles | undefined,
): Promise<Difference | undefined> {
  const events: DomainEvent[] = [];
  return (
    (await differenceInChain(trx, town, checked, events)) ??
    (await differenceInLogs(trx, town, checked)) ??
    (await differenceInHouseholds(trx, town, checked, events)) ??
    (await differenceInCases(trx, town, checked, events)) ??
    (await differenceInStock(trx, town, checked, events)) ??
    (await differenceInPublicity(trx, town, checked, events)) ??
    (await differenceInQuarters(trx, town, events)) ??
    (await differenceInRankings(trx, town, checked, events)) ??
    (await differenceInSessions(trx, town, checked, events)) ??
    (await differenceInPhotos(trx, town, checked, files)) ??
    (await differenceInAudit(trx, town, checked))
  );
}

async function differenceInChain(
  trx: Kysely<Database>,
  town: string,
  checked: Verified['checked'],
  events: DomainEvent[],
): Promise<Difference | undefined> {
  const head = await trx
    .selectFrom('towns')
    .select(['feed_seq', 'feed_hash'])
    .where('town', '=', town)
    .executeTakeFirst();
  if (!head) throw new BackupError('no-town', `数据库里没有 ${town} 这个镇。`, `There is no town ${town}.`);
  let hash = LEDGER_GENESIS;
  for (;;) {
    const { rows } = await sql<{
      seq: number;
      hash: string;
      body: string;
    }>`select seq, hash, body::text as body from ledger
      where town = ${town} and seq > ${checked.ledger} order by seq limit ${PAGE_ROWS}`.execute(trx);
    for (const row of rows) {
      const next = checked.ledger + 1;
      hash = ledgerHash(hash, next, row.body);
      if (row.seq !== next || row.hash !== hash) return inChain(next);
      events.push(JSON.parse(row.body) as DomainEvent);
      checked.ledger = next;
    }
    if (rows.length < PAGE_ROWS) break;
  }
  return head.feed_seq === checked.ledger && head.feed_hash === hash ? undefined : inChain(checked.ledger + 1);
}

function inChain(seq: number): Difference {
  return {
    place: `ledger ${seq}`,
    zh: `流水第 ${seq} 条和前后的校验对不上：有人改过、删过或插过。`,
    en: `Ledger row ${seq} does not fit the hash chain: it was changed, removed or inserted.`,
  };
}
