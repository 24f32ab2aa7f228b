/** Processor time of the embedded PostgreSQL, all its processes, as the kernel counts it (Linux). */
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

async function statOf(pid: string): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name is in brackets and may hold anything; fields are counted behind it: state, parent, …, utime, stime, …
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  return {
    pid: Number(pid),
    parent: Number(fields[1]),
    ticks: fields.slice(11, 15).reduce((s, t) => s + Number(t), 0),
  };
}

/** User and system time of the postmaster and its children, ended ones included, µs. */
export async function databaseCpuUs(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const backend = (await client.query('select pg_backend_pid() as pid')).rows[0]?.pid;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  // Looked at while connected: behind it there is no backend that would lead to the postmaster.
  const stats = (await Promise.all(pids.map(statOf))).filter((s) => s !== undefined);
  await client.end();
  const postmaster = stats.find((s) => s.pid === backend)?.parent;
  if (postmaster === undefined) throw new Error(`no process ${backend}: the database runs elsewhere`);
  return stats
    .filter((s) => s.pid === postmaster || s.parent === postmaster)
    .reduce((sum, s) => sum + (s.ticks * 1_000_000) / TICKS_PER_SECOND, 0);
}
