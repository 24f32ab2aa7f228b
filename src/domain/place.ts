/** Where a household lives, and where it lived when something was recorded (CF-09). */
import type { HouseholdFile, Place } from './household.ts';
import { isNewer } from './newer.ts';

export interface Whereabouts {
  readonly village: string;
  readonly grid: string;
}

/** The place of the newest move by corrected time, references breaking ties; that of the registration (`first`) only without any. */
export function newestPlace(first: Place, moves: readonly Place[]): Place {
  return moves.reduce((best, p) => (best === first || isNewer(p, best) ? p : best), first);
}

/** Where the household lived at an instant (ms): who was right to record there then is judged by it. */
export function placeAt(file: Pick<HouseholdFile, 'village' | 'grid' | 'places'>, at: number): Whereabouts {
  const [first, ...moves] = file.places ?? [];
  if (!first) return { village: file.village, grid: file.grid };
  const { village, grid } = newestPlace(
    first,
    moves.filter((p) => p.at <= at),
  );
  return { village, grid };
}
