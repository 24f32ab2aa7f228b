/** Writes a judged batch: one statement per table, whatever the batch's size. */
import { type Kysely, sql } from 'kysely';
import { profileOf } from '../../domain/profile.ts';
import type { Database } from '../db/schema.ts';
import type { Batch, HouseholdState } from './batch.ts';
import { goodsRow } from './goodsRows.ts';
import { chainEvents } from './ledger.ts';
import { writeNotices } from './notices.ts';
import { entryToRow, lineageOf } from './rows.ts';
import { writeSessions } from './sessions.ts';
import { settleStock } from './settleStock.ts';
import type { TownWrites } from './townOps.ts';
import { writePublicity } from './writePublicity.ts';
import { writeRanking } from './writeRanking.ts';

/** Rows as one JSON parameter; PostgreSQL unpacks them. */
const rowsOf = (rows: readonly object[]) => JSON.stringify(rows);

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
  await writeRedemptions(db, batch);
  await writeReservations(db, batch);
  await writeMoves(db, batch);
  await writeLapses(db, batch);
  await writeAllowances(db, batch);
  await writeWriteOffs(db, batch);
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

async function writeHouseholds(db: Kysely<Database>, batch: Batch, rev: number): Promise<void> {
  const changed = [...batch.households.values()].filter((s) => s.changed);
  if (changed.length === 0) return;
  const row = (state: HouseholdState) => ({
    code: state.file.code,
    village: state.file.village,
    grid: state.file.grid,
    registered: state.file.registered,
    base: state.file.base,
    edits: state.file.edits,
    head: profileOf(state.file).head,
    card: state.file.card,
    ...state.points,
    debt: state.debt,
    rev,
    lineage: lineageOf(state.file),
    ended: state.file.merged ? 'merged' : state.file.closed ? 'closed' : null,
  });
  const fresh = changed.filter((s) => s.isNew);
  if (fresh.length > 0) {
    await sql`insert into households (town, code, village, grid, registered, base, edits, head, card, earned, pending, final, redeemed, allotted, debt, rev, lineage, ended)
      select ${batch.town.town}, x.code, x.village, x.grid, x.registered, x.base, x.edits, x.head, x.card, x.earned, x.pending, x.final,
        x.redeemed, x.allotted, x.debt, x.rev, x.lineage::json, x.ended from json_to_recordset(${rowsOf(fresh.map(row))}::json) as x(code text, village text, grid text,
        registered json, base json, edits json, head text, card int, earned int, pending int, final int, redeemed int, allotted int, debt int, rev bigint, lineage text, ended text)`.execute(
      db,
    );
  }
  const known = changed.filter((s) => !s.isNew);
  if (known.length > 0) {
    const update = known.map((s) => {
      const { registered: _registered, base: _base, rev: _rev, ...rest } = row(s);
      return rest;
    });
    await sql`update households h set edits = x.edits, head = x.head, card = x.card, earned = x.earned, pending = x.pending,
        final = x.final, redeemed = x.redeemed, allotted = x.allotted, debt = x.debt, rev = ${rev}, village = x.village, grid = x.grid,
        lineage = x.lineage::json, ended = x.ended
      from json_to_recordset(${rowsOf(update)}::json) as x(code text, village text, grid text, edits json, head text, card int, earned int, pending int,
        final int, redeemed int, allotted int, debt int, lineage text, ended text)
      where h.town = ${batch.town.town} and h.code = x.code`.execute(db);
  }
}

async function writeEntries(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.newEntries.length > 0) {
    const rows = batch.newEntries.map(({ household, entry }) =>
      entryToRow(household, batch.reviewedEntries.get(entry.id)?.entry ?? entry),
    );
    // A list that is made in the same batch has it already.
    await sql`with fresh as (insert into entries (town, household, id, rule, date, points, quantity, level, member, note, photos, by_user, at, status,
        reviewed_by, reviewed_at, reason, reverses, late, old_card, points_before, agreed, session)
      select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, rule text, date text,
        points int, quantity int, level text, member text, note text, photos text[], by_user text, at bigint, status text,
        reviewed_by text, reviewed_at bigint, reason text, reverses text, late text, old_card int, points_before int, agreed jsonb,
        session text) returning household, id)
      insert into unlisted_entries (town, household, entry) select ${batch.town.town}, f.household, f.id from fresh f
      where not exists (select from published_entries p
        where p.town = ${batch.town.town} and p.file = f.household and p.entry = f.id)`.execute(db);
    await writeEntryPhotos(db, batch);
  }
  const fresh = new Set(batch.newEntries.map(({ entry }) => entry.id));
  const reviewed = [...batch.reviewedEntries.values()].filter(({ entry }) => !fresh.has(entry.id));
  if (reviewed.length > 0) {
    await sql`update entries e set status = x.status, reviewed_by = x.reviewed_by, reviewed_at = x.reviewed_at, reason = x.reason,
        points = x.points, points_before = x.points_before, agreed = x.agreed, session = x.session
      from json_to_recordset(${rowsOf(reviewed.map(({ household, entry }) => entryToRow(household, entry)))}::json)
        as x(household text, id text, status text, reviewed_by text, reviewed_at bigint, reason text, points int, points_before int,
          agreed jsonb, session text)
      where e.town = ${batch.town.town} and e.household = x.household and e.id = x.id`.execute(db);
  }
}

async function writeEntryPhotos(db: Kysely<Database>, batch: Batch): Promise<void> {
  const rows = batch.newEntries.flatMap(({ household, entry }) =>
    [...new Set(entry.photos)].map((photo) => ({ photo, household, entry: entry.id })),
  );
  if (rows.length === 0) return;
  await sql`insert into entry_photos (town, photo, household, entry)
    select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(photo text, household text, entry text)`.execute(
    db,
  );
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

async function writeCases(db: Kysely<Database>, batch: Batch): Promise<void> {
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
async function writeGroups(db: Kysely<Database>, batch: Batch): Promise<void> {
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

async function writeTown(db: Kysely<Database>, town: string, writes: TownWrites): Promise<void> {
  for (const place of writes.places) {
    for (const v of place.villages) {
      await sql`insert into villages (town, code, name) values (${town}, ${v.code}, ${v.name})
        on conflict (town, code) do update set name = excluded.name`.execute(db);
    }
    for (const g of place.grids) {
      await sql`insert into grids (town, code, village, name, natural_villages)
        values (${town}, ${g.code}, ${g.village}, ${g.name}, ${[...g.naturalVillages]}::text[])
        on conflict (town, code) do update set village = excluded.village, name = excluded.name, natural_villages = excluded.natural_villages`.execute(
        db,
      );
    }
  }
  for (const r of writes.rules) {
    await sql`insert into rule_versions (town, village, version, effective_from, rules)
      values (${town}, ${r.village ?? ''}, ${r.version}, ${r.effectiveFrom}, ${JSON.stringify(r.rules)}::json)`.execute(
      db,
    );
  }
  if (writes.goods.size > 0) {
    const rows = [...writes.goods.values()].map(goodsRow);
    await sql`insert into goods (town, sku, barcode, name, spec, category, price, active, unit_cost, low_stock, limit_quantity,
        limit_period, photo)
      select ${town}, x.* from json_to_recordset(${rowsOf(rows)}::json)
        as x(sku text, barcode text, name text, spec text, category text, price int, active boolean, unit_cost int,
          low_stock int, limit_quantity int, limit_period text, photo text)
      on conflict (town, sku) do update set barcode = excluded.barcode, name = excluded.name, spec = excluded.spec,
        category = excluded.category, price = excluded.price, active = excluded.active, unit_cost = excluded.unit_cost,
        low_stock = excluded.low_stock, limit_quantity = excluded.limit_quantity, limit_period = excluded.limit_period,
        photo = excluded.photo`.execute(db);
  }
  if (writes.prices.size > 0) {
    const rows = [...writes.prices].flatMap(([sku, prices]) =>
      [...prices].map(([from, price]) => ({ sku, from_ms: from, price })),
    );
    await sql`insert into goods_prices (town, sku, from_ms, price)
      select ${town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(sku text, from_ms bigint, price int)
      on conflict (town, sku, from_ms) do update set price = excluded.price`.execute(db);
  }
  for (const [village, policy] of writes.policies) {
    await sql`insert into policies (town, village, policy) values (${town}, ${village}, ${JSON.stringify(policy)}::json)
      on conflict (town, village) do update set policy = excluded.policy`.execute(db);
  }
  for (const m of writes.months) {
    await sql`insert into published_months (town, village, month) values (${town}, ${m.village}, ${m.month}) on conflict do nothing`.execute(
      db,
    );
  }
  for (const row of writes.settlements)
    await db
      .insertInto('settled_quarters')
      .values({ town, ...row })
      .execute();
  await writePublicity(db, town, writes);
  await writeRanking(db, town, writes);
}
