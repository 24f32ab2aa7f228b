import type { DirectoryRow } from './tablet.ts';

/** Points that a device keeps for reservations of a household (AL-8): they are not given back with what is unspent. For one that is not here it keeps nothing. */
export function keptPoints(row: DirectoryRow | undefined, device: string): number {
  return (row?.reserved ?? []).reduce((sum, one) => sum + (one.device === device ? one.points : 0), 0);
}
