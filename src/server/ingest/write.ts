/** Writes a judged batch: one statement per table, whatever the batch's size. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { chainEvents } from './ledger.ts';
import { writeNotices } from './notices.ts';
import { rowsOf } from './rows.ts';
import { writeSessions } from './sessions.ts';
import { settleStock } from './settleStock.ts';
import type { TownWrites } from './townOps.ts';
import { writeCases, writeGroups } from './writeCases.ts';
import { writeEntries, writeHouseholds } from './writeFiles.ts';
import { writeSpending } from './writeSpending.ts';
import { writeTown } from './writeTown.ts';

/**
 * Appends the batch's events to the ledger and writes everything they changed. The town's row is locked by the caller, so
 * the feed has no gaps and no two batches interleave.
 */
export async function writeBatch(db: Kysely<Database>, batch: Batch, writes: TownWrites | null): Promise<void> {
  const { town } = batch.town;
  batch.drainMerged();
  await settleStock(db, batch);
  const ledger = chainEvents(batch.town, batch.events);
  const last = ledger.at(-1);
  for (const row of ledger) {
    const state = row.household === null ? undefined : batch.households.get(row.household);
    if (state) state.changed = true;
  }
  if (last) {
    await sql`insert into ledger (town, seq, hash, type, village, grid, household, only_devices, author, body)
      select ${town}, x.seq, x.hash, x.type, x.village, x.grid, x.household, x.only_devices, x.author, x.body::json
        from json_to_recordset(${rowsOf(ledger)}::json)
        as x(seq bigint, hash text, type text, village text, grid text, household text, only_devices text[], author text, body text)`.execute(
      db,
    );
    await sql`update towns set feed_seq = ${last.seq}, feed_hash = ${last.hash},
      catalogue_version = catalogue_version + ${batch.catalogueChanged ? 1 : 0} where town = ${town}`.execute(db);
  }
  if (writes) await writeTown(db, town, writes);
  await writeHouseholds(db, batch, last?.seq ?? batch.town.feed_seq);
  await writeEntries(db, batch);
  await writeSpending(db, batch);
  await writeCases(db, batch);
  await writeGroups(db, batch);
  await writeSessions(db, batch);
  await writeNotices(db, batch);
  for (const [household, village] of batch.relocated) {
    await sql`update cases set village = ${village} where town = ${town} and household = ${household} and decision is null`.execute(
      db,
    );
  }
}
