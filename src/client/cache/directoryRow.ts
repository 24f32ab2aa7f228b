/** The directory's line for a household file. */
import type { HouseholdFile } from '../../domain/household.ts';
import { pointsOf } from '../../domain/points.ts';
import { profileOf } from '../../domain/profile.ts';
import { standingReservations } from '../../domain/reservation.ts';
import type { DirectoryRow } from '../engine/tablet.ts';

/** What became of a household that is none any more (CF-09). */
function endOf({ merged, closed }: HouseholdFile): Pick<DirectoryRow, 'ended' | 'into'> {
  if (merged) return { ended: 'merged', into: merged.into };
  return closed ? { ended: 'closed' } : {};
}

/** Reservations whose device is known: the server has taken them. */
function reservedOf(file: HouseholdFile): Pick<DirectoryRow, 'reserved'> {
  const reserved = standingReservations(file).flatMap(({ device, points, until }) =>
    device === undefined || until === undefined ? [] : [{ device, points, until }],
  );
  return reserved.length > 0 ? { reserved } : {};
}

/** Builds the line; `initials` are those of the head. `lastEntry` ignores rejected entries and reversals: nobody was visited for them. */
export function directoryRow(file: HouseholdFile, initials: string): DirectoryRow {
  const profile = profileOf(file);
  let lastEntry = '';
  for (const e of file.entries) {
    if (e.date > lastEntry && e.status !== 'rejected' && !e.reverses) lastEntry = e.date;
  }
  return {
    code: file.code,
    head: profile.head,
    initials,
    doorPlate: profile.doorPlate,
    phoneLast4: profile.phone.slice(-4),
    village: file.village,
    grid: file.grid,
    status: profile.status,
    card: file.card,
    earned: pointsOf(file).earned,
    lastEntry,
    ...endOf(file),
    ...reservedOf(file),
  };
}
