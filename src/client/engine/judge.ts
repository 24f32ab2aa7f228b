/** The judge as this device asks it (SY-10): its own catalogue, people, rights. */

import type { HouseholdFile } from '../../domain/household.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { decide } from '../../domain/judge/decide.ts';
import { limitsOf } from '../../domain/limit.ts';
import { isHouseholdOp, type Op } from '../../domain/op.ts';
import { placeAt } from '../../domain/place.ts';
import { NO_POINTS, pointsOf } from '../../domain/points.ts';
import { DEFAULT_POLICY } from '../../domain/policy.ts';
import { pricesOf } from '../../domain/price.ts';
import { type Actor, type DeviceKind, mayRecord } from '../../domain/role.ts';
import { APPLIED, held, refused, type Verdict } from '../../domain/verdict.ts';
import type { Catalogue } from '../../protocol/catalogue.ts';

export interface JudgeDesk {
  readonly device: { readonly id: string; readonly kind: DeviceKind };
  readonly catalogue: Catalogue;
  readonly actors: ReadonlyMap<string, Actor>;
}

/** What is judged: the op, its place and instant, and what the device's allowance covers. */
export interface Matter {
  readonly op: Op;
  readonly ref: string;
  /** Instant of recording, ms. */
  readonly at: number;
  /** Points of the allowance before this op. */
  readonly remaining: number;
}

function contextOf(desk: JudgeDesk, file: HouseholdFile | undefined, matter: Matter): JudgeContext {
  const { catalogue } = desk;
  const place = file && placeAt(file, matter.at);
  const village = place?.village ?? '';
  return {
    device: desk.device,
    actor: desk.actors.get(matter.op.by),
    ref: matter.ref,
    at: matter.at,
    zoneOffsetMinutes: catalogue.town.zoneOffsetMinutes,
    ruleVersions: catalogue.rules,
    policy: catalogue.policies[village] ?? DEFAULT_POLICY,
    publishedMonths: new Set(catalogue.months[village] ?? []),
    points: file ? pointsOf(file) : NO_POINTS,
    remaining: matter.remaining,
    ...goodsIn(catalogue),
    ...(place ? { place } : {}),
  };
}

/** A catalogue never changes: its prices and limits are laid out once. */
const laidOut = new WeakMap<Catalogue, Pick<JudgeContext, 'prices' | 'limits'>>();

function goodsIn(catalogue: Catalogue): Pick<JudgeContext, 'prices' | 'limits'> {
  const known = laidOut.get(catalogue);
  if (known) return known;
  const { goods, pastPrices = [], comingPrices } = catalogue;
  const goodsKnown = { prices: pricesOf(goods, pastPrices, comingPrices), limits: limitsOf(goods) };
  laidOut.set(catalogue, goodsKnown);
  return goodsKnown;
}

/** The expected verdict. Ops that concern no single household are only checked for the person's role here. */
export function judge(desk: JudgeDesk, file: HouseholdFile | undefined, matter: Matter): Verdict {
  const { op } = matter;
  if (isHouseholdOp(op)) return decide(file, op, contextOf(desk, file, matter));
  if (op.kind === 'allowance.return') return APPLIED;
  if (op.kind === 'op.adopt') return held('forked', { was: op.body.was });
  const actor = desk.actors.get(op.by);
  if (!actor) return held('no_right', { by: op.by });
  return mayRecord(actor.role, desk.device.kind, op.kind) ? APPLIED : refused('not_allowed', { kind: op.kind });
}

/**
 * Whether an op is worth recording (SY-3, AL-3). What the judge refuses cannot be; only an online redemption is the server's
 * word alone, because this device may not know all points. Goods leave only when the judge here would apply.
 */
export function recordable(op: Op, expected: Verdict): boolean {
  if (op.kind !== 'redemption.record') return expected.outcome !== 'refused';
  return expected.outcome === 'applied' || (op.body.mode === 'online' && expected.code === 'insufficient');
}
