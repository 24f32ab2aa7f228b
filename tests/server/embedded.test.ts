import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { databaseUrl, openDatabase } from '../../src/server/db/connect.ts';
import { findRunning, startEmbedded } from '../../src/server/db/embedded.ts';
import { findBinaries, findPackage } from '../../src/server/db/embedded-binaries.ts';
import { lockFolder } from '../../src/server/db/embedded-lock.ts';
import { isRunning, processBirth, readPostmaster } from '../../src/server/db/embedded-process.ts';
import { migrate } from '../../src/server/db/migrate.ts';
import { createLog } from '../../src/server/log.ts';
import { StartError } from '../../src/server/start-error.ts';
import { freshDatabase } from './support/postgres.ts';
import { type ServerProcess, type ServerSettings, startServer } from './support/serverProcess.ts';

const AS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
/** A normal user that every Unix has an account for. */
const DAEMON = { uid: 1, gid: 1 };

let home: string;
let dataDir: string;
let count = 0;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'village-points-start-'));
  await chmod(home, 0o755);
});
afterAll(() => rm(home, { recursive: true }));

/** Every test has a data folder of its own, and leaves neither a server nor a database behind. */
function freshFolder(): string {
  count += 1;
  dataDir = join(home, `data-${count}`);
  return dataDir;
}
afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  const left = await readPostmaster(join(dataDir, 'postgres'));
  if (left === null || !(await isRunning(left.pid))) return;
  process.kill(left.pid, 'SIGQUIT');
  while (await isRunning(left.pid)) await sleep(20);
});

function start(settings: Partial<ServerSettings> = {}): ServerProcess {
  const server = startServer({ ...settings, environment: { DATA_DIR: dataDir, ...settings.environment } });
  servers.push(server);
  return server;
}

async function postgresPid(): Promise<number> {
  return (await readPostmaster(join(dataDir, 'postgres')))?.pid ?? 0;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}

describe('start and stop', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends the server and then its database, with 0',
    async (signal) => {
      freshFolder();
      const server = start();
      expect((await fetch(`${await server.running}/healthz`)).status).toBe(200);
      const database = await postgresPid();
      expect(await isRunning(database)).toBe(true);

      server.child.kill(signal);
      expect(await server.ended).toBe(0);
      expect(await isRunning(database)).toBe(false);
      expect(await readdir(dataDir)).not.toContain('server.lock');
      expect(await readFile(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
    },
  );

  test('started by npm, SIGTERM to npm ends them all', async () => {
    freshFolder();
    const npm = start({ throughNpm: true });
    await npm.running;
    const database = await postgresPid();
    npm.child.kill('SIGTERM');
    await npm.ended;
    expect(await isRunning(database)).toBe(false);
    expect(await readdir(dataDir)).not.toContain('server.lock');
  });

  test('a second start on the same folder names the first and harms nothing', async () => {
    freshFolder();
    const first = start();
    const origin = await first.running;
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`进程 ${first.pid}`);
    expect(second.said()).toContain(`process ${first.pid}`);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });

  test('of four that start together on a new folder, one runs', async () => {
    freshFolder();
    const all = [start(), start(), start(), start()];
    const outcomes = await Promise.allSettled(all.map((server) => server.running));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const [n, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') expect(all[n]?.said()).toContain('is in use by another server');
    }
  });

  test('after SIGKILL the next start ends the orphaned database and finds every acknowledged row', async () => {
    freshFolder();
    const killed = start();
    await killed.running;
    const orphan = await postgresPid();
    const url = databaseUrl((await findRunning(dataDir)) ?? '', 'village_points');
    await query(url, 'create table kept (n int)');
    await query(url, 'insert into kept select generate_series(1, 1000)');
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(await isRunning(orphan)).toBe(true);

    await start().running;
    expect(await isRunning(orphan)).toBe(false);
    const again = databaseUrl((await findRunning(dataDir)) ?? '', 'village_points');
    expect(await query(again, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
  });

  test('after a power cut (server and database killed at once) the next start recovers', async () => {
    freshFolder();
    const killed = start();
    await killed.running;
    const database = await postgresPid();
    killed.child.kill('SIGKILL');
    process.kill(database, 'SIGKILL');
    await killed.ended;
    expect((await fetch(`${await start().running}/healthz`)).status).toBe(200);
  });

  test('killed while the database was being created, the next start creates it', async () => {
    freshFolder();
    const killed = start();
    while (killed.child.exitCode === null && !(await stat(join(dataDir, 'postgres.new')).catch(() => null)))
      await sleep(5);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect((await fetch(`${await start().running}/healthz`)).status).toBe(200);
  });

  test('if the database dies, the server says so and ends with 1', async () => {
    freshFolder();
    const server = start();
    await server.running;
    process.kill(await postgresPid(), 'SIGKILL');
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain('数据库意外停止');
    expect(server.said()).toContain('The database ended unexpectedly');
  });

  test('a taken port is named, and the database does not stay behind', async () => {
    freshFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const server = start({ environment: { PORT: String(port) } });
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain(`Port ${port} is taken`);
    expect(await readPostmaster(join(dataDir, 'postgres'))).toBeNull();
    taken.close();
  });

  test('wrong settings stop it before anything is made', async () => {
    freshFolder();
    const server = start({
      environment: { PORT: '80800', DATABASE_URL: 'mysql://root:secret-2@db/x' },
      args: ['--emtpy'],
    });
    expect(await server.ended).toBe(1);
    for (const word of ['PORT="80800"', 'DATABASE_URL:', '--emtpy']) expect(server.said()).toContain(word);
    expect(server.said()).not.toContain('secret-2');
    expect(await stat(dataDir).catch(() => null)).toBeNull();
  });
});

describe('an existing PostgreSQL', () => {
  test('is used in place of the embedded one', async () => {
    freshFolder();
    const { url, drop } = await freshDatabase();
    const server = start({ environment: { DATABASE_URL: url } });
    expect((await fetch(`${await server.running}/healthz`)).status).toBe(200);
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    expect(await stat(join(dataDir, 'postgres')).catch(() => null)).toBeNull();
    await drop();
  });

  test('that is not there is named without its password', async () => {
    freshFolder();
    const server = start({ environment: { DATABASE_URL: 'postgres://village:secret-3@127.0.0.1:1/points' } });
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain('127.0.0.1:1/points');
    expect(server.said()).not.toContain('secret-3');
  });
});

describe('the embedded database', () => {
  test('listens on 127.0.0.1 alone, asks for its password, syncs every commit', async () => {
    const embedded = await startEmbedded({ dataDir: freshFolder(), durable: true });
    const settings = await query(
      embedded.url,
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync',
         'synchronous_commit', 'full_page_writes', 'TimeZone', 'server_encoding', 'data_checksums') order by name`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', TimeZone: 'UTC', server_encoding: 'UTF8' },
      ...{ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', data_checksums: 'on' },
    });
    const wrong = new URL(embedded.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    await embedded.stop();
    await embedded.stop();
  });

  test('its log never quotes a value', async () => {
    const embedded = await startEmbedded({ dataDir: freshFolder(), durable: false });
    await query(embedded.url, 'create table people (name text primary key)');
    for (let n = 0; n < 2; n += 1) await query(embedded.url, "insert into people values ('谢关明')").catch(() => null);
    await embedded.stop();
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key value');
    expect(log).not.toContain('谢关明');
  });

  test('a tool joins the database of a running server, and leaves it running', async () => {
    freshFolder();
    const origin = await start().running;
    const tool = await openDatabase({ databaseUrl: null, dataDir }, createLog('silent'), { whenRunning: 'join' });
    expect((await sql<{ n: number }>`select count(*) as n from pg_class`.execute(tool.db)).rows[0]?.n).toBeGreaterThan(
      0,
    );
    await tool.stop();
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });

  test.runIf(AS_ROOT)('runs for a normal user, and then for root on the same folder', async () => {
    freshFolder();
    const user = DAEMON;
    await mkdir(dataDir, { mode: 0o700 });
    await chown(dataDir, user.uid, user.gid);
    const server = start({ user });
    expect((await fetch(`${await server.running}/healthz`)).status).toBe(200);
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    const embedded = await startEmbedded({ dataDir, durable: true });
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(user.uid);
    await embedded.stop();
  });

  test.runIf(AS_ROOT)('a user without an account is told what is missing', async () => {
    freshFolder();
    const user = { uid: 54_321, gid: 54_321 };
    await mkdir(dataDir, { mode: 0o700 });
    await chown(dataDir, user.uid, user.gid);
    const server = start({ user });
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain('54321');
    expect(server.said()).toContain('/etc/passwd');
  });

  test.runIf(AS_ROOT)('a normal user is told that the folder is another’s', async () => {
    await (await startEmbedded({ dataDir: freshFolder(), durable: false })).stop();
    const server = start({ user: DAEMON });
    expect(await server.ended).toBe(1);
    expect(server.said()).toContain(dataDir);
    expect(server.said()).toContain('DATA_DIR');
  });

  test.runIf(AS_ROOT)('runs on a folder that its user cannot walk to', async () => {
    const closed = join(freshFolder(), 'closed');
    await mkdir(closed, { recursive: true });
    await chmod(closed, 0o700);
    dataDir = join(closed, 'data');
    for (let n = 0; n < 2; n += 1) {
      const embedded = await startEmbedded({ dataDir, durable: true });
      expect(await query(embedded.url, 'select 1 as n')).toEqual([{ n: 1 }]);
      await embedded.stop();
    }
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(NOBODY.uid);
  });

  test.runIf(AS_ROOT)('takes back a folder that root restored from a backup', async () => {
    await (await startEmbedded({ dataDir: freshFolder(), durable: true })).stop();
    await cp(join(dataDir, 'postgres'), join(dataDir, 'copy'), { recursive: true });
    await rm(join(dataDir, 'postgres'), { recursive: true });
    await cp(join(dataDir, 'copy'), join(dataDir, 'postgres'), { recursive: true });
    await chmod(join(dataDir, 'postgres'), 0o700);
    await (await startEmbedded({ dataDir, durable: true })).stop();
  });

  test('a database that cannot start is told in its own words', async () => {
    await (await startEmbedded({ dataDir: freshFolder(), durable: false })).stop();
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '9.6\n');
    const refusal = await startEmbedded({ dataDir, durable: false }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect(String(refusal)).toContain('database files are incompatible');
    expect(await lockFolder(dataDir)).toHaveProperty('release');
  });

  test('without its password file it says which file is missing', async () => {
    await (await startEmbedded({ dataDir: freshFolder(), durable: false })).stop();
    await rm(join(dataDir, 'postgres-password'));
    const refusal = await startEmbedded({ dataDir, durable: false }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect(String(refusal)).toContain(join(dataDir, 'postgres-password'));
  });
});

describe('the programs', () => {
  test('get their library links set when npm held the install script back', async () => {
    const native = join(await copyOfPackage(join(freshFolder(), 'package')), 'native');
    const { postgres } = await findBinaries(dataDir, null, { version: 'test', native });
    expect(dirname(dirname(postgres))).toBe(native);
    expect(
      (await readdir(join(native, 'lib'))).filter((name) => name.startsWith('libicuuc.so')).length,
    ).toBeGreaterThan(1);
  });

  test.runIf(AS_ROOT)('are copied to where the database’s user can run them, once', async () => {
    const closed = join(freshFolder(), 'closed');
    const native = join(await copyOfPackage(join(closed, 'package')), 'native');
    await chmod(closed, 0o700);
    const first = await findBinaries(dataDir, NOBODY, { version: 'test', native });
    expect(first.postgres.startsWith(join(dataDir, 'programs'))).toBe(true);
    const { ino } = await stat(first.postgres);
    expect(await findBinaries(dataDir, NOBODY, { version: 'test', native })).toEqual(first);
    expect((await stat(first.postgres)).ino).toBe(ino);
  });

  async function copyOfPackage(folder: string): Promise<string> {
    const { native } = await findPackage();
    await mkdir(join(folder, 'native/lib'), { recursive: true });
    await cp(join(native, 'bin'), join(folder, 'native/bin'), { recursive: true });
    await cp(join(native, 'pg-symlinks.json'), join(folder, 'native/pg-symlinks.json'));
    for (const name of await readdir(join(native, 'lib'))) {
      if (/^libicuuc\.so\.\d+\.\d+$/.test(name)) await cp(join(native, 'lib', name), join(folder, 'native/lib', name));
    }
    return folder;
  }
});

describe('the folder lock', () => {
  beforeAll(async () => {
    await mkdir(freshFolder());
  });

  test('a dead process’s lock, one of a reused pid and a broken one go to exactly one of many', async () => {
    const dead = { pid: 2 ** 22 + 1, birth: 'b/1', token: 'dead' };
    const reused = { pid: process.ppid, birth: 'another boot/1', token: 'reused' };
    for (const stale of [JSON.stringify(dead), JSON.stringify(reused), '']) {
      await writeFile(join(dataDir, 'server.lock'), stale);
      // A taker that was killed while it took over does not block the next one either.
      await writeFile(join(dataDir, 'server.lock.takeover'), stale);
      const all = await Promise.all(Array.from({ length: 16 }, () => lockFolder(dataDir)));
      const winners = all.flatMap((lock) => ('release' in lock ? [lock] : []));
      expect(winners).toHaveLength(1);
      expect(await lockFolder(dataDir)).toEqual({ heldBy: process.pid });
      await winners[0]?.release();
      expect(await readdir(dataDir)).toEqual([]);
    }
  });

  test('a living process’s lock stays', async () => {
    const living = { pid: process.ppid, birth: await processBirth(process.ppid), token: 'living' };
    await writeFile(join(dataDir, 'server.lock'), JSON.stringify(living));
    expect(await lockFolder(dataDir)).toEqual({ heldBy: process.ppid });
    await rm(join(dataDir, 'server.lock'));
  });
});

describe('migrations', () => {
  const steps = {
    '001': { up: async (db: Kysely<never>) => void (await sql`create table a (n int)`.execute(db)) },
    '002': { up: async (db: Kysely<never>) => void (await sql`insert into a values (1)`.execute(db)) },
  };

  test('two servers that start at once run each step once', async () => {
    const { db, url, drop } = await freshDatabase('template0');
    const done = await Promise.all([migrate(db, steps), migrate(db, steps), migrate(db, steps)]);
    expect(done.flat().sort()).toEqual(['001', '002']);
    expect(await query(url, 'select n from a')).toEqual([{ n: 1 }]);
    await drop();
  });

  test('a step that fails is named and changes nothing; a database of a newer version is refused', async () => {
    const { db, url, drop } = await freshDatabase('template0');
    const broken = { ...steps, '003': { up: async () => Promise.reject(new Error('no room')) } };
    await expect(migrate(db, broken)).rejects.toMatchObject({ en: expect.stringContaining('003') });
    expect(await query(url, "select to_regclass('a') as a")).toEqual([{ a: null }]);
    await migrate(db, steps);
    await expect(migrate(db, { '001': steps['001'] })).rejects.toBeInstanceOf(StartError);
    await drop();
  });

  test('the shared database has the real ones', async () => {
    expect(inject('databaseUrl')).toMatch(/^postgres:/);
    const { db, drop } = await freshDatabase();
    expect(await migrate(db)).toEqual([]);
    await drop();
  });
});
