import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Names of staff by user id; ids without a person (devices, carried-over history) are missing. */
export async function namesOf(
  db: Kysely<Database>,
  town: string,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['id', 'name'])
    .where('town', '=', town)
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
