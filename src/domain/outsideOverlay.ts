/**
 * Overlays that a newer framework left outside of the town's bounds. They stand as they were published, at the door too, until their
 * village or the town publishes another one: what a village was told does not change without an act of its own. They are named here
 * so that somebody does act.
 */
import type { Day } from './calendar.ts';
import { type OverlayBounds, type OverlayProblem, overlayProblems } from './overlay.ts';
import { inForce, type RuleVersion } from './ruleSet.ts';

export interface OutsideOverlay {
  readonly village: string;
  /** Version of the overlay, and of the framework that leaves it outside. */
  readonly version: number;
  readonly framework: number;
  /** From when on; not before today. */
  readonly from: Day;
  readonly problems: readonly OverlayProblem[];
}

/** The framework that an overlay of this day stands on: the one in force, or the first one there will be. */
export function frameworkOn(versions: readonly RuleVersion[], day: Day): RuleVersion | undefined {
  const framework = inForce(versions, null, day);
  if (framework) return framework;
  const first = versions
    .filter((one) => one.village === null)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))[0];
  return first && inForce(versions, null, first.effectiveFrom);
}

/** What is outside today, and what will be from a day that is known already. In the order of the villages and days. */
export function outsideOverlays(
  versions: readonly RuleVersion[],
  villages: readonly string[],
  bounds: OverlayBounds,
  today: Day,
): readonly OutsideOverlay[] {
  const found: OutsideOverlay[] = [];
  for (const village of villages) {
    const days = versions
      .filter((one) => (one.village === null || one.village === village) && one.effectiveFrom > today)
      .map((one) => one.effectiveFrom);
    let before = '';
    for (const day of [...new Set([today, ...days])].sort()) {
      const overlay = inForce(versions, village, day);
      const framework = frameworkOn(versions, day);
      if (!overlay || !framework) continue;
      const problems = overlayProblems(framework.rules, overlay.rules, bounds);
      const said = JSON.stringify([overlay.version, problems]);
      if (problems.length > 0 && said !== before)
        found.push({ village, version: overlay.version, framework: framework.version, from: day, problems });
      before = said;
    }
  }
  return found;
}
