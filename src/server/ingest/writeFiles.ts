/** Writes household files and their entries. */
import { type Kysely, sql } from 'kysely';
import { profileOf } from '../../domain/profile.ts';
import type { Database } from '../db/schema.ts';
import type { Batch, HouseholdState } from './batch.ts';
import { entryToRow, lineageOf, rowsOf } from './rows.ts';

/** Households that the batch changed; `rev` is the feed place of the change. */
export async function writeHouseholds(db: Kysely<Database>, batch: Batch, rev: number): Promise<void> {
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
    await sql`insert into households (town, code, village, grid, registered, base, edits, head, card, earned, pending, waiting, final, redeemed, allotted, debt, rev, lineage, ended)
      select ${batch.town.town}, x.code, x.village, x.grid, x.registered, x.base, x.edits, x.head, x.card, x.earned, x.pending, x.waiting, x.final,
        x.redeemed, x.allotted, x.debt, x.rev, x.lineage::json, x.ended from json_to_recordset(${rowsOf(fresh.map(row))}::json) as x(code text, village text, grid text,
        registered json, base json, edits json, head text, card int, earned int, pending int, waiting int, final int, redeemed int, allotted int, debt int, rev bigint, lineage text, ended text)`.execute(
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
        waiting = x.waiting, final = x.final, redeemed = x.redeemed, allotted = x.allotted, debt = x.debt, rev = ${rev}, village = x.village, grid = x.grid,
        lineage = x.lineage::json, ended = x.ended
      from json_to_recordset(${rowsOf(update)}::json) as x(code text, village text, grid text, edits json, head text, card int, earned int, pending int,
        waiting int, final int, redeemed int, allotted int, debt int, lineage text, ended text)
      where h.town = ${batch.town.town} and h.code = x.code`.execute(db);
  }
}

/** Entries that the batch recorded or decided on. */
export async function writeEntries(db: Kysely<Database>, batch: Batch): Promise<void> {
  if (batch.newEntries.length > 0) {
    const rows = batch.newEntries.map(({ household, entry }) =>
      entryToRow(household, batch.reviewedEntries.get(entry.id)?.entry ?? entry),
    );
    // A list that is made in the same batch has it already.
    await sql`with fresh as (insert into entries (town, household, id, rule, date, points, quantity, level, member, note, photos, by_user, at, status,
        reviewed_by, reviewed_at, reason, reverses, late, old_card, points_before, agreed, session, waits)
      select ${batch.town.town}, x.* from json_to_recordset(${rowsOf(rows)}::json) as x(household text, id text, rule text, date text,
        points int, quantity int, level text, member text, note text, photos text[], by_user text, at bigint, status text,
        reviewed_by text, reviewed_at bigint, reason text, reverses text, late text, old_card int, points_before int, agreed jsonb,
        session text, waits boolean) returning household, id)
      insert into unlisted_entries (town, household, entry) select ${batch.town.town}, f.household, f.id from fresh f
      where not exists (select from published_entries p
        where p.town = ${batch.town.town} and p.file = f.household and p.entry = f.id)`.execute(db);
    await writeEntryPhotos(db, batch);
  }
  const fresh = new Set(batch.newEntries.map(({ entry }) => entry.id));
  const reviewed = [...batch.reviewedEntries.values()].filter(({ entry }) => !fresh.has(entry.id));
  if (reviewed.length > 0) {
    await sql`update entries e set status = x.status, reviewed_by = x.reviewed_by, reviewed_at = x.reviewed_at, reason = x.reason,
        points = x.points, points_before = x.points_before, agreed = x.agreed, session = x.session, waits = x.waits
      from json_to_recordset(${rowsOf(reviewed.map(({ household, entry }) => entryToRow(household, entry)))}::json)
        as x(household text, id text, status text, reviewed_by text, reviewed_at bigint, reason text, points int, points_before int,
          agreed jsonb, session text, waits boolean)
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
