/** Loads what a batch needs, in a fixed number of queries whatever the batch's size. */
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
import type { HouseholdFile, Reservation } from '../../domain/household.ts';
import { partsOf } from '../../domain/judge/route.ts';
import { must } from '../../domain/must.ts';
import { isHouseholdOp, type Op } from '../../domain/op.ts';
import { isGroupCase, makeRef, parseRef } from '../../domain/ref.ts';
import { parseOp } from '../../protocol/opSchemas.ts';
import type { OpTable } from '../db/schema/ledger.ts';
import type { RedemptionTable, ReservationTable } from '../db/schema/redemptions.ts';
import type { Database } from '../db/schema.ts';
import { innerOf } from './adopt.ts';
import type { Batch } from './batch.ts';
import { loadNamesakes } from './duplicates.ts';
import { addWaiting } from './finishMonth.ts';
import { loadLineage } from './lineage.ts';
import { addNeeds, type Needs, type NeedsSetting, noNeeds } from './needs.ts';
import { loadNotices } from './notices.ts';
import { loadPublicity } from './publicity.ts';
import { loadGroup, opsOfGroup } from './quarantine.ts';
import { loadRanking } from './ranking.ts';
import { loadCounters, loadSpare } from './reserve.ts';
import { entryFromRow, fileFromRow, redemptionFromRow, reservationFromRow } from './rows.ts';
import { loadSessions } from './sessions.ts';
import { loadSettlings } from './settling.ts';

export interface HeldOp {
  readonly op: Op;
  readonly device: string;
  /** Corrected instant, ms. */
  readonly at: number;
  /** It comes from before a fork (SY-13). */
  readonly adopted: boolean;
}

/** Ops of Cases speak of further Cases; deeper than this nobody looks. */
const CASE_ROUNDS_MAX = 3;

/**
 * Loads households, entries, redemptions, allowances and cases for the ops of one device; gives the held ops of the cases.
 * `cases` are ids of Cases that matter besides those the ops name.
 */
export async function loadBatch(
  db: Kysely<Database>,
  batch: Batch,
  device: string,
  ops: readonly Op[],
  setting: NeedsSetting,
  cases: readonly string[] = [],
): Promise<Map<string, HeldOp>> {
  const needs = noNeeds();
  for (const id of cases) needs.cases.add(id);
  for (const op of ops) addNeeds(needs, op, setting, () => []);
  const heldOps = new Map<string, HeldOp>();
  const asked = new Set<string>();
  for (let round = 0; round < CASE_ROUNDS_MAX; round++) {
    const wanted = [...needs.cases].filter((id) => !asked.has(id));
    for (const id of wanted) asked.add(id);
    if (!(await loadCases(db, batch, heldOps, wanted))) break;
    for (const op of opsOfCases(batch, heldOps)) addNeeds(needs, op, setting, () => []);
  }
  for (const state of batch.cases.values()) {
    const { duplicates } = state.params ?? {};
    if (Array.isArray(duplicates)) for (const code of duplicates) needs.households.add(code);
    if (state.household) needs.households.add(state.household);
    if (state.household)
      for (const id of state.competing) needs.facts.set(`${state.household} ${id}`, { household: state.household, id });
  }
  await addWaiting(db, batch, needs, ops);
  await loadHolders(db, batch, needs);
  await loadHouseholds(db, batch, needs.households);
  const all = [...ops, ...opsOfCases(batch, heldOps)];
  const partsOfCode = lineageOf(batch, all, heldOps);
  for (const op of all)
    for (const one of alongLineage(op, partsOfCode)) addNeeds(needs, one, setting, villagesOf(batch));
  await loadFacts(db, batch, needs);
  await loadSessions(db, batch, needs.sessions);
  await loadFetched(db, batch, needs);
  await loadNotices(db, batch, needs.notices);
  await loadAllowances(db, batch, [device, ...needs.holders]);
  const reserved = all.flatMap((op) => (op.kind === 'reservation.record' ? op.body.lines : []));
  if (reserved.length > 0) {
    await loadCounters(db, batch);
    await loadSpare(db, batch, new Set(reserved.map((line) => line.sku)));
  }
  await loadNamesakes(db, batch, all);
  await loadPublicity(db, batch, all);
  await loadRanking(db, batch, all);
  await loadSettlings(db, batch, all);
  return heldOps;
}

/**
 * Households with their counters, and those that they became part of (CF-09): one query more for each time they were merged
 * or split. Also used by rebalancing.
 */
export async function loadHouseholds(db: Kysely<Database>, batch: Batch, codes: Iterable<string>): Promise<void> {
  let missing = [...codes].filter((code) => !batch.households.has(code));
  while (missing.length > 0) {
    await readHouseholds(db, batch, missing);
    const parts = missing.flatMap((code) => partsOf(batch.households.get(code)?.file ?? {}));
    missing = [...new Set(parts)].filter((code) => !batch.households.has(code));
  }
}

async function readHouseholds(db: Kysely<Database>, batch: Batch, missing: readonly string[]): Promise<void> {
  const rows = await db
    .selectFrom('households')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where(sql<boolean>`code = any(${missing}::text[])`)
    .execute();
  for (const row of rows) {
    const { earned, pending, waiting, final, redeemed, allotted, debt } = row;
    const points = { earned, pending, waiting, final, redeemed, allotted };
    batch.households.set(row.code, { file: fileFromRow(row), points, debt, isNew: false, changed: false });
  }
  await readReservations(db, batch, missing, sql`open`);
}

/** Reservations into the files that are loaded: those that stand matter for whatever is done with points. */
async function readReservations(
  db: Kysely<Database>,
  batch: Batch,
  codes: readonly string[],
  which: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<Selectable<ReservationTable>>`select * from reservations
    where town = ${batch.town.town} and household = any(${codes}::text[]) and ${which} order by household, id`.execute(
    db,
  );
  const found = new Map<string, Reservation[]>();
  for (const row of rows) {
    const list = found.get(row.household);
    if (list) list.push(reservationFromRow(row));
    else found.set(row.household, [reservationFromRow(row)]);
  }
  for (const [household, reservations] of found) {
    const state = must(batch.households.get(household), `household ${household} is loaded`);
    state.file = { ...state.file, reservations };
  }
}

/** Every redemption and reservation of some households. */
async function loadFetched(db: Kysely<Database>, batch: Batch, needs: Needs): Promise<void> {
  const codes = [...needs.fetched].filter((code) => batch.households.has(code));
  if (codes.length === 0) return;
  const { rows } = await sql<Selectable<RedemptionTable>>`select * from redemptions
    where town = ${batch.town.town} and household = any(${codes}::text[]) order by household, id`.execute(db);
  for (const code of codes) {
    const state = must(batch.households.get(code), `household ${code} is loaded`);
    const redemptions = rows.filter((row) => row.household === code).map(redemptionFromRow);
    state.file = { ...state.file, redemptions };
  }
  await readReservations(db, batch, codes, sql`true`);
}

function opsOfCases(batch: Batch, heldOps: ReadonlyMap<string, HeldOp>): readonly Op[] {
  return [...[...heldOps.values()].map((held) => held.op), ...[...batch.groups.values()].flatMap(opsOfGroup)];
}

/** Loads Cases with what they hold; whether there was any. */
async function loadCases(
  db: Kysely<Database>,
  batch: Batch,
  heldOps: Map<string, HeldOp>,
  ids: readonly string[],
): Promise<boolean> {
  if (ids.length === 0) return false;
  const rows = await db
    .selectFrom('cases')
    .selectAll()
    .where('town', '=', batch.town.town)
    .where(sql<boolean>`id = any(${[...ids]}::text[])`)
    .execute();
  for (const { town: _town, opened_at: _opened, decided_at: _decided, ...row } of rows) {
    const state = { ...row, changed: false };
    batch.cases.set(row.id, state);
    if (isGroupCase(row.id)) batch.groups.set(row.id, await loadGroup(db, batch, state));
  }
  await loadHeldOps(
    db,
    batch,
    heldOps,
    rows.map((row) => row.id),
  );
  return rows.length > 0;
}

async function loadHeldOps(
  db: Kysely<Database>,
  batch: Batch,
  found: Map<string, HeldOp>,
  ids: readonly string[],
): Promise<void> {
  const refs = ids.flatMap((id) => parseRef(id) ?? []);
  if (refs.length === 0) return;
  const { rows } = await sql<Selectable<OpTable>>`
    select o.* from unnest(${refs.map((r) => r.device)}::text[], ${refs.map((r) => r.seq)}::bigint[]) as k(device, seq)
    join ops o on o.town = ${batch.town.town} and o.device = k.device and o.seq = k.seq`.execute(db);
  for (const row of rows) {
    const { seq, kind, body, by_user: by, at, schema } = row;
    const outer = parseOp({ seq, kind, body, by, at, schema });
    const adopted = outer.ok && outer.op.kind === 'op.adopt' ? outer.op : undefined;
    const parsed = adopted ? innerOf(adopted, await loadLineage(db, batch.town.town, row.device)).parsed : outer;
    if (!parsed.ok) continue;
    found.set(makeRef(row.device, seq), {
      op: parsed.op,
      device: row.device,
      at: at + row.shift_ms,
      adopted: adopted !== undefined,
    });
  }
}

/** The devices that carry goods or whose rights may be written off, and the households they hold some for. */
async function loadHolders(db: Kysely<Database>, batch: Batch, needs: Needs): Promise<void> {
  if (needs.holders.size + needs.carriers.size === 0) return;
  const holders = [...needs.holders];
  const { town } = batch.town;
  const devices = await db
    .selectFrom('devices')
    .select(['id', 'village'])
    .where('town', '=', town)
    .where(sql<boolean>`id = any(${[...holders, ...needs.carriers]}::text[])`)
    .execute();
  for (const { id, village } of devices) batch.devices.set(id, { village });
  if (holders.length === 0) return;
  const held = await sql<{ household: string }>`select distinct household from allowances
    where town = ${town} and device = any(${holders}::text[]) and granted - returned - spent - written_off > 0`.execute(
    db,
  );
  for (const { household } of held.rows) needs.households.add(household);
}

async function loadFacts(db: Kysely<Database>, batch: Batch, needs: Needs): Promise<void> {
  const caps = [...needs.caps.values()];
  const facts = [...needs.facts.values()];
  const besides = [...needs.besides.values()];
  const parts = new Map<
    string,
    { entries: HouseholdFile['entries'][number][]; redemptions: HouseholdFile['redemptions'][number][] }
  >();
  const part = (household: string) => {
    const known = parts.get(household);
    if (known) return known;
    const made = { entries: [], redemptions: [] };
    parts.set(household, made);
    return made;
  };
  if (caps.length + facts.length > 0) {
    const entries = await sql<Parameters<typeof entryFromRow>[0]>`
      select e.* from unnest(${caps.map((c) => c.household)}::text[], ${caps.map((c) => c.rule)}::text[], ${caps.map((c) => c.from)}::text[])
        as k(household, rule, from_day)
      join entries e on e.town = ${batch.town.town} and e.household = k.household and e.rule = k.rule and e.date >= k.from_day
      union
      select e.* from unnest(${facts.map((f) => f.household)}::text[], ${facts.map((f) => f.id)}::text[]) as k(household, id)
      join entries e on e.town = ${batch.town.town} and e.household = k.household and e.id = k.id
      union
      select e.* from unnest(${facts.map((f) => f.household)}::text[], ${facts.map((f) => f.id)}::text[]) as k(household, id)
      join entries e on e.town = ${batch.town.town} and e.household = k.household and e.reverses = k.id
      union
      select e.* from unnest(${facts.map((f) => f.household)}::text[], ${facts.map((f) => f.id)}::text[]) as k(household, id)
      join entries r on r.town = ${batch.town.town} and r.household = k.household and r.id = k.id and r.reverses is not null
      join entries e on e.town = r.town and e.household = r.household and (e.id = r.reverses or e.reverses = r.reverses)
      union
      select e.* from unnest(${besides.map((f) => f.household)}::text[], ${besides.map((f) => f.id)}::text[]) as k(household, id)
      join entries r on r.town = ${batch.town.town} and r.household = k.household and r.id = k.id
      join entries e on e.town = r.town and e.household = r.household and e.rule = r.rule`.execute(db);
    for (const row of entries.rows) part(row.household).entries.push(entryFromRow(row));
  }
  if (facts.length > 0) {
    const redemptions = await sql<Parameters<typeof redemptionFromRow>[0]>`
      select r.* from unnest(${facts.map((f) => f.household)}::text[], ${facts.map((f) => f.id)}::text[]) as k(household, id)
      join redemptions r on r.town = ${batch.town.town} and r.household = k.household and r.id = k.id`.execute(db);
    for (const row of redemptions.rows) part(row.household).redemptions.push(redemptionFromRow(row));
  }
  for (const [household, { entries, redemptions }] of parts) {
    const state = batch.households.get(household);
    if (!state) continue;
    entries.sort((a, b) => (a.id < b.id ? -1 : 1));
    state.file = { ...state.file, entries, redemptions };
  }
}

/** Villages whose rules may judge deeds of a household: where it lives and where it lived. */
function villagesOf(batch: Batch): (household: string) => readonly string[] {
  return (household) => {
    const file = batch.households.get(household)?.file;
    return file ? [...new Set([file.village, ...(file.places ?? []).map((p) => p.village)])] : [];
  };
}

/** What households became, as far as it is known or this very batch makes it so. */
function lineageOf(
  batch: Batch,
  ops: readonly Op[],
  heldOps: ReadonlyMap<string, HeldOp>,
): (household: string) => readonly string[] {
  const fresh = new Map<string, string[]>();
  const add = (household: string, part: string) => fresh.set(household, [...(fresh.get(household) ?? []), part]);
  for (const { kind, body } of ops) {
    if (kind === 'household.merge') add(body.household, body.into);
    if (kind === 'household.split') add(body.household, body.to);
    if (kind !== 'case.decide' || body.choice === undefined) continue;
    const held = heldOps.get(body.case)?.op;
    if (held && isHouseholdOp(held)) add(held.body.household, body.choice);
  }
  return (household) => [...partsOf(batch.households.get(household)?.file ?? {}), ...(fresh.get(household) ?? [])];
}

/** The op, and the same op for every household that it may turn out to be about. */
function alongLineage(op: Op, partsOfCode: (household: string) => readonly string[]): readonly Op[] {
  if (!isHouseholdOp(op)) return [op];
  const found = new Set([op.body.household]);
  for (const code of found) for (const part of partsOfCode(code)) found.add(part);
  return [...found].map((household) => ({ ...op, body: { ...op.body, household } }) as Op);
}

/** Accounts of the device, and of the devices whose redemptions the batch may void, for every household loaded. */
export async function loadAllowances(db: Kysely<Database>, batch: Batch, owners: readonly string[]): Promise<void> {
  if (batch.households.size === 0) return;
  const devices = new Set(owners);
  for (const { file } of batch.households.values())
    for (const r of file.redemptions) devices.add(r.id.slice(0, r.id.indexOf('-')));
  for (const c of batch.cases.values()) devices.add(c.device);
  const rows = await db
    .selectFrom('allowances')
    .select(['device', 'household', 'granted', 'returned', 'spent', 'written_off', 'claimed', 'write_off'])
    .where('town', '=', batch.town.town)
    .where(sql<boolean>`device = any(${[...devices]}::text[])`)
    .where(sql<boolean>`household = any(${[...batch.households.keys()]}::text[])`)
    .execute();
  for (const { device: owner, household, written_off: writtenOff, write_off: writeOff, ...account } of rows) {
    // What this batch already changed is newer than the database.
    if (batch.changedAllowances.has(`${owner} ${household}`)) continue;
    batch.putAllowance(owner, household, { ...account, writtenOff, writeOff });
  }
}
