import { type Day, mondayOf } from '../../../domain/calendar.ts';
import { countsTowardsCap, reversedIds } from '../../../domain/points.ts';
import type { Tablet } from '../../engine/tablet.ts';

const READ_AT_ONCE = 50;

/** The households of a list that were scored under an item in the week of `today`, by any worker. */
export async function scoredThisWeek(
  tablet: Pick<Tablet, 'openFile'>,
  codes: readonly string[],
  rule: string,
  today: Day,
): Promise<ReadonlySet<string>> {
  const monday = mondayOf(today);
  const scored = new Set<string>();
  for (let i = 0; i < codes.length; i += READ_AT_ONCE) {
    const views = await Promise.all(codes.slice(i, i + READ_AT_ONCE).map((code) => tablet.openFile(code)));
    for (const view of views) {
      if (!view) continue;
      const reversed = reversedIds(view.file.entries);
      if (view.file.entries.some((e) => e.rule === rule && e.date >= monday && countsTowardsCap(e, reversed))) {
        scored.add(view.file.code);
      }
    }
  }
  return scored;
}
