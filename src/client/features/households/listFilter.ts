import { create } from 'zustand';
import type { Day } from '../../../domain/calendar.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { visitedThisWeek } from '../home/gridWeek.ts';

export type Show = 'all' | 'mine' | 'open';

/** What the list shows; kept while a file is open, so that coming back finds the same place. */
export interface ListFilter {
  readonly query: string;
  readonly show: Show;
  readonly grid: string | undefined;
  readonly naturalVillage: string | undefined;
  /** Pixels scrolled. */
  readonly offset: number;
}

export const NO_FILTER: ListFilter = {
  query: '',
  show: 'all',
  grid: undefined,
  naturalVillage: undefined,
  offset: 0,
};

export const useListFilter = create<ListFilter>(() => NO_FILTER);

interface Place {
  readonly grids: readonly string[];
  readonly today: Day;
}

/** The lines that the filter lets through. A natural village is known by the beginning of its door plates. */
export function filterRows(
  rows: readonly DirectoryRow[],
  filter: Pick<ListFilter, 'show' | 'grid' | 'naturalVillage'>,
  { grids, today }: Place,
): readonly DirectoryRow[] {
  const { show, grid, naturalVillage } = filter;
  if (show === 'all' && !grid && !naturalVillage) return rows;
  return rows.filter(
    (row) =>
      (show === 'all' || grids.includes(row.grid)) &&
      (show !== 'open' || (row.status === 'active' && row.ended === undefined && !visitedThisWeek(row, today))) &&
      (!grid || row.grid === grid) &&
      (!naturalVillage || row.doorPlate.startsWith(naturalVillage)),
  );
}
