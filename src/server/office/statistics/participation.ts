import type { VillageStatistics } from '../../../protocol/officeStatistics.ts';
import type { Families } from './places.ts';

/** Households of every village, also of one that has none. */
export function homesOf({ villages, living }: Families): ReadonlyMap<string, number> {
  const homes = new Map(villages.map(({ code }) => [code, 0]));
  for (const { village } of living) homes.set(village, (homes.get(village) ?? 0) + 1);
  return homes;
}

/**
 * How many families took part, by month, of a village, its grids and the other villages. What a merged household did is its successor's.
 * @param active bits of the months in which a household had an approved deed
 */
export function participation(
  families: Families,
  active: ReadonlyMap<string, bigint>,
  months: number,
): (village: string) => Pick<VillageStatistics, 'households' | 'active' | 'activeEver' | 'othersActive' | 'grids'> {
  const bits = new Map<string, bigint>();
  for (const [code, mask] of active) {
    const family = families.familyOf(code);
    bits.set(family, (bits.get(family) ?? 0n) | mask);
  }
  const grids = new Map<string, { village: string; households: number; active: number[]; ever: number }>();
  for (const { code, village, grid } of families.living) {
    const place = grids.get(grid) ?? { village, households: 0, active: new Array<number>(months).fill(0), ever: 0 };
    const mask = bits.get(code) ?? 0n;
    place.households += 1;
    if (mask !== 0n) place.ever += 1;
    for (let m = 0; m < months; m++) if ((mask >> BigInt(m)) & 1n) place.active[m] = (place.active[m] ?? 0) + 1;
    grids.set(grid, place);
  }
  const all = [...grids].sort(([a], [b]) => (a < b ? -1 : 1));
  return (village) => {
    const own = all.filter(([, g]) => g.village === village);
    const rest = all.filter(([, g]) => g.village !== village);
    const sum = (list: typeof all, of: (g: (typeof all)[number][1]) => number) =>
      list.reduce((n, [, g]) => n + of(g), 0);
    const others = sum(rest, (g) => g.households);
    const byMonth = (list: typeof all) => Array.from({ length: months }, (_, m) => sum(list, (g) => g.active[m] ?? 0));
    return {
      households: sum(own, (g) => g.households),
      active: byMonth(own),
      activeEver: sum(own, (g) => g.ever),
      othersActive: others === 0 ? null : byMonth(rest).map((n) => n / others),
      grids: own.map(([grid, g]) => ({ grid, households: g.households, active: g.active })),
    };
  };
}
