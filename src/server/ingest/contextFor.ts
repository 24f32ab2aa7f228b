/** What the judge needs to know besides the household file. */
import { claimable, remainingRight } from '../../domain/allowance.ts';
import { tellsOnly } from '../../domain/judge/caseDecision.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import type { Routed } from '../../domain/judge/route.ts';
import type { HouseholdOp } from '../../domain/op.ts';
import { placeAt } from '../../domain/place.ts';
import { NO_POINTS } from '../../domain/points.ts';
import type { Policy } from '../../domain/policy.ts';
import { parseRef } from '../../domain/ref.ts';
import type { Actor } from '../../domain/role.ts';
import type { HeldCode, Verdict } from '../../domain/verdict.ts';
import { awaitedIn } from './healing.ts';
import { otherOf, withSuccessors } from './households.ts';
import type { Judging } from './judging.ts';
import { reservingFor } from './reserve.ts';
import { policyOf } from './setting.ts';

/** What a person lets count from before a fork draws on free points alone, as far as they reach (AL-2). */
const FREE_POINTS_DECIDE: ReadonlySet<HeldCode> = new Set(['over_allowance']);

/** What the judge needs besides the file, for an op of a device that is about `about` by now. */
export function contextFor(
  j: Judging,
  op: HouseholdOp,
  about: Routed,
  device: JudgeContext['device'],
  actor: Actor | undefined,
  ref: string,
  at: number,
): JudgeContext {
  const named = j.batch.households.get(op.body.household)?.file;
  const place = named && placeAt(named, at);
  const village = place?.village ?? '';
  const state = j.batch.households.get(about.op.body.household);
  const before = appliedBefore(j, op, ref);
  // The device holds rights for the household that it named, and knows of no others.
  const account = about.params ? undefined : j.batch.allowance(device.id, op.body.household);
  const writtenOff = account && claimable(account);
  return {
    device,
    actor,
    ref,
    at,
    zoneOffsetMinutes: j.batch.town.zone_offset_minutes,
    ruleVersions: j.setting.ruleVersions,
    policy: policyThen(policyOf(j.setting, village), before),
    publishedMonths: closedThen(before) ?? j.setting.months.get(village) ?? new Set(),
    points: state ? withSuccessors(j, state) : NO_POINTS,
    remaining: account && !j.adopted ? remainingRight(account) : 0,
    prices: j.setting.prices,
    limits: j.setting.limits,
    ...(state && about.op.kind === 'reservation.record'
      ? { reserving: reservingFor(j, about.op, state, device, at) }
      : {}),
    awaited: awaitedIn(j.batch.healing, village, lostIsHere(j, ref) ? device.id : undefined),
    ...(writtenOff && !j.adopted ? { writtenOff } : {}),
    ...(waitsFor(j, about.op) ? { receiptWaits: true } : {}),
    ...reviewedBefore(j, op),
    ...(j.adopted ? { waived: FREE_POINTS_DECIDE } : {}),
    ...(place ? { place } : {}),
    other: otherOf(j, op),
  };
}

/** SY-14: a first consent is no decision when it comes back, and a decision takes no second person again. */
function reviewedBefore(j: Judging, op: HouseholdOp): Pick<JudgeContext, 'before'> {
  const was = op.kind === 'entry.review' ? j.former?.was(op.seq) : undefined;
  return was?.outcome === 'applied' ? { before: was.code } : {};
}

/** SY-14: what the pushing device's own op had been before a restore, when it counted. */
function appliedBefore(j: Judging, op: HouseholdOp, ref: string): Verdict | undefined {
  const own = parseRef(ref);
  if (own?.device !== j.people.device.id || own.seq !== op.seq) return undefined;
  const was = j.former?.was(op.seq);
  return was?.outcome === 'applied' ? was : undefined;
}

/** SY-14: what came in time for the list of its month is in time again, and what had come too late is late again (CF-06). */
function closedThen(was: Verdict | undefined): ReadonlySet<string> | undefined {
  return was && new Set(typeof was.params?.late === 'string' ? [was.params.late] : []);
}

/** SY-14: what had to wait for its month waits again, and what could be spent at once can be so again, whatever the policy is by now (AL-10). */
function policyThen(policy: Policy, was: Verdict | undefined): Policy {
  return was ? { ...policy, redeemableWhenFinal: was.params?.waits !== undefined } : policy;
}

/** CF-27: whether the receipt whose place the op takes waits in a Case of its own. */
function waitsFor(j: Judging, op: HouseholdOp): boolean {
  const receipt = op.kind === 'redemption.record' ? op.body.instead : undefined;
  const open = receipt === undefined ? undefined : j.batch.cases.get(receipt);
  return open !== undefined && !tellsOnly(open.code) && open.decision === null;
}

/** Ops come in order: behind the last one that had a verdict, all that the device lost is here. */
function lostIsHere(j: Judging, ref: string): boolean {
  const { former, people } = j;
  const target = parseRef(ref);
  return former !== undefined && target?.device === people.device.id && target.seq > former.judgedSeq;
}
