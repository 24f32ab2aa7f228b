/** publicity.final (AL-10): the objection days of a month are over with nothing open, so what stands in its list can be spent. */
import { type Kysely, sql } from 'kysely';
import { dayOf } from '../../domain/calendar.ts';
import { must } from '../../domain/must.ts';
import { publicityState } from '../../domain/objection.ts';
import type { Op, OpOf } from '../../domain/op.ts';
import { applied, refused, type Verdict } from '../../domain/verdict.ts';
import type { Database } from '../db/schema.ts';
import type { Batch } from './batch.ts';
import type { Judging } from './judging.ts';
import { stillToCome } from './madeAgain.ts';
import type { Needs } from './needs.ts';
import { keyOf } from './publicity.ts';

/** What waits in the lists of months that are said to be final: the households, and the entries with what reverses them. One query. */
export async function addWaiting(db: Kysely<Database>, batch: Batch, needs: Needs, ops: readonly Op[]): Promise<void> {
  const months = ops.flatMap((op) => (op.kind === 'publicity.final' ? [op.body] : []));
  if (months.length === 0) return;
  const { rows } = await sql<{ key: string; file: string; entry: string }>`
    select k.village || ' ' || k.month as key, p.file, p.entry
    from unnest(${months.map((m) => m.village)}::text[], ${months.map((m) => m.month)}::text[]) as k(village, month)
    join published_entries p on p.town = ${batch.town.town} and p.village = k.village and p.month = k.month
    join entries e on e.town = p.town and e.household = p.file and e.id = p.entry and e.waits
    order by p.file, p.entry`.execute(db);
  for (const { key, file, entry } of rows) {
    needs.households.add(file);
    needs.facts.set(`${file} ${entry}`, { household: file, id: entry });
    const listed = batch.waiting.get(key) ?? new Map<string, readonly string[]>();
    batch.waiting.set(key, listed.set(file, [...(listed.get(file) ?? []), entry]));
  }
}

/**
 * Verdict on it; `at` is its corrected instant, ms. Only what the list says becomes final, in whose file it is by now: who moved keeps it,
 * and what became part of another household hands it on (CF-09). While a restored town waits for somebody, an objection may still come.
 */
export function finishMonth(j: Judging, op: OpOf<'publicity.final'>, ref: string, at: number): Verdict {
  const { village, month } = op.body;
  const key = keyOf(village, month);
  const publicity = must(j.batch.publicity, 'publicity is loaded');
  const list = publicity.lists.get(key);
  if (!list) return refused('unknown_publication', { village, month });
  const awaited = stillToCome(j, village);
  if (awaited !== undefined) return refused('awaiting_devices', { devices: [awaited] });
  const open = publicity.open.get(key)?.size ?? 0;
  if (publicityState(list, open, dayOf(at, j.batch.town.zone_offset_minutes)) !== 'final')
    return refused('month_not_final', { village, month, until: list.until, open });
  const sums = { households: 0, entries: 0, points: 0 };
  for (const [household, ids] of j.batch.waiting.get(key) ?? []) {
    const state = must(j.batch.households.get(household), `household ${household} is loaded`);
    const known = new Set(ids);
    const entries = state.file.entries.filter((e) => e.waits && known.has(e.id)).map(({ id }) => id);
    if (entries.length === 0) continue;
    const before = state.points.waiting;
    j.batch.applyFileEvent({ type: 'entries.final', household, id: ref, month, entries }, null);
    sums.households++;
    sums.entries += entries.length;
    sums.points += before - state.points.waiting;
  }
  const event = { type: 'month.final', ref, village, month, by: op.by, at, ...sums } as const;
  // For the chain alone: no device takes it up, and an older app does not know it.
  j.batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
  j.writes.finals.push({
    ...{ village, month, final_ref: ref, final_at: at },
    ...{ final_households: sums.households, final_entries: sums.entries, final_points: sums.points },
  });
  return applied('ok', sums);
}
