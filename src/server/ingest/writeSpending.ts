/** Writes what is spent, kept, moved and lapsed, and spending rights. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import { rowsOf } from './rows.ts';

/** Everything about points that the batch changed, one statement per table. */
export async function writeSpending(db: Kysely<Database>, batch: Batch): Promise<void> {
  await writeRedemptions(db, batch);
  await writeReservations(db, batch);
  await writeMoves(db, batch);
  await writeLapses(db, batch);
  await writeAllowances(db, batch);
  await writeWriteOffs(db, batch);
}

async function writeRedemptions(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.newRedemptions.length > 0) {
    const rows = batch.newRedemptions.map(({ household, redemption: r }) => ({
      household,
      id: r.id,
      lines: r.lines,
      points: r.points,
      mode: r.mode,
      by_user: r.by,
      at: r.at,
      date: r.date,
      instead: r.instead ?? null,
      old_card: r.oldCard ?? null,
      write_off: r.late?.writeOff ?? null,
      late_points: r.late?.points ?? null,
      shortfall: r.late?.shortfall ?? null,
      reservation: r.reservation ?? null,
    }));
    await sql`insert into redemptions (town, household, id, lines, points, mode, by_user, at, date, instead, old_card, write_off, late_points,
        shortfall, reservation)
      select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, lines json, points int,
        mode text, by_user text, at bigint, date text, instead text, old_card int, write_off text, late_points int, shortfall int,
        reservation text)`.execute(db);
  }
  if (batch.voidedRedemptions.length > 0) {
    const rows = batch.voidedRedemptions.map(({ household, redemption }) => ({
      household,
      id: redemption.id,
      ref: redemption.voided?.ref,
      reason: redemption.voided?.reason,
      by_user: redemption.voided?.by,
      at: redemption.voided?.at,
    }));
    await sql`update redemptions r set voided_ref = x.ref, voided_reason = x.reason, voided_by = x.by_user, voided_at = x.at
      from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, ref text, reason text, by_user text, at bigint)
      where r.town = ${batch.town.town} and r.household = x.household and r.id = x.id`.execute(db);
  }
}

async function writeReservations(db: Kysely<Database>, batch: Batch): Promise<void> {
  const rows = [...batch.changedReservations.values()].flatMap(({ household, id }) => {
    const file = batch.households.get(household)?.file;
    const found = file?.reservations?.find((r) => r.id === id);
    // Handed over before it is here again (SY-14): then there is nothing to change yet.
    if (!file || !found) return [];
    const { handOver, by, ended, ...rest } = found;
    return [
      {
        ...rest,
        household,
        hand_over: handOver,
        by_user: by,
        ended: ended ? JSON.stringify(ended) : null,
        open: batch.stands(file, found),
      },
    ];
  });
  if (rows.length === 0) return;
  await sql`insert into reservations (town, household, id, lines, points, hand_over, by_user, at, date, device, until, ended, open)
    select ${batch.town.town}, x.household, x.id, x.lines, x.points, x.hand_over, x.by_user, x.at, x.date, x.device, x.until, x.ended::json, x.open
    from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, lines json, points int, hand_over text, by_user text, at bigint,
      date text, device text, until text, ended text, open boolean)
    on conflict (town, household, id) do update set ended = excluded.ended, open = excluded.open`.execute(db);
}

async function writeMoves(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.newMoves.length === 0) return;
  const rows = batch.newMoves.map(({ household, move }) => ({
    household,
    id: move.id,
    other: move.with,
    points: move.points,
    earned: move.earned,
  }));
  await sql`insert into point_moves (town, household, id, other, points, earned)
    select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, other text, points int, earned int)`.execute(
    db,
  );
}

async function writeLapses(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.newLapses.length === 0) return;
  const rows = batch.newLapses.map(({ household, lapse: { by, ...lapse } }) => ({ household, by_user: by, ...lapse }));
  await sql`insert into point_lapses (town, household, id, quarter, points, by_user, at)
    select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json)
      as x(household text, id text, quarter text, points int, by_user text, at bigint)`.execute(db);
}

async function writeAllowances(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.changedAllowances.size === 0) return;
  const rows = [...batch.changedAllowances].map((key) => {
    const [device = '', household = ''] = key.split(' ');
    const { writtenOff, writeOff, ...account } = batch.allowance(device, household);
    return { device, household, ...account, written_off: writtenOff, write_off: writeOff };
  });
  await sql`insert into allowances (town, device, household, granted, returned, spent, written_off, claimed, write_off)
    select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(device text, household text, granted int, returned int, spent int,
      written_off int, claimed int, write_off text)
    on conflict (town, device, household) do update set granted = excluded.granted, returned = excluded.returned, spent = excluded.spent,
      written_off = excluded.written_off, claimed = excluded.claimed, write_off = excluded.write_off`.execute(db);
}

async function writeWriteOffs(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.writeOffs.length === 0) return;
  const rows = batch.writeOffs.map(({ ref, device, by, at, reason, lines }) => ({
    town: batch.town.town,
    id: ref,
    device,
    by_user: by,
    at,
    reason,
    points: lines.reduce((sum, [, points]) => sum + points, 0),
    households: lines.length,
  }));
  await db.insertInto('write_offs').values(rows).execute();
}
