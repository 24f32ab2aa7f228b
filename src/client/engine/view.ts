/** View = server state ⊕ own pending ops (SY-10), through the functions that the server settles with. */
import { mergeCounters, remainingRight } from '../../domain/allowance.ts';
import { apply, newFile } from '../../domain/apply.ts';
import type { HouseholdFile } from '../../domain/household.ts';
import { effects, householdOf } from '../../domain/judge/effects.ts';
import { isHouseholdOp } from '../../domain/op.ts';
import { pointsOf } from '../../domain/points.ts';
import { earmarkedOn } from '../../domain/reservation.ts';
import type { Verdict } from '../../domain/verdict.ts';
import type { AllowanceRow } from '../journal/journalDb.ts';
import type { OwnOp } from '../journal/ownOps.ts';
import { type JudgeDesk, judge } from './judge.ts';
import type { FileView } from './tablet.ts';

function verdictOn(
  desk: JudgeDesk,
  file: HouseholdFile | undefined,
  own: OwnOp,
  remaining: number,
): Verdict | undefined {
  if (own.verdict) return own.verdict;
  if (!own.op) return undefined;
  // The journal debited a redemption when it was recorded: to the judge it stands before the debit.
  const spends = own.op.kind === 'redemption.record' && own.op.body.mode === 'allowance' ? own.op.body.points : 0;
  return judge(desk, file, { op: own.op, ref: own.ref, at: own.at, remaining: remaining + spends });
}

/** The file after own ops, in their order; each by its verdict, or by the one the judge here expects. */
export function withOwnOps(
  stored: HouseholdFile | undefined,
  ops: readonly OwnOp[],
  desk: JudgeDesk,
  remaining: number,
): HouseholdFile | undefined {
  const zoneOffsetMinutes = desk.catalogue.town.zoneOffsetMinutes;
  let file = stored;
  for (const own of ops) {
    const verdict = verdictOn(desk, file, own, remaining);
    if (!own.op || !isHouseholdOp(own.op) || verdict?.outcome !== 'applied') continue;
    // Recorded for this household, counted for another one by now (CF-09).
    if (file && householdOf(own.op, verdict) !== file.code) continue;
    for (const event of effects(file, own.op, verdict, { ref: own.ref, at: own.at, zoneOffsetMinutes })) {
      if (file) file = apply(file, event);
      else if (event.type === 'household.registered') file = newFile(event);
    }
  }
  return file;
}

/**
 * The view of one household. `uncounted` are own ops that the stored file does not count; `others` are further own ops of the
 * household that still wait (for a verdict or for a decision).
 */
export function fileView(
  stored: HouseholdFile | undefined,
  uncounted: readonly OwnOp[],
  others: readonly OwnOp[],
  desk: JudgeDesk,
  right: AllowanceRow | undefined,
): FileView | undefined {
  const remaining = right ? Math.max(0, remainingRight(right)) : 0;
  const shown = withOwnOps(stored, uncounted, desk, remaining);
  if (!shown) return undefined;
  const device = desk.device.id;
  const counters = right && mergeCounters(shown.allowances[device], right);
  const file = counters
    ? {
        ...shown,
        allowances: {
          ...shown.allowances,
          [device]: counters,
        },
      }
    : shown;
  const own = [...uncounted, ...others];
  return {
    file,
    points: pointsOf(file),
    remaining,
    earmarked: Math.min(remaining, earmarkedOn(file, device)),
    pending: new Set(own.filter((o) => !o.verdict).map((o) => o.ref)),
    held: new Map(own.flatMap((o) => (o.waiting && o.verdict ? [[o.ref, o.verdict] as const] : []))),
  };
}
