/** Who of this device's people opened which notice. It stays here; the server hears how many (SyncRequest `status.reads`). */
import type { JournalDb } from './journalDb.ts';

/** More notices than are in force at a time; what is older is forgotten. */
const KEPT_MAX = 100;

export interface NoticeReads {
  /** Ids of people by the notice's id, the oldest first. */
  readonly by: Readonly<Record<string, readonly string[]>>;
  /** What the server has heard, and in which of its histories (SY-14). */
  readonly said: { readonly epoch: string; readonly readers: Readonly<Record<string, number>> };
}

const NONE: NoticeReads = { by: {}, said: { epoch: '', readers: {} } };

/** Notes that a person opened a notice; false when that was noted before. */
export async function noteRead(db: JournalDb, notice: string, user: string): Promise<boolean> {
  return db.transaction('rw', db.meta, async () => {
    const reads = (await db.getMeta('reads')) ?? NONE;
    const known = reads.by[notice] ?? [];
    if (known.includes(user)) return false;
    const kept = Object.entries(reads.by).filter(([id]) => id !== notice);
    const by = Object.fromEntries([...kept, [notice, [...known, user]] as const].slice(-KEPT_MAX));
    await db.meta.put({ ...reads, by }, 'reads');
    return true;
  });
}

/** How many people opened each notice, of those of which the server has not heard it. */
export async function readsToSay(db: JournalDb): Promise<[notice: string, readers: number][]> {
  const reads = await db.getMeta('reads');
  if (!reads) return [];
  const said = reads.said.epoch === (await db.getMeta('epoch')) ? reads.said.readers : {};
  return Object.entries(reads.by).flatMap(([id, people]): [string, number][] =>
    people.length > (said[id] ?? 0) ? [[id, people.length]] : [],
  );
}

/** The server has heard it. */
export async function noteSaid(
  db: JournalDb,
  heard: readonly (readonly [notice: string, readers: number])[],
  epoch: string,
): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const reads = await db.getMeta('reads');
    if (!reads) return;
    const before = reads.said.epoch === epoch ? reads.said.readers : {};
    const all = { ...before, ...Object.fromEntries(heard) };
    const readers = Object.fromEntries(Object.entries(all).filter(([id]) => id in reads.by));
    await db.meta.put({ ...reads, said: { epoch, readers } }, 'reads');
  });
}
