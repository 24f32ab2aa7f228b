/**
 * CF-17: a revoked device hands over what it has and then keeps nothing. At no point is an op or a photo gone that the server
 * does not have, and at no point can a device be used of which a part is gone: all that is precious goes in one transaction.
 * In between it is sealed up: the ops that no confirmed backup has yet stay, for a server that is put back (SY-14).
 */
import type { CacheDb } from '../cache/cacheDb.ts';
import { unsentPhotos } from '../photos/photoStore.ts';
import type { Farewell, FarewellDb } from './farewellDb.ts';
import { type Journal, mustBeMine, sealIdentity } from './journal.ts';
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

async function isHandedOver(db: JournalDb, declined: Declined): Promise<boolean> {
  const { ops, photos } = await leftToHandOver(db, declined);
  return ops + photos === 0;
}

/**
 * Erases what is not needed to hand the ops over once more: the cache, photos, PINs with the data keys in them, news, the names of people. What
 * stays are the ops with their verdicts, sealed under the device's key, and what it proves itself with. False, with nothing
 * precious gone, when something is not handed over. Again changes nothing.
 */
export async function sealUp(journal: Journal, cacheDb: CacheDb, now: number, declined: Declined): Promise<boolean> {
  const { db, identity } = journal;
  if (!(await isHandedOver(db, declined))) return false;
  await cacheDb.drop();
  const nameless = await sealIdentity(journal, { ...identity, users: [] });
  return db.transaction('rw', db.tables, async () => {
    await mustBeMine(journal);
    if (!(await isHandedOver(db, declined))) return false;
    for (const table of [db.photos, db.announced, db.notices, db.pins, db.archive]) await table.clear();
    await db.meta.bulkDelete(['dataKeyId', 'carrying', 'reads', 'forking', 'formerly']);
    await db.meta.put(nameless, 'identity');
    if (!(await db.getMeta('sealedUp'))) await db.meta.put({ at: now }, 'sealedUp');
    return true;
  });
}

/**
 * Wipes a device that has handed over everything and whose ops are all in a confirmed backup (`kept`: up to which own seq). Undefined, with
 * nothing gone, when that is not so. The note comes first, then the cache; then ops, photos, keys and identity in one transaction that
 * looks once more.
 */
export async function wipe(
  journal: Journal,
  cacheDb: CacheDb,
  farewellDb: FarewellDb,
  { kept, now }: { readonly kept: number; readonly now: number },
  declined: Declined,
): Promise<Farewell | undefined> {
  const { db, identity } = journal;
  const isSafe = async () => (await isHandedOver(db, declined)) && kept >= (await mustBeMine(journal)).seq;
  if (!(await isSafe())) return undefined;
  const handedOver = await db.verdicts.filter(({ verdict }) => verdict.code === 'device_revoked').count();
  const farewell = { device: identity.device, townName: identity.town.name, handedOver, at: now };
  await farewellDb.notes.put(farewell, 'last');
  await cacheDb.delete();
  const gone = await db.transaction('rw', db.tables, async () => {
    if (!(await isSafe())) return false;
    for (const table of db.tables) await table.clear();
    return true;
  });
  if (!gone) return undefined;
  db.disown();
  await db.delete();
  return farewell;
}
