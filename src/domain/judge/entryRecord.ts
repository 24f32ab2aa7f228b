/** Judging a deed: CF-02 to CF-06, CF-15, CF-18. */
import { addDays, dayOf, monthOf } from '../calendar.ts';
import { capRoom } from '../cap.ts';
import type { HouseholdFile } from '../household.ts';
import type { OpOf } from '../op.ts';
import { waitsForMonth } from '../policy.ts';
import { pointsFor } from '../rule.ts';
import { rulesOn } from '../ruleSet.ts';
import { type AppliedCode, applied, type HeldCode, held, type Verdict, type VerdictParams } from '../verdict.ts';
import type { JudgeContext } from './context.ts';

/**
 * Verdict on a deed. Order of the checks: date, rule, value, cap; the first reason to hold is the one that is shown.
 * Params of an applied deed: `status` when approved by rule at once, `waits` (1) when its
 * points wait for their month all the same (AL-10), `points` and `was` when recomputed, `late`, `oldCard`.
 */
export function judgeEntry(file: HouseholdFile, op: OpOf<'entry.record'>, ctx: JudgeContext): Verdict {
  const { body } = op;
  const waived = (code: HeldCode) => ctx.waived?.has(code) ?? false;
  const today = dayOf(ctx.at, ctx.zoneOffsetMinutes);
  if (body.date > today && !waived('date_future')) return held('date_future', { date: body.date, today });
  const oldest = addDays(today, -ctx.policy.deedDaysBack);
  if (body.date < oldest && !waived('date_too_old')) return held('date_too_old', { date: body.date, oldest });

  const rule = rulesOn(ctx.ruleVersions, file.village, body.date).get(body.rule);
  if (!rule?.enabled && !waived('rule_off')) return held('rule_off', { rule: body.rule, date: body.date });

  let points = body.points;
  if (rule) {
    const value = pointsFor(rule, body);
    if (value.ok) points = value.points;
    else if (!waived('points_out_of_range'))
      return held('points_out_of_range', { rule: rule.code, points: body.points });

    const room = capRoom(rule, file.entries, body.date, body.member);
    const competing = room.competing.map((e) => e.id);
    if ((room.times < 1 || room.points < 1) && !waived('over_cap')) {
      return held('over_cap', { rule: rule.code, competing });
    }
    if (Math.abs(points) > room.points && room.points > 0 && !waived('over_cap_part')) {
      return held('over_cap_part', { rule: rule.code, points, allowed: Math.sign(points) * room.points, competing });
    }
  }
  return verdictOfApplied(file, op, ctx, points, rule?.review === 'auto');
}

function verdictOfApplied(
  file: HouseholdFile,
  { body }: OpOf<'entry.record'>,
  ctx: JudgeContext,
  points: number,
  auto: boolean,
): Verdict {
  const params: Record<string, VerdictParams[string]> = {};
  let code: AppliedCode = 'ok';
  if (auto) params.status = 'approved';
  if (body.card !== undefined && body.card < file.card) {
    code = 'old_card';
    params.oldCard = body.card;
  }
  if (ctx.publishedMonths.has(monthOf(body.date))) {
    code = 'late';
    params.late = monthOf(body.date);
  }
  if (auto && waitsForMonth(ctx.policy, points)) params.waits = 1;
  if (points !== body.points) {
    code = 'recomputed';
    params.points = points;
    params.was = body.points;
  }
  return applied(code, params);
}
