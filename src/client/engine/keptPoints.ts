import type { DirectoryRow } from './tablet.ts';

/**
 * Points that a device keeps for reservations of a household (AL-8): they are not given back with what is unspent. Of a household that is
 * not here nobody knows that but the server, which asks for what should come back.
 */
export function keptPoints(row: DirectoryRow | undefined, device: string): number | undefined {
  return row && (row.reserved ?? []).reduce((sum, one) => sum + (one.device === device ? one.points : 0), 0);
}
