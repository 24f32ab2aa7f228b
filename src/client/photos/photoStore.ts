/** Photos in the journal: sealed under the device key, durable before an op announces them, dropped long after they were sent. */
import { isJpeg, PHOTO_BYTES_MAX } from '../../protocol/photo.ts';
import type { Journal } from '../journal/journal.ts';
import type { AnnouncedRow, JournalDb } from '../journal/journalDb.ts';
import { type Bytes, openBytes, sealBytes } from '../seal/sealing.ts';

const DAY_MS = 86_400_000;
/** As long as applied ops are kept at least (SY-14). */
const SENT_MS_MAX = 30 * DAY_MS;
/** A photo that no op announced within a day was taken and not saved. */
const UNUSED_MS_MAX = DAY_MS;

/** A file that is not kept as a photo. */
export class PhotoRefusedError extends Error {
  readonly reason: 'not-jpeg' | 'too-large';
  constructor(reason: PhotoRefusedError['reason']) {
    super(`photo refused: ${reason}`);
    this.reason = reason;
  }
}

/** The id is part of what is sealed: one photo cannot be put in another's place. */
function contextOf(id: string): string {
  return `photo:${id}`;
}

/**
 * Keeps a photo; resolves with its id when it is durable. The same photo again changes nothing.
 * @param at now, ms
 * @throws PhotoRefusedError, or what IndexedDB throws
 */
export async function keepPhoto({ db, crypto, keys }: Journal, jpeg: Bytes, at: number): Promise<string> {
  if (!isJpeg(jpeg)) throw new PhotoRefusedError('not-jpeg');
  if (jpeg.length > PHOTO_BYTES_MAX) throw new PhotoRefusedError('too-large');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', jpeg));
  const id = Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const sealed = await sealBytes(crypto, keys.journal, contextOf(id), jpeg);
  await db.photos.put({ id, at, sealed });
  return id;
}

/** The JPEG file of a photo; undefined when it is not here (any more). Throws SealBrokenError. */
export async function readPhoto({ db, crypto, keys }: Journal, id: string): Promise<Bytes | undefined> {
  const row = await db.photos.get(id);
  return row && openBytes(crypto, keys.journal, contextOf(id), row.sealed);
}

/** Announced photos that the server has not, oldest op first. What a refused op announced is wanted by nobody. */
export async function unsentPhotos(db: JournalDb): Promise<readonly AnnouncedRow[]> {
  const rows = await db.announced.where('sent').equals(0).sortBy('seq');
  const verdicts = await db.verdicts.bulkGet(rows.map((row) => row.seq));
  return rows.filter((_, i) => verdicts[i]?.verdict.outcome !== 'refused');
}

/** Of those, the ones whose op the server knows: only they are taken. */
export async function sendablePhotos(db: JournalDb): Promise<readonly AnnouncedRow[]> {
  const rows = await unsentPhotos(db);
  const verdicts = await db.verdicts.bulkGet(rows.map((row) => row.seq));
  // Ops under an identity before a fork are there when they were not taken along.
  return rows.filter((row, i) => row.op !== undefined || verdicts[i] !== undefined);
}

/** Notes that the server has the photo. `at` is now, ms. */
export async function photoSent(db: JournalDb, row: AnnouncedRow, at: number): Promise<void> {
  await db.announced.put({ ...row, sent: 1, at });
}

/** Drops photos that were sent 30 days ago, and those that were taken and never saved with a deed. */
export async function dropOldPhotos(db: JournalDb, now: number): Promise<void> {
  await db.transaction('rw', [db.photos, db.announced], async () => {
    await db.announced
      .where('sent')
      .equals(1)
      .and((row) => row.at < now - SENT_MS_MAX)
      .delete();
    const announced = new Set((await db.announced.toArray()).map((row) => row.id));
    // Keys first: a row carries the whole file.
    for (const id of await db.photos.toCollection().primaryKeys()) {
      if (announced.has(id)) continue;
      const row = await db.photos.get(id);
      if (row && row.at < now - UNUSED_MS_MAX) await db.photos.delete(id);
    }
  });
}
