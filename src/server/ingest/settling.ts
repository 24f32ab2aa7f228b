/** What settling a quarter takes (AL-9): whether it was done, what waits, and what each household may lose at most. */
import { type Kysely, sql } from 'kysely';
import { addDays, startOfDay } from '../../domain/calendar.ts';
import type { Op } from '../../domain/op.ts';
import { freeLeftOver, quarterDays } from '../../domain/quarter.ts';
import type { Database } from '../db/schema.ts';
import { loadMerged } from '../office/quarter/families.ts';
import { newerPoints } from '../office/quarter/quarterFigures.ts';
import type { Batch } from './batch.ts';

export interface Settling {
  settled: boolean;
  /** Open Cases with redemptions up to the quarter's end. */
  readonly waiting: readonly string[];
  /** By household: what is free of the points of deeds up to the quarter's end; those who have nothing are not in it. */
  readonly lapsable: ReadonlyMap<string, number>;
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
  const [settled, waiting, counters, newer] = await Promise.all([
    db
      .selectFrom('settled_quarters')
      .select('ref')
      .where('town', '=', town)
      .where('village', '=', village)
      .where('quarter', '=', quarter)
      .executeTakeFirst(),
    waitingRedemptions(db, town, village, before),
    db
      .selectFrom('households')
      .select(['code', 'final', 'redeemed', 'allotted'])
      .where('town', '=', town)
      .where('village', '=', village)
      .where(sql<boolean>`final - redeemed - allotted > 0`)
      .execute(),
    newerPoints(town, quarter, null).execute(db),
  ]);
  const later = new Map<string, number>();
  for (const { household, points } of newer.rows) {
    const family = families.familyOf(household);
    later.set(family, (later.get(family) ?? 0) + points);
  }
  const lapsable = counters.flatMap(({ code, ...points }) => {
    const free = freeLeftOver(points, later.get(code) ?? 0);
    return free > 0 ? [[code, free] as const] : [];
  });
  return { settled: settled !== undefined, waiting, lapsable: new Map(lapsable) };
}

/** Open Cases of a village with a redemption of before an instant (ms), one by one and in Cases of several; what only tells is none. */
async function waitingRedemptions(
  db: Kysely<Database>,
  town: string,
  village: string,
  before: number,
): Promise<readonly string[]> {
  const redemption = sql`coalesce(o.body->'op'->>'kind', o.kind) = 'redemption.record' and o.at + o.shift_ms < ${before}`;
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c join ops o on o.town = c.town and o.device = c.device
      and c.id = o.device || '-' || lpad(o.seq::text, 6, '0')
    where c.town = ${town} and c.village = ${village} and c.decision is null and c.code <> 'over_limit' and ${redemption}
    union
    select c.id from cases c join case_ops g on g.town = c.town and g.case_id = c.id and g.outcome is null
    join ops o on o.town = c.town and o.device = c.device and o.seq = g.seq
    where c.town = ${town} and (c.village = ${village} or c.village is null) and c.decision is null and ${redemption}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
