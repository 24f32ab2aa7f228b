/** What a device may see (SY-9): the places of the people who work on it, inside the device's own village. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { loadActors } from '../ingest/setting.ts';

export interface Scope {
  /** Null: the whole town. */
  readonly village: string | null;
  /** Empty: all grids of the village. */
  readonly grids: readonly string[];
}

/** Whether a place is in the scope. */
export function covers({ village, grids }: Scope, place: { readonly village: string; readonly grid: string }): boolean {
  if (village !== null && village !== place.village) return false;
  return grids.length === 0 || grids.includes(place.grid);
}

/** The scope of a device: its village, and the union of its people's grids unless one of them has the whole village. */
export async function scopeOf(db: Kysely<Database>, town: string, device: string): Promise<Scope> {
  const [row, actors] = await Promise.all([
    db
      .selectFrom('devices')
      .select('village')
      .where('town', '=', town)
      .where('id', '=', device)
      .executeTakeFirstOrThrow(),
    loadActors(db, town, device),
  ]);
  const people = [...actors.values()];
  const wide = people.length === 0 || people.some((a) => a.grids.length === 0);
  return { village: row.village, grids: wide ? [] : [...new Set(people.flatMap((a) => a.grids))].sort() };
}
