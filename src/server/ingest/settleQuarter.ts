/** quarter.settle (AL-9): what nobody redeemed of a quarter lapses, household by household, once. */
import { dayOf } from '../../domain/calendar.ts';
import { must } from '../../domain/must.ts';
import type { OpOf } from '../../domain/op.ts';
import { freePoints } from '../../domain/points.ts';
import { settleRefusal } from '../../domain/quarter.ts';
import { applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { awaitedIn } from './healing.ts';
import type { Judging } from './judging.ts';
import { policyOf } from './setting.ts';
import { settlingKey } from './settling.ts';

/**
 * Verdict on a settlement; `at` is its corrected instant, ms. Nobody loses more than the lines say, nor anything that a device holds or
 * a reservation keeps. After a restore a settlement that had counted takes the same again once everything lost can be here (SY-14).
 */
export function settleQuarter(j: Judging, op: OpOf<'quarter.settle'>, ref: string, at: number): Verdict {
  const { village, quarter, lines } = op.body;
  const settling = must(j.batch.settling.get(settlingKey(village, quarter)), 'the settlement is loaded');
  const again = j.former?.was(op.seq)?.outcome === 'applied';
  const devices = awaitedIn(j.batch.healing, village, j.people.device.id);
  if (again && devices[0] !== undefined) return held('after_restore', { device: devices[0], was: 'applied' });
  if (devices.length > 0) return refused('awaiting_devices', { devices });
  const waiting = settling.waiting.filter((id) => (j.batch.cases.get(id)?.decision ?? null) === null).length;
  const day = dayOf(at, j.batch.town.zone_offset_minutes);
  const refusal = settling.settled
    ? 'quarter_settled'
    : again
      ? undefined
      : settleRefusal(policyOf(j.setting, village), quarter, day, { settled: false, waiting });
  if (refusal === 'redemptions_wait') return refused(refusal, { count: waiting });
  if (refusal) return refused(refusal);
  let households = 0;
  let sum = 0;
  for (const [household, most] of lines) {
    const state = j.batch.households.get(household);
    if (!state || state.file.village !== village) continue;
    const points = Math.min(most, settling.lapsable.get(household) ?? 0, freePoints(state.points));
    if (points <= 0) continue;
    j.batch.applyFileEvent({ type: 'points.lapsed', household, id: ref, quarter, points, by: op.by, at }, null);
    households++;
    sum += points;
  }
  const event = { type: 'quarter.settled', ref, village, quarter, by: op.by, at, households, points: sum } as const;
  // For the chain alone: no device takes it up, and an older app does not know it.
  j.batch.events.push({ event, village, grid: null, household: null, onlyDevices: [], author: null });
  j.writes.settlements.push({ village, quarter, ref, by_user: op.by, at, households, points: sum });
  settling.settled = true;
  return applied('ok', { households, points: sum });
}
