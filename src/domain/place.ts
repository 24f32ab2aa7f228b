/** Where a household lives, and where it lived when something was recorded (CF-09). */
import type { HouseholdFile, Place } from './household.ts';

export interface Whereabouts {
  readonly village: string;
  readonly grid: string;
}

/** The place of the newest move by corrected time, references breaking ties; the registration's only without any. */
export function newestPlace(places: readonly Place[]): Place | undefined {
  const [first, ...moves] = places;
  return (
    moves.reduce<Place | undefined>(
      (best, p) => (!best || p.at > best.at || (p.at === best.at && p.ref > best.ref) ? p : best),
      undefined,
    ) ?? first
  );
}

/** Where the household lived at an instant (ms): who was right to record there then is judged by it. */
export function placeAt(file: Pick<HouseholdFile, 'village' | 'grid' | 'places'>, at: number): Whereabouts {
  const [first, ...moves] = file.places ?? [];
  if (!first) return { village: file.village, grid: file.grid };
  const { village, grid } = newestPlace([first, ...moves.filter((p) => p.at <= at)]) ?? first;
  return { village, grid };
}
