/** What settling a quarter takes (AL-9): whether it was done, what waits, and which points are newer than the quarter. */
import { type Kysely, sql } from 'kysely';
import { addDays, startOfDay } from '../../domain/calendar.ts';
import type { Op } from '../../domain/op.ts';
import { quarterDays } from '../../domain/quarter.ts';
import type { Database } from '../db/schema.ts';
import { loadMerged, type MergedFamilies } from '../office/quarter/families.ts';
import { newerPoints } from '../office/quarter/quarterFigures.ts';
import type { Batch } from './batch.ts';

export interface Settling {
  settled: boolean;
  /** Open Cases with redemptions up to the quarter's end. */
  readonly waiting: readonly string[];
  /** By family: points of deeds behind the quarter, but for those that wait for their month: they are not there to be spent (AL-10). */
  readonly newer: ReadonlyMap<string, number>;
  readonly familyOf: MergedFamilies['familyOf'];
}

/** Key of a village's quarter. */
export function settlingKey(village: string, quarter: string): string {
  return `${village} ${quarter}`;
}

/** Loads it for the ops that settle a quarter. */
export async function loadSettlings(db: Kysely<Database>, batch: Batch, ops: readonly Op[]): Promise<void> {
  const { town, zone_offset_minutes: zone } = batch.town;
  for (const op of ops) {
    if (op.kind !== 'quarter.settle') continue;
    const { village, quarter } = op.body;
    const key = settlingKey(village, quarter);
    if (!batch.settling.has(key)) batch.settling.set(key, await loadSettling(db, town, village, quarter, zone));
  }
}

/** As the database has it. */
export async function loadSettling(
  db: Kysely<Database>,
  town: string,
  village: string,
  quarter: string,
  zoneOffsetMinutes: number,
): Promise<Settling> {
  const before = startOfDay(addDays(quarterDays(quarter).to, 1), zoneOffsetMinutes);
  const families = await loadMerged(db, town);
  const [settled, waiting, newer] = await Promise.all([
    db
      .selectFrom('settled_quarters')
      .select('ref')
      .where('town', '=', town)
      .where('village', '=', village)
      .where('quarter', '=', quarter)
      .executeTakeFirst(),
    waitingRedemptions(db, town, village, before),
    newerPoints(town, quarter, null).execute(db),
  ]);
  const later = new Map<string, number>();
  for (const { household, points, waiting } of newer.rows) {
    const family = families.familyOf(household);
    later.set(family, (later.get(family) ?? 0) + points - waiting);
  }
  return { settled: settled !== undefined, waiting, newer: later, familyOf: families.familyOf };
}

/** Points of deeds behind a quarter by family that can be spent, with those that this very batch has let count or made final. */
export function newerNow(batch: Batch, { newer, familyOf }: Settling, quarter: string): ReadonlyMap<string, number> {
  const now = new Map(newer);
  const { to } = quarterDays(quarter);
  const fresh = batch.newEntries.filter(({ entry }) => !batch.reviewedEntries.has(entry.id));
  for (const { household, entry } of [...fresh, ...batch.reviewedEntries.values()]) {
    if (entry.status !== 'approved' || entry.reverses !== undefined || entry.date <= to || entry.waits) continue;
    const family = familyOf(household);
    now.set(family, (now.get(family) ?? 0) + entry.points);
  }
  return now;
}

/** Open Cases of a village with a redemption of before an instant (ms), one by one and in Cases of several; what only tells is none, and stands beside an op. */
async function waitingRedemptions(
  db: Kysely<Database>,
  town: string,
  village: string,
  before: number,
): Promise<readonly string[]> {
  const redemption = sql`coalesce(o.body->'op'->>'kind', o.kind) = 'redemption.record' and o.at + o.shift_ms < ${before}`;
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c join ops o on o.town = c.town and o.device = c.device
      and o.seq = split_part(c.id, '-', 2)::bigint and split_part(c.id, '-', 3) = ''
    where c.town = ${town} and c.village = ${village} and c.decision is null and c.code <> 'over_limit' and ${redemption}
    union
    select c.id from cases c join case_ops g on g.town = c.town and g.case_id = c.id and g.outcome is null
    join ops o on o.town = c.town and o.device = c.device and o.seq = g.seq
    where c.town = ${town} and (c.village = ${village} or c.village is null) and c.decision is null and ${redemption}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
