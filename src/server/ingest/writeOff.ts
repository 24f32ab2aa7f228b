/** AL-5: an office user gives up what a device holds; it is free again for the household, and the shortfall is theirs to answer for. */
import { allowanceLine, remainingRight, writeOff } from '../../domain/allowance.ts';
import type { AllowanceLine } from '../../domain/events/spending.ts';
import type { OpOf } from '../../domain/op.ts';
import { type Actor, inScope } from '../../domain/role.ts';
import { applied, refused, type Verdict } from '../../domain/verdict.ts';
import type { Judging } from './judging.ts';

/**
 * Writes off what the device holds in the actor's scope, or at most the named points of the named households. Applied with what
 * was given up (`points`, `households`), also when that is nothing: the device may have returned it a moment before.
 */
export function judgeWriteOff(
  j: Judging,
  op: OpOf<'allowance.writeoff'>,
  actor: Actor,
  ref: string,
  at: number,
): Verdict {
  const { device, reason } = op.body;
  const known = j.batch.devices.get(device);
  if (!known || (actor.village !== null && known.village !== actor.village)) {
    return refused('unknown_device', { device });
  }
  // Given up as a whole, it is not waited for any longer after a restore; what it holds unknown to this server is written off too.
  const unseen = op.body.lines === undefined && (j.batch.healing?.awaited.delete(device) ?? false);
  if (unseen) j.batch.waived.set(device, ref);
  const most = op.body.lines && new Map(op.body.lines);
  const lines: [string, number][] = [];
  const byPlace = new Map<string, AllowanceLine[]>();
  for (const household of j.batch.householdsOf(device)) {
    const file = j.batch.households.get(household)?.file;
    if (!file || !inScope(actor, file)) continue;
    const account = j.batch.allowance(device, household);
    const points = Math.min(remainingRight(account), most ? (most.get(household) ?? 0) : Infinity);
    if (points <= 0) continue;
    const now = writeOff(account, points, ref);
    j.batch.changeAllowance(device, household, now);
    lines.push([household, points]);
    const place = byPlace.get(file.village) ?? [];
    place.push(allowanceLine(household, now));
    byPlace.set(file.village, place);
  }
  const points = lines.reduce((sum, line) => sum + line[1], 0);
  if (points > 0 || unseen) {
    const event = { type: 'allowance.written_off', ref, device, by: op.by, at, reason, lines } as const;
    j.batch.writeOffs.push(event);
    const village = known.village;
    j.batch.events.push({ event, village, grid: null, household: null, onlyDevices: [device], author: null });
    for (const [place, changed] of byPlace) j.batch.announceRights(device, place, changed);
  }
  return applied('ok', { points, households: lines.length });
}
