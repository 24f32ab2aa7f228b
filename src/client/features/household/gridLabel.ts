import type { TFunction } from 'i18next';

/** A grid with its village, which many offices write into the grid's name already. */
export function gridLabel(grid: string, village: string, t: TFunction): string {
  return grid.includes(village) ? grid : t('home.gridName', { village, grid });
}
