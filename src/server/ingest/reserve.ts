/** AL-8 on the server: which device hands over, what it may come to hold for it, and reservations whose last day is over. */
import { type Kysely, sql } from 'kysely';
import { remainingRight } from '../../domain/allowance.ts';
import { dayOf } from '../../domain/calendar.ts';
import type { ReservationMade } from '../../domain/events/spending.ts';
import type { RedemptionLine } from '../../domain/household.ts';
import type { JudgeContext, Reserving } from '../../domain/judge/context.ts';
import { must } from '../../domain/must.ts';
import type { HouseholdOp, OpOf } from '../../domain/op.ts';
import { freePoints } from '../../domain/points.ts';
import { earmarkedOn, reservedUntil } from '../../domain/reservation.ts';
import { SHELF } from '../../domain/stock.ts';
import type { Database } from '../db/schema.ts';
import type { Batch, HouseholdState } from './batch.ts';
import type { Judging } from './judging.ts';
import { loadAllowances, loadHouseholds } from './load.ts';
import { policyOf } from './setting.ts';

/** Most reservations that lapse with one sync; the next one goes on. */
const LAPSED_MAX = 500;

/** What the judge needs for a reservation; `state` is the household whose it is now. */
export function reservingFor(
  j: Judging,
  op: OpOf<'reservation.record'>,
  state: HouseholdState,
  device: JudgeContext['device'],
  at: number,
): Reserving {
  const { village } = state.file;
  const keeps = op.body.handOver === 'door' ? device.id : j.batch.counters.get(village);
  const until = reservedUntil(policyOf(j.setting, village), dayOf(at, j.batch.town.zone_offset_minutes));
  return {
    device: keeps,
    until,
    right: keeps === undefined ? 0 : spareOn(j.batch, state, keeps) + Math.max(0, freePoints(state.points)),
    outOfStock: shortOf(j.batch, village, op.body.lines),
  };
}

/** What the device holds for the household and does not keep for a reservation already. */
function spareOn(batch: Batch, { file }: HouseholdState, device: string): number {
  return Math.max(0, remainingRight(batch.allowance(device, file.code)) - earmarkedOn(file, device));
}

/** Goods of which the store has fewer pieces that are kept for nobody. Of what nobody keeps books on it may have any number. */
function shortOf(batch: Batch, village: string, lines: readonly RedemptionLine[]): readonly string[] {
  return [...piecesOf(lines)].flatMap(([sku, quantity]) => {
    const spare = batch.spare.get(`${village} ${sku}`);
    return spare !== undefined && spare < quantity ? [sku] : [];
  });
}

function piecesOf(lines: readonly RedemptionLine[]): ReadonlyMap<string, number> {
  const pieces = new Map<string, number>();
  for (const { sku, quantity } of lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return pieces;
}

/** What the server had said of a reservation before it was restored stands (SY-14). */
export function madeBefore(j: Judging, op: HouseholdOp, ctx: JudgeContext): JudgeContext {
  const was = ctx.reserving && j.former?.was(op.seq);
  const said = was?.outcome === 'applied' ? was.params : undefined;
  const [device, until] = [said?.device, said?.until];
  if (!ctx.reserving || typeof device !== 'string' || typeof until !== 'string') return ctx;
  return { ...ctx, reserving: { ...ctx.reserving, before: { device, until } } };
}

/**
 * Grants the device what it keeps from now on, out of the free points first: whoever sells there has not heard of that right without
 * hearing of the reservation too. Only what is not free is taken of what the device held before. One that had been made before a
 * restore is granted nothing by this: its device brings the right along, and rebalancing sees to the rest (SY-14).
 */
export function grantReserved(batch: Batch, { household, reservation }: ReservationMade): void {
  const state = must(batch.households.get(household), `household ${household} is loaded`);
  const grant = Math.min(reservation.points, freePoints(state.points));
  if (grant > 0 && reservation.device !== undefined) batch.grant(reservation.device, household, grant);
  for (const [sku, quantity] of piecesOf(reservation.lines)) {
    const key = `${state.file.village} ${sku}`;
    const spare = batch.spare.get(key);
    if (spare !== undefined) batch.spare.set(key, spare - quantity);
  }
}

/** What the stores have and keep for nobody: their books, less what is reserved. */
export async function loadSpare(db: Kysely<Database>, batch: Batch, skus: Iterable<string>): Promise<void> {
  const { rows } = await sql<{ store: string; sku: string; spare: number }>`
    select s.store, s.sku, s.quantity - coalesce((select sum((l->>'quantity')::int) from reservations r
      join households h on h.town = r.town and h.code = r.household cross join lateral json_array_elements(r.lines) l
      where r.town = s.town and r.open and h.village = s.store and l->>'sku' = s.sku), 0)::int as spare
    from stock s where s.town = ${batch.town.town} and s.place = ${SHELF} and s.kept and s.sku = any(${[...skus]}::text[])`.execute(
    db,
  );
  for (const { store, sku, spare } of rows) batch.spare.set(`${store} ${sku}`, spare);
}

/** The active counter of each village that was heard of last: it hands over what is reserved there. */
export async function loadCounters(db: Kysely<Database>, batch: Batch): Promise<void> {
  const rows = await db
    .selectFrom('devices')
    .select(['id', 'village'])
    .where('town', '=', batch.town.town)
    .where('kind', '=', 'counter')
    .where('status', '=', 'active')
    .orderBy(sql`last_sync_at desc nulls last`)
    .orderBy('id')
    .execute();
  for (const { id, village } of rows) {
    if (village !== null && !batch.counters.has(village)) batch.counters.set(village, id);
  }
  await loadAllowances(db, batch, [...batch.counters.values()]);
}

/** Reservations of the town that stand and whose last day is over at the instant (ms). */
function due(town: string, now: number) {
  return sql`from reservations r join towns t on t.town = r.town
    where r.town = ${town} and r.open
      and r.until < to_char(to_timestamp(${now}::float8 / 1000) at time zone 'UTC' + t.zone_offset_minutes * interval '1 minute', 'YYYY-MM-DD')`;
}

/** Whether a sync at the instant has something to let lapse. */
export async function someLapse(db: Kysely<Database>, town: string, now: number): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 ${due(town, now)}) as some`.execute(db);
  return rows.some((row) => row.some);
}

/** Ends the reservations whose last day is over, during a sync of `device`: goods and points are nobody's in particular again. */
export async function lapse(db: Kysely<Database>, batch: Batch, device: string, now: number): Promise<void> {
  const { rows } = await sql<{ household: string; id: string }>`
    select r.household, r.id ${due(batch.town.town, now)} order by r.until, r.household, r.id limit ${LAPSED_MAX}`.execute(
    db,
  );
  await loadHouseholds(
    db,
    batch,
    rows.map(({ household }) => household),
  );
  // Rebalancing looks at what the batch changed, by the accounts that the batch knows.
  if (rows.length > 0) await loadAllowances(db, batch, [device]);
  for (const { household, id } of rows) {
    const file = batch.households.get(household)?.file;
    const found = file?.reservations?.find((r) => r.id === id);
    // What this very batch handed over or cancelled does not lapse.
    if (!file || !found || !batch.stands(file, found)) continue;
    const end = { how: 'lapsed', at: now } as const;
    batch.applyFileEvent({ type: 'reservation.ended', household, reservation: id, end }, null);
  }
}
