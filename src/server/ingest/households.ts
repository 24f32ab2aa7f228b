/** Ops about what becomes of households, and ops of households that became another meanwhile (CF-09). */
import type { HouseholdFile } from '../../domain/household.ts';
import type { JudgeContext } from '../../domain/judge/context.ts';
import { changeEvents, type HouseholdChange } from '../../domain/judge/householdChange.ts';
import { type Routed, routeOf } from '../../domain/judge/route.ts';
import { must } from '../../domain/must.ts';
import type { HouseholdOp, OpKind } from '../../domain/op.ts';
import { freePoints, type Points } from '../../domain/points.ts';
import type { HouseholdState } from './batch.ts';
import type { Judging } from './judging.ts';

const CHANGES: ReadonlySet<OpKind> = new Set([
  'household.merge',
  'household.split',
  'household.move',
  'household.close',
]);

/** Ops whose effects are in more than one file: whoever recorded them hears of them by the feed, as everybody else. */
export function isHouseholdChange(op: HouseholdOp): op is HouseholdChange {
  return CHANGES.has(op.kind);
}

/** Which household an op is about by now (CF-09). */
export function routed(j: Judging, op: HouseholdOp, at: number, choice?: string): Routed {
  return routeOf(op, at, (household) => j.batch.households.get(household)?.file, choice);
}

/** The second household that an op names. */
export function otherOf(j: Judging, { kind, body }: HouseholdOp): HouseholdFile | undefined {
  const code = kind === 'household.merge' ? body.into : kind === 'household.split' ? body.to : undefined;
  return code === undefined ? undefined : j.batch.households.get(code)?.file;
}

/** What is free on a merged household is its successor's (CF-09): it pays what goes beyond the rights that are out. */
export function withSuccessors(j: Judging, { file, points }: HouseholdState): Points {
  let last = file;
  while (last.merged)
    last = must(j.batch.households.get(last.merged.into)?.file, `household ${last.merged.into} is loaded`);
  if (last === file) return points;
  const free = must(j.batch.households.get(last.code), `household ${last.code} is loaded`).points;
  return { ...points, final: points.final + Math.max(0, freePoints(free)) };
}

/** Takes up what an applied op makes of households. */
export function changeHousehold(j: Judging, op: HouseholdChange, ctx: JudgeContext): void {
  const file = must(j.batch.households.get(op.body.household)?.file, `household ${op.body.household} is loaded`);
  for (const event of changeEvents(file, op, ctx)) j.batch.applyFileEvent(event, null);
}
