import { chown, lstat, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The user the database runs as when the server itself is root: PostgreSQL refuses to run as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` on Linux. */
const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };

/**
 * Who must run the database on this folder: `null` for "whoever we are" (a normal user, or Windows), otherwise
 * the folder's own owner, so that root can start what a normal user has set up.
 */
export async function runAsFor(dataFolder: string): Promise<RunAs | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(dataFolder).catch(() => null);
  return owner === null || owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
}

/** Whether that user may walk down to the folder and enter it. Access lists are not looked at: "no" costs little. */
export async function reachableBy(folder: string, user: RunAs): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Gives a folder and all in it to that user. A backup that root has copied back belongs to root. */
export async function giveTo(folder: string, user: RunAs): Promise<void> {
  await chown(folder, user.uid, user.gid);
  for (const entry of await readdir(folder)) {
    const path = join(folder, entry);
    const info = await lstat(path);
    if (info.isDirectory()) await giveTo(path, user);
    else if (!info.isSymbolicLink()) await chown(path, user.uid, user.gid);
  }
}
