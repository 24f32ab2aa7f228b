/** Whether a new version of rules may be published: the next of its place, not for days that have passed, within the town's bounds. */
import { dayOf } from '../../domain/calendar.ts';
import type { OpBodies, OpOf } from '../../domain/op.ts';
import { frameworkOn } from '../../domain/outsideOverlay.ts';
import { boundsOf, overlayProblems } from '../../domain/overlay.ts';
import { refused, type Verdict } from '../../domain/verdict.ts';
import type { Judging } from './judging.ts';

type Published = OpBodies['rules.publish'];

/**
 * What is to be written, or why it is not. A framework is never judged by the overlays that it leaves outside: those are flagged
 * (outsideOverlay.ts). The office's own machine may publish for the past, because it brings history. What had been applied before a
 * restore is applied again, behind whatever has taken its number meanwhile (SY-14).
 */
export function judgeRules(
  j: Judging,
  op: OpOf<'rules.publish'>,
  at: number,
): { readonly published: Published; readonly problem?: Verdict } {
  const published = op.body;
  const { village, version, effectiveFrom, rules } = published;
  const newest = Math.max(0, ...j.setting.ruleVersions.filter((v) => v.village === village).map((v) => v.version));
  if (j.former?.was(op.seq)?.outcome === 'applied') {
    const taken = j.setting.ruleVersions.some((v) => v.village === village && v.version === version);
    return { published: taken ? { ...published, version: newest + 1 } : published };
  }
  const no = (problem: Verdict) => ({ published, problem });
  if (version !== newest + 1) return no(refused('stale_version', { version, newest }));
  const today = dayOf(at, j.batch.town.zone_offset_minutes);
  if (j.people.device.kind !== 'console' && effectiveFrom < today)
    return no(refused('effective_past', { from: effectiveFrom, today }));
  if (village === null) return { published };
  const framework = frameworkOn(j.setting.ruleVersions, effectiveFrom)?.rules ?? [];
  const [first] = overlayProblems(framework, rules, boundsOf(j.setting.policies.get('')));
  if (!first) return { published };
  const { item, field, code, limit } = first;
  return no(refused('outside_bounds', { item, field, problem: code, ...(limit === undefined ? {} : { limit }) }));
}
