import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { RollPlace } from './planRoll.ts';

/** What the town has of a village, for a roll; `isNew` for one that it does not have yet. */
export async function rollPlace(
  db: Kysely<Database>,
  town: string,
  village: RollPlace['village'],
  isNew: boolean,
): Promise<RollPlace> {
  const [grids, rows] = await Promise.all([
    db
      .selectFrom('grids')
      .select(['code', 'name', 'natural_villages as naturalVillages'])
      .where('town', '=', town)
      .where('village', '=', village.code)
      .orderBy('code')
      .execute(),
    db
      .selectFrom('households')
      .select(['code', 'grid', 'base', 'edits', 'lineage'])
      .where('town', '=', town)
      .where('village', '=', village.code)
      .orderBy('code')
      .execute(),
  ]);
  return {
    village,
    grids: isNew ? null : grids,
    existing: rows.map(({ lineage, ...row }) => ({ ...row, ...lineage })),
  };
}
