/**
 * CF-17: a revoked device hands over what it has and then keeps nothing. At no point is an op or a photo gone that the server
 * does not have, and at no point can a device be used of which a part is gone: all that is precious goes in one transaction.
 */
import type { CacheDb } from '../cache/cacheDb.ts';
import { unsentPhotos } from '../photos/photoStore.ts';
import type { Farewell, FarewellDb } from './farewellDb.ts';
import type { Journal } from './journal.ts';
import type { AnnouncedRow, JournalDb } from './journalDb.ts';

export interface HandOver {
  readonly ops: number;
  readonly photos: number;
}

/** A photo that the server declined for good keeps nothing back. */
export type Declined = (row: AnnouncedRow) => boolean;

/** From now on nothing is recorded here: the office has revoked the device. */
export async function noteRevoked({ db }: Journal, now: number): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    if (!(await db.getMeta('revoked'))) await db.meta.put({ at: now }, 'revoked');
  });
}

/** What the server does not have yet: ops without a verdict, and announced photos that are still here. */
export async function leftToHandOver(db: JournalDb, declined: Declined = () => false): Promise<HandOver> {
  const [last, acked, photos] = await Promise.all([
    db.ops.orderBy(':id').lastKey(),
    db.getMeta('acked'),
    unsentPhotos(db),
  ]);
  const wanted = photos.filter((row) => !declined(row));
  const here = await db.photos
    .where(':id')
    .anyOf(wanted.map((row) => row.id))
    .primaryKeys();
  const kept = new Set(here);
  return {
    ops: Math.max(0, (typeof last === 'number' ? last : 0) - (acked?.seq ?? 0)),
    photos: wanted.filter((row) => kept.has(row.id)).length,
  };
}

/**
 * Wipes the device; undefined, with nothing precious gone, when something is not handed over. The note comes first, then the
 * cache, which the server has; then ops, photos, keys and identity in one transaction that looks once more.
 */
export async function wipe(
  journal: Journal,
  cacheDb: CacheDb,
  farewellDb: FarewellDb,
  now: number,
  declined: Declined = () => false,
): Promise<Farewell | undefined> {
  const { db, identity } = journal;
  const done = ({ ops, photos }: HandOver) => ops + photos === 0;
  if (!done(await leftToHandOver(db, declined))) return undefined;
  const handedOver = await db.verdicts.filter(({ verdict }) => verdict.code === 'device_revoked').count();
  const farewell = { device: identity.device, townName: identity.town.name, handedOver, at: now };
  await farewellDb.notes.put(farewell, 'last');
  await cacheDb.delete();
  const gone = await db.transaction('rw', db.tables, async () => {
    if (!done(await leftToHandOver(db, declined))) return false;
    for (const table of db.tables) await table.clear();
    return true;
  });
  if (!gone) return undefined;
  db.disown();
  await db.delete();
  return farewell;
}
