import type { Sheet } from './table.ts';
import { comparable } from './text.ts';

/** A roll's title and the like stand in its first rows. */
const TITLE_ROWS = 5;

/** The year in which a roll was made, as its title says (填报日期：2022年3月28日); undefined when it says none. */
export function yearInTitle(sheets: readonly Sheet[]): number | undefined {
  const years = sheets.flatMap(({ rows }) =>
    rows
      .slice(0, TITLE_ROWS)
      .flatMap(({ cells }) => cells.flatMap((cell) => [...comparable(cell).matchAll(/(?<!\d)(20\d\d)年/g)]))
      .map(([, year]) => Number(year)),
  );
  return years.length === 0 ? undefined : Math.max(...years);
}
