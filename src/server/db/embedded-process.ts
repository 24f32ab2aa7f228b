import { readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';

/** What a running PostgreSQL writes about itself into its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** The lines of postmaster.pid: pid, folder, start, port, socket folder, address, shared memory, state. */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const lines = (text ?? '').split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7] === 'ready' };
}

/** When a process began, in a form that no later process with the same pid repeats; `null` if gone or unknown. */
export async function processBirth(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The command, second field, may hold blanks and brackets: count from its closing one. Field 22 is the start.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || fields[0] === 'Z') return null;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}/${fields[19] ?? ''}`;
}

/** Whether that pid is a PostgreSQL on this very folder, and not a stranger that got a dead one's number. */
export async function runsOn(pid: number, dataFolder: string): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  if (process.platform !== 'linux') return true;
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return cwd !== null && cwd === (await realpath(dataFolder));
}

/**
 * Stops a PostgreSQL that lost its server (SIGKILL), before a new one starts on its folder.
 * @throws StartError when it is still there after both its gentle and its hard way to stop
 */
export async function stopOrphan(pid: number): Promise<void> {
  for (const [signal, secondsMax] of [
    ['SIGINT', 30],
    ['SIGQUIT', 10],
  ] as const) {
    process.kill(pid, signal);
    for (const until = Date.now() + secondsMax * 1000; Date.now() < until; await sleep(25)) {
      if (!(await isRunning(pid))) return;
    }
  }
  throw new StartError(
    `上次留下的 PostgreSQL（进程 ${pid}）停不下来。请先结束它，再启动。`,
    `A PostgreSQL left from the last run (process ${pid}) does not stop. End it, then start again.`,
  );
}

/** Whether a process lives; one that has ended and only waits to be reaped does not. */
export async function isRunning(pid: number): Promise<boolean> {
  if (process.platform === 'linux') return (await processBirth(pid)) !== null;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
