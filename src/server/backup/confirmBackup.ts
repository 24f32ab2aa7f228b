/** SY-14: a backup counts once its file was read again and found whole. From then on devices may forget old ops it contains. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { BackupSummary } from './backupFormat.ts';

/** Own ops of each device that a backup contains, by device. */
export type DevicePlaces = ReadonlyMap<string, number>;

/**
 * Notes what is safe now. Does nothing when the town's history was put back since the snapshot: the backup is then one of another
 * epoch, and what it contains must not be relied on.
 */
export async function confirmBackup(
  db: Kysely<Database>,
  { head }: BackupSummary,
  places: DevicePlaces,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const noted = await trx
      .updateTable('towns')
      .set({ backed_up_at: new Date(head.at) })
      .where('town', '=', head.town)
      .where('epoch', '=', head.epoch)
      .executeTakeFirst();
    if (noted.numUpdatedRows === 0n) return false;
    await sql`update devices d set backed_up_seq = greatest(d.backed_up_seq, x.seq)
      from unnest(${[...places.keys()]}::text[], ${[...places.values()]}::bigint[]) as x(id, seq)
      where d.town = ${head.town} and d.id = x.id`.execute(trx);
    return true;
  });
}
