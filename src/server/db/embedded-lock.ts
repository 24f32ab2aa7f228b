import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, processBirth } from './embedded-process.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), birth: z.string().nullable(), token: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface FolderLock {
  release(): Promise<void>;
}

/** Another living process has the data folder. */
export interface LockedBy {
  readonly heldBy: number;
}

/**
 * Takes the data folder for this process. A lock whose process is gone (SIGKILL, power cut) is taken over.
 *
 * The lock file appears complete or not at all (`link`), so nobody reads half of one. A takeover moves the old file
 * away first and looks at what it moved: if somebody else took over in between, theirs is put back.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock | LockedBy> {
  const file = join(dataDir, 'server.lock');
  const mine: Holder = { pid: process.pid, birth: await processBirth(process.pid), token: randomUUID() };
  const draft = `${file}.${mine.token}`;
  await writeFile(draft, `${JSON.stringify(mine)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      if (await linkIfAbsent(draft, file)) return { release: () => release(file, mine.token) };
      const holder = await readHolder(file);
      if (holder === 'gone') continue;
      if (holder !== 'unreadable' && (await isAlive(holder))) return { heldBy: holder.pid };
      await setAside(file, holder === 'unreadable' ? null : holder.token, `${draft}.stale`);
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Who has the folder now, as far as a living process does. */
export async function lockHolder(dataDir: string): Promise<number | null> {
  const holder = await readHolder(join(dataDir, 'server.lock'));
  return typeof holder === 'object' && (await isAlive(holder)) ? holder.pid : null;
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

async function readHolder(file: string): Promise<Holder | 'gone' | 'unreadable'> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return 'gone';
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

async function setAside(file: string, token: string | null, aside: string): Promise<void> {
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (typeof moved === 'object' && moved.token !== token) await linkIfAbsent(aside, file);
  await rm(aside, { force: true });
}

async function release(file: string, token: string): Promise<void> {
  const holder = await readHolder(file);
  if (typeof holder === 'object' && holder.token === token) await rm(file, { force: true });
}
