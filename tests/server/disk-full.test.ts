/** The server's data folder has no room left: it says so, loses nothing, and goes on once there is room again. */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photoPath } from '../../src/protocol/photo.ts';
import { type OpenDatabase, openDatabase } from '../../src/server/db/connect.ts';
import { isRunning, readPostmaster } from '../../src/server/db/embedded-process.ts';
import { createLog } from '../../src/server/log.ts';
import { auditTown, serverFiles, texts } from './support/auditTown.ts';
import { bundleServer } from './support/bundleServer.ts';
import { type ServerProcess, startServer } from './support/serverProcess.ts';
import { enrolCode, makeTown, TOWN } from './support/smallTown.ts';
import { fetched } from './support/syncServer.ts';
import { ProblemAnswer, TestDevice } from './support/testDevice.ts';

/** Room for the database and little more. */
const DISK_MB = 192;

let dataDir: string;
let mounted = false;
let server: ServerProcess | undefined;

/** A small disk of our own needs the right to mount one. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=755`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-full-'));
  mounted = mountSmallDisk(dataDir);
});
afterAll(async () => {
  const database = (await readPostmaster(join(dataDir, 'postgres')))?.pid;
  server?.child.kill('SIGKILL');
  await server?.ended;
  if (database !== undefined && (await isRunning(database))) {
    process.kill(database, 'SIGQUIT');
    while (await isRunning(database)) await sleep(20);
  }
  if (mounted) execFileSync('umount', [dataDir]);
  await rm(dataDir, { recursive: true, force: true });
});

const filler = () => join(dataDir, 'filler');

async function freeBytes(): Promise<number> {
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize;
}

/** Takes all room but `left` bytes. */
async function fill(left: number): Promise<void> {
  await appendFile(filler(), Buffer.alloc(Math.max(0, (await freeBytes()) - left)));
}

function open(): Promise<OpenDatabase> {
  return openDatabase({ databaseUrl: null, dataDir }, createLog('silent'), { whenRunning: 'join' });
}

/** What became of pushes while there was no room: problem codes, or the words of a broken connection. */
class Pushing {
  readonly said = new Set<string>();
  private readonly one: TestDevice;
  constructor(one: TestDevice) {
    this.one = one;
  }

  /** Records and pushes until `enough`. */
  async until(enough: () => boolean): Promise<void> {
    while (!enough()) {
      recordDeeds(this.one, 20);
      await this.one.sync({ opsMax: 100 }).catch((error: unknown) => {
        this.said.add(error instanceof ProblemAnswer ? error.code : error instanceof TypeError ? 'cut' : String(error));
      });
    }
  }
}

function recordDeeds(one: TestDevice, n: number): void {
  for (let i = 0; i < n; i++)
    one.score('XW-0001', 'FX-01', 'w1', { note: randomBytes(100).toString('hex'), at: Date.now() - i });
}

interface Photo {
  readonly op: string;
  readonly id: string;
  readonly content: Buffer;
}

/** Sends a photo as docs/wire.md says; statuses of what it took. */
async function sendPhoto(origin: string, one: TestDevice, { op, id, content }: Photo): Promise<number[]> {
  const url = origin + photoPath(op, id);
  const headers = { authorization: `Device ${one.id}.${one.identity.token}`, 'tus-resumable': '1.0.0' };
  const made = await fetch(url, { method: 'POST', headers: { ...headers, 'upload-length': String(content.length) } });
  if (made.status !== 201) return [made.status];
  const type = 'application/offset+octet-stream';
  const sent = await fetch(url, {
    method: 'PATCH',
    headers: { ...headers, 'content-type': type, 'upload-offset': '0' },
    body: new Uint8Array(content),
  });
  return [made.status, sent.status];
}

test('[SY-4] [SY-8] [CF-22] a full disk is told in words, loses nothing, and is over once there is room', async ({
  skip,
}) => {
  skip(!mounted, 'mounting a small disk needs root');
  const bundle = await bundleServer('disk-full');
  const start = () => startServer({ environment: { DATA_DIR: dataDir }, bundle });
  server = start();
  let origin = await server.running;
  const setUp = await open();
  await makeTown(setUp.db);
  const code = await enrolCode(setUp.db, 'tablet', 'XW', ['w1']);
  const one = await TestDevice.enrol((sent) => fetched(origin, '10.9.1.1')(sent), code);
  await one.load();
  const content = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(1_000_000)]);
  const id = createHash('sha256').update(content).digest('hex');
  const photo = { id, content, op: one.score('XW-0002', 'PU-01', 'w1', { photos: [id] }) };
  recordDeeds(one, 100);
  await one.syncAll();

  // Tables cannot grow: the push is refused with its own problem, the server stays, and so does what was taken.
  await fill(200_000);
  const pushing = new Pushing(one);
  await pushing.until(() => pushing.said.size > 0);
  expect([...pushing.said]).toEqual(['disk-full']);
  expect((await sendPhoto(origin, one, photo)).at(-1)).toBe(507);
  const taken = one.ack;
  expect((await one.sync({ push: false })).high).toBe(taken);

  // Not even the database's log of changes can grow: it gives up, and the server with it. A start names the cause.
  let ended = false;
  server.ended.then(() => {
    ended = true;
  });
  await fill(0);
  for (let n = 0; n < 10 && !ended; n++) {
    await sql`select pg_switch_wal()`.execute(setUp.db).catch(() => undefined);
    await one.sync({ opsMax: 20 }).catch(() => undefined);
  }
  await setUp.stop();
  if (!ended) server.child.kill('SIGKILL');
  await server.ended;
  server = start();
  expect(await server.ended).toBe(1);
  expect(server.said()).toContain('磁盘满了');
  expect(server.said()).toContain('make room');

  // Room again: everything that had a verdict is there, and the rest goes up.
  await rm(filler());
  server = start();
  origin = await server.running;
  expect(one.ack).toBe(taken);
  await one.syncAll();
  expect(await sendPhoto(origin, one, photo)).toEqual([201, 204]);
  const { db, stop } = await open();
  try {
    await auditTown(db, TOWN);
    const { count } = await db
      .selectFrom('ops')
      .select((e) => e.fn.countAll<number>().as('count'))
      .where('device', '=', one.id)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(one.log.ops.length);
    const files = (await serverFiles(db, TOWN)).filter((file) => one.files.has(file.code));
    expect(texts(one.files.values())).toEqual(texts(files));
  } finally {
    await stop();
  }
});
