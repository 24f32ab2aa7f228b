/** Which photos have arrived, and who may look at them. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../db/schema.ts';

export interface ArrivedPhoto {
  readonly town: string;
  readonly id: string;
  readonly household: string;
  readonly op: string;
  readonly device: string;
  readonly bytes: number;
}

/** Size of a household's photo when it has arrived, bytes. */
export async function arrivedBytes(
  db: Kysely<Database>,
  photo: Pick<ArrivedPhoto, 'town' | 'id' | 'household'>,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('photos')
    .select('bytes')
    .where('town', '=', photo.town)
    .where('id', '=', photo.id)
    .where('household', '=', photo.household)
    .executeTakeFirst();
  return row?.bytes;
}

/** Notes that a photo has arrived; the second time changes nothing. */
export async function noteArrival(db: Kysely<Database>, photo: ArrivedPhoto): Promise<void> {
  await db
    .insertInto('photos')
    .values(photo)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether a photo belongs to a household of this village; of any village when it is null. */
export async function photoInScope(
  db: Kysely<Database>,
  town: string,
  village: string | null,
  id: string,
): Promise<boolean> {
  let query = db
    .selectFrom('photos as p')
    .innerJoin('households as h', (join) => join.onRef('h.town', '=', 'p.town').onRef('h.code', '=', 'p.household'))
    .select('p.id')
    .where('p.town', '=', town)
    .where('p.id', '=', id);
  if (village !== null) query = query.where('h.village', '=', village);
  return (await query.executeTakeFirst()) !== undefined;
}

/**
 * Of the photos that entries announce, those that are here: ids by household, and by the op that announced them, because its
 * entry may have gone to another household meanwhile (CF-09).
 */
export async function arrivedPhotos(
  db: Kysely<Database>,
  town: string,
  entries: readonly { readonly household: string; readonly photos: readonly string[] | null }[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const ids = entries.flatMap((entry) => entry.photos ?? []);
  const here = new Map<string, Set<string>>();
  if (ids.length === 0) return here;
  const rows = await db
    .selectFrom('photos')
    .select(['household', 'id', 'op'])
    .where('town', '=', town)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
  for (const { household, id, op } of rows)
    for (const key of [household, op]) here.set(key, (here.get(key) ?? new Set()).add(id));
  return here;
}
