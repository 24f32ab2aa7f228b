/** quarter.settle (AL-9): what nobody redeemed of a quarter lapses, household by household, once. */
import { dayOf } from '../../domain/calendar.ts';
import { must } from '../../domain/must.ts';
import type { OpOf } from '../../domain/op.ts';
import { lapsing, settleRefusal } from '../../domain/quarter.ts';
import { APPLIED, applied, held, refused, type Verdict } from '../../domain/verdict.ts';
import { awaitedIn } from './healing.ts';
import type { Judging } from './judging.ts';
import { countedBefore, stillToCome } from './madeAgain.ts';
import { policyOf } from './setting.ts';
import { newerNow, type Settling, settlingKey } from './settling.ts';

/**
 * Verdict on a settlement; `at` is its corrected instant, ms. Nobody loses more than the lines say, nor anything that a device holds or
 * a reservation keeps. After a restore a settlement that had counted takes the same again once everything lost can be here (SY-14).
 */
export function settleQuarter(j: Judging, op: OpOf<'quarter.settle'>, ref: string, at: number): Verdict {
  const { village, quarter, lines } = op.body;
  const settling = must(j.batch.settling.get(settlingKey(village, quarter)), 'the settlement is loaded');
  const former = countedBefore(j, op);
  if (settling.settled && former) return APPLIED;
  const awaited = former && stillToCome(j, village);
  if (awaited !== undefined) return held('after_restore', { device: awaited, was: 'applied' });
  const problem = former ? undefined : problemOf(j, op, settling, at);
  if (problem) return problem;
  // What it kept for everybody then is in its lines; the policy may be another one now.
  const policy = former ? {} : policyOf(j.setting, village);
  const newer = newerNow(j.batch, settling, quarter);
  let households = 0;
  let sum = 0;
  for (const [household, most] of lines) {
    const state = j.batch.households.get(household);
    if (!state || state.file.village !== village) continue;
    const points = Math.min(most, lapsing(state.points, newer.get(household) ?? 0, policy));
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

/** Why it cannot be settled now. */
function problemOf(j: Judging, op: OpOf<'quarter.settle'>, settling: Settling, at: number): Verdict | undefined {
  const { village, quarter } = op.body;
  const devices = awaitedIn(j.batch.healing, village, j.people.device.id);
  if (devices.length > 0) return refused('awaiting_devices', { devices });
  const waiting = settling.waiting.filter((id) => (j.batch.cases.get(id)?.decision ?? null) === null).length;
  const refusal = settleRefusal(policyOf(j.setting, village), quarter, dayOf(at, j.batch.town.zone_offset_minutes), {
    settled: settling.settled,
    waiting,
  });
  if (refusal === undefined) return undefined;
  return refusal === 'redemptions_wait' ? refused(refusal, { count: waiting }) : refused(refusal);
}
