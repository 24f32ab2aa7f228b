import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isRunning, processBirth } from './embedded-process.ts';

const LOCK_FILE = 'server.lock';

const holderSchema = z.object({ pid: z.number().int().positive(), birth: z.string().nullable(), token: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface FolderLock {
  release(): Promise<void>;
}

/** Another living process has the data folder. */
export interface LockedBy {
  readonly heldBy: number;
}

/** Takes the data folder for this process. A lock whose process is gone (SIGKILL, power cut) is taken over. */
export function lockFolder(dataDir: string): Promise<FolderLock | LockedBy> {
  return acquire(join(dataDir, LOCK_FILE));
}

/** Who has the folder now, as far as a living process does. */
export async function lockHolder(dataDir: string): Promise<number | null> {
  const holder = await readHolder(join(dataDir, LOCK_FILE));
  return holder !== null && holder !== 'unreadable' && (await isAlive(holder)) ? holder.pid : null;
}

/** The lock file appears complete or not at all (`link`), so nobody reads half of one. */
async function acquire(file: string): Promise<FolderLock | LockedBy> {
  const mine: Holder = { pid: process.pid, birth: await processBirth(process.pid), token: randomUUID() };
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      if (await linkIfAbsent(draft, file)) return { release: () => release(file, mine.token) };
      const holder = await readHolder(file);
      if (holder === null) continue;
      if (holder !== 'unreadable' && (await isAlive(holder))) return { heldBy: holder.pid };
      await clearStale(file, holder);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes a dead process's lock. Looking and removing are two steps, so only the holder of a lock of its own may do
 * them; otherwise one of two that start together could remove what the other has just put there.
 */
async function clearStale(file: string, stale: Holder | 'unreadable'): Promise<void> {
  const right = await acquire(`${file}.takeover`);
  if ('heldBy' in right) {
    await sleep(5); // Somebody else is at it.
    return;
  }
  const present = await readHolder(file);
  const same =
    typeof present === 'object' && typeof stale === 'object' ? present?.token === stale.token : present === stale;
  if (same) await rm(file, { force: true });
  await right.release();
}

async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function readHolder(file: string): Promise<Holder | 'unreadable' | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    // Only a power cut leaves an empty file: the folder entry reached the disk and its content did not.
    return 'unreadable';
  }
}

/** A pid alone proves little: it may have been given to another process since, above all in a container. */
async function isAlive(holder: Holder): Promise<boolean> {
  if (!(await isRunning(holder.pid))) return false;
  return holder.birth === null || holder.birth === (await processBirth(holder.pid));
}

async function release(file: string, token: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder !== null && holder !== 'unreadable' && holder.token === token) await rm(file, { force: true });
}
