import { type Day, mondayOf } from '../../../domain/calendar.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';

export interface GridWeek {
  readonly total: number;
  readonly visited: number;
  /** Households at home that nobody has scored this week, the longest forgotten first. */
  readonly open: readonly DirectoryRow[];
}

/** True when any worker scored the household in the week of `today`. */
export function visitedThisWeek(row: Pick<DirectoryRow, 'lastEntry'>, today: Day): boolean {
  return row.lastEntry >= mondayOf(today);
}

/** Who was visited this week in some grids. Households that are away are not waited for. */
export function gridWeek(rows: readonly DirectoryRow[], grids: readonly string[], today: Day): GridWeek {
  const mine = rows.filter((row) => grids.includes(row.grid) && row.status === 'active' && row.ended === undefined);
  const open = mine.filter((row) => !visitedThisWeek(row, today));
  open.sort((a, b) => (a.lastEntry < b.lastEntry ? -1 : a.lastEntry > b.lastEntry ? 1 : a.code < b.code ? -1 : 1));
  return { total: mine.length, visited: mine.length - open.length, open };
}
