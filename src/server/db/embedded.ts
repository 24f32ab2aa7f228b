import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { type Binaries, findBinaries, findPackage } from './embedded-binaries.ts';
import { lockFolder, lockHolder } from './embedded-lock.ts';
import { giveTo, type RunAs, reachableBy, runAsFor } from './embedded-owner.ts';
import { readPostmaster, runsOn, stopOrphan } from './embedded-process.ts';

/** The database's superuser; nobody but this server has its password. */
const USER = 'village';
const STARTS_MAX = 40;
const NO_SPACE = /No space left on device|Disk quota exceeded/;
/** With less the database cannot even say in its log that it has no room. */
const FREE_BYTES_MIN = 64 * 1024;
const START_SECONDS_MAX = 120;

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Every acknowledged commit is on the disk. Only tests with throw-away data say no. */
  readonly durable: boolean;
}

/** A running PostgreSQL of our own. */
export interface Embedded {
  /** Address of the maintenance database `postgres`; name another one to use it. */
  readonly url: string;
  readonly pid: number;
  /** Resolves once the database has ended, whoever ended it. */
  readonly ended: Promise<{ readonly expected: boolean }>;
  /** Ends open transactions, writes everything, returns when the process is gone. May be called again. */
  stop(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  /** Its exit code; `null` if a signal ended it. */
  readonly exited: Promise<number | null>;
}

/**
 * Starts PostgreSQL on `<dataDir>/postgres`, creating it the first time. It listens on 127.0.0.1 alone, on a free
 * port, with a random password kept next to it (mode 0600).
 * @throws StartError when another server has the folder, or the database cannot start here
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir } = options;
  await makeDataDir(dataDir);
  const lock = await lockFolder(dataDir);
  if ('heldBy' in lock) {
    throw new StartError(
      `数据文件夹 ${dataDir} 正由另一个服务（进程 ${lock.heldBy}）使用。请先停掉它，或换一个 DATA_DIR。`,
      `The data folder ${dataDir} is in use by another server (process ${lock.heldBy}). Stop it first, or choose another DATA_DIR.`,
    );
  }
  try {
    const folder = join(dataDir, 'postgres');
    const runAs = await runAsFor(folder);
    const left = await readLeftover(folder);
    if (left !== null) await stopOrphan(left);
    const binaries = await findBinaries(dataDir, runAs, await findPackage());
    const password = await readPassword(dataDir, folder);
    if (!(await exists(join(folder, 'PG_VERSION')))) await create(dataDir, folder, binaries, runAs);
    else if (runAs !== null && (await stat(folder)).uid === 0) await giveTo(folder, runAs);
    const { child, exited, port } = await start(options, folder, binaries, runAs);
    return handle({ child, exited }, urlOf(password, port), () => lock.release());
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Address of the database that a living server runs on this folder; `null` if there is none. */
export async function findRunning(dataDir: string): Promise<string | null> {
  if ((await lockHolder(dataDir)) === null) return null;
  const folder = join(dataDir, 'postgres');
  const running = await readPostmaster(folder);
  if (running === null || !running.ready || !(await runsOn(running.pid, folder))) return null;
  return urlOf((await readFile(passwordFile(dataDir), 'utf8')).trim(), running.port);
}

function handle({ child, exited }: Started, url: string, release: () => Promise<void>): Embedded {
  let stopping = false;
  const ended = exited.then(async () => {
    await release();
    return { expected: stopping };
  });
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      stopping = true;
      child.kill('SIGINT'); // PostgreSQL's "fast shutdown".
      await ended;
    },
  };
}

/** Other users may pass through (the database's user has to) but see nothing; each secret is 0600 by itself. */
async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const probe = join(dataDir, `.writable-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull(dataDir);
    throw new StartError(
      `数据文件夹 ${dataDir} 不能写入。请检查它的所有者，或换一个 DATA_DIR。`,
      `The data folder ${dataDir} cannot be written. Check who owns it, or choose another DATA_DIR.`,
      { cause },
    );
  }
}

/** The pid of a PostgreSQL that outlived its server on this folder. We hold the lock, so it is nobody's. */
async function readLeftover(folder: string): Promise<number | null> {
  try {
    const left = await readPostmaster(folder);
    return left !== null && (await runsOn(left.pid, folder)) ? left.pid : null;
  } catch (cause) {
    throw new StartError(
      `当前用户读不了 ${folder}，它是用另一个用户建的。请用那个用户（或 root）启动，或换一个 DATA_DIR。`,
      `This user cannot read ${folder}: another user created it. Start as that user (or root), or choose another DATA_DIR.`,
      { cause },
    );
  }
}

async function readPassword(dataDir: string, folder: string): Promise<string> {
  const file = passwordFile(dataDir);
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (kept !== null && kept.trim().length > 0) return kept.trim();
  if (await exists(join(folder, 'PG_VERSION'))) {
    throw new StartError(
      `${file} 不见了，没有它打不开数据库。请从备份里把它放回来。`,
      `${file} is missing and the database does not open without it. Put it back from your backup.`,
    );
  }
  const password = randomBytes(32).toString('base64url');
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

/** Creates the database beside its place and moves it there when complete: a power cut leaves no half of one. */
async function create(dataDir: string, folder: string, binaries: Binaries, runAs: RunAs | null): Promise<void> {
  const draft = `${folder}.new`;
  const secret = passwordFile(dataDir);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (runAs !== null) for (const path of [draft, secret]) await chown(path, runAs.uid, runAs.gid);
  const { exited } = await run(binaries.initdb, dataDir, runAs, [draft, secret], ([seenFolder, seenSecret]) => [
    ...['-D', seenFolder, `--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${seenSecret}`, '--no-instructions'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ]);
  if ((await exited) !== 0) throw await failedToStart(dataDir);
  await rename(draft, folder);
}

async function start(
  options: EmbeddedOptions,
  folder: string,
  binaries: Binaries,
  runAs: RunAs | null,
): Promise<Started & { port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const started = await run(binaries.postgres, options.dataDir, runAs, [folder], ([seenFolder]) => [
      ...['-D', seenFolder],
      ...settings(port, options.durable),
    ]);
    if (await becomesReady(started, folder)) return { ...started, port };
    // Another program may have taken the port; a killed database, or its children, are still on their way out.
    const log = await readLog(options.dataDir);
    const passing =
      /could not bind|shared memory block .* is still in use|lock file "postmaster\.pid" already exists/.test(log);
    if (!passing || attempt === STARTS_MAX) throw await failedToStart(options.dataDir);
    await sleep(250);
  }
}

function settings(port: number, durable: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: durable ? 50 : 200, // Tests run side by side, each with its own connections.
    shared_buffers: '128MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // Its log goes to a file that people send around: no statements, no details, as they quote the values.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/**
 * Starts one of PostgreSQL's programs, output going to `postgres.log`.
 *
 * It gets a process group of its own, so that Ctrl-C in the terminal reaches the server alone, which then stops the
 * database after its last request. If its user cannot walk to the data folder (a checkout under /root), it gets what
 * it needs there as open files, under the names Linux has for those; PostgreSQL never leaves its folder.
 * @param paths what it needs in the data folder
 * @param args its arguments, given the names under which it sees those paths
 */
async function run<const Paths extends readonly string[]>(
  program: string,
  dataDir: string,
  runAs: RunAs | null,
  paths: Paths,
  args: (seen: Paths) => string[],
): Promise<Started> {
  const byPath = runAs === null || process.platform !== 'linux' || (await reachableBy(dataDir, runAs));
  const log = await open(join(dataDir, 'postgres.log'), 'w', 0o600);
  const opened = byPath ? [] : await Promise.all(paths.map((path) => open(path, 'r')));
  const seen = byPath ? paths : paths.map((_path, index) => `/proc/self/fd/${3 + index}`);
  try {
    const child = spawn(program, args(seen as Paths), {
      ...(runAs ?? {}),
      cwd: '/',
      detached: true,
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot },
      stdio: ['ignore', log.fd, log.fd, ...opened.map((file) => file.fd)],
    });
    // From the first moment on: a program that fails at once may be gone before anybody asks.
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await once(child, 'spawn').catch((cause) => {
      throw new StartError(
        `PostgreSQL 启动不了（${program}）。可用 DATABASE_URL 连接已有的 PostgreSQL。`,
        `PostgreSQL cannot be run (${program}). You can set DATABASE_URL to an existing PostgreSQL.`,
        { cause },
      );
    });
    return { child, exited };
  } finally {
    await log.close();
    await Promise.all(opened.map((file) => file.close()));
  }
}

async function becomesReady({ child, exited }: Started, folder: string): Promise<boolean> {
  for (const until = Date.now() + START_SECONDS_MAX * 1000; Date.now() < until; await sleep(20)) {
    if (child.exitCode !== null || child.signalCode !== null) return false;
    const state = await readPostmaster(folder);
    if (state?.pid === child.pid && state?.ready) return true;
  }
  child.kill('SIGINT');
  await exited;
  return false;
}

async function failedToStart(dataDir: string): Promise<StartError> {
  const log = await readLog(dataDir);
  const unknownUser = /could not look up effective user ID (\d+)/.exec(log)?.[1];
  if (unknownUser !== undefined) {
    return new StartError(
      `创建内置数据库的用户（uid ${unknownUser}）在 /etc/passwd 里没有，PostgreSQL 不接受。请换一个有账号的用户，或用 DATABASE_URL。`,
      `PostgreSQL only lets a user with an account create a database, and uid ${unknownUser} is not in /etc/passwd. Start as another user, or set DATABASE_URL.`,
    );
  }
  if (NO_SPACE.test(log) || (await freeBytes(dataDir)) < FREE_BYTES_MIN) return diskFull(dataDir);
  const tail = log.trim().split('\n').slice(-8).join('\n  ');
  return new StartError(
    `内置 PostgreSQL 没有启动成功，原因见下面（完整记录在 ${join(dataDir, 'postgres.log')}）：`,
    `The embedded PostgreSQL did not start; its own words (all of them in ${join(dataDir, 'postgres.log')}):\n  ${tail}`,
  );
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function diskFull(dataDir: string): StartError {
  return new StartError(
    `${dataDir} 所在的磁盘满了，数据库起不来。已确认的数据都在硬盘上，请腾出空间（不要动这个文件夹里的文件），再重新启动。`,
    `The disk of ${dataDir} is full and the database cannot start. What was acknowledged is on the disk: make room (do not touch this folder’s files) and start again.`,
  );
}

const readLog = (dataDir: string) => readFile(join(dataDir, 'postgres.log'), 'utf8');
const passwordFile = (dataDir: string) => join(dataDir, 'postgres-password');
const urlOf = (password: string, port: number) => `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A listening socket has an address.');
  return address.port;
}
