/** The real server is killed again and again while devices push; what was acknowledged is there, once (SY-4, SY-8, AL-7). */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import { makeRef } from '../../src/domain/ref.ts';
import { type OpenDatabase, openDatabase } from '../../src/server/db/connect.ts';
import { isRunning, readPostmaster } from '../../src/server/db/embedded-process.ts';
import { createLog } from '../../src/server/log.ts';
import { auditTown, serverFiles, texts } from './support/auditTown.ts';
import { bundleServer } from './support/bundleServer.ts';
import { Random } from './support/random.ts';
import { recordSomething } from './support/randomOps.ts';
import { type ServerProcess, startServer } from './support/serverProcess.ts';
import { asConsole, carried, enrolCode, makeTown, TOWN } from './support/smallTown.ts';
import { fetched, type Transport } from './support/syncServer.ts';
import { TestDevice } from './support/testDevice.ts';

const SEED = Number(process.env.SEED ?? 20261123);
/** `npm run crash` asks for more. */
const KILLS = Number(process.env.SERVER_KILLS ?? 22);
/** What is left to push must outlast the kills. */
const OPS_EACH = Math.max(500, KILLS * 22);
const DEVICES = 4;
const HOUSEHOLDS = ['XW-0001', 'XW-0002', 'XW-0003', 'XW-1001', 'XW-1002'];

let dataDir: string;
let bundle: string;
let server: ServerProcess;
/** Resolves with the origin of the server that runs now, or will as soon as it has started. */
let running: Promise<string>;

const startAgain = () => startServer({ environment: { DATA_DIR: dataDir }, bundle });

const postgresPid = async () => (await readPostmaster(join(dataDir, 'postgres')))?.pid;

function open(): Promise<OpenDatabase> {
  return openDatabase({ databaseUrl: null, dataDir }, createLog('silent'), { whenRunning: 'join' });
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-crash-'));
  bundle = await bundleServer('crash');
  server = startAgain();
  running = server.running;
  await running;
});
afterAll(async () => {
  const database = await postgresPid();
  server.child.kill('SIGKILL');
  await server.ended;
  if (database !== undefined && (await isRunning(database))) {
    process.kill(database, 'SIGQUIT');
    while (await isRunning(database)) await sleep(20);
  }
  await rm(dataDir, { recursive: true, force: true });
});

/** Always the server that runs now. */
function following(address: string, asked: () => void): Transport {
  return async (sent) => {
    const origin = await running;
    asked();
    return fetched(origin, address)(sent);
  };
}

/** Goes on until everything is pushed; a broken connection is tried again, any other answer is a failure. */
async function pushAll(one: TestDevice, random: Random): Promise<void> {
  while (one.ack < one.log.ops.length) {
    try {
      await one.sync({ opsMax: 1 + random.below(12), pull: random.below(4) > 0 });
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
  }
}

function isBroken(error: unknown): boolean {
  // fetch says TypeError for every broken connection; a server on its way down may still say that it is not ready.
  return error instanceof TypeError || (error as { code?: string }).code === 'not-ready';
}

/** Whom a kill meets: mostly the server; every fifth time both, as in a power cut, or the database alone. */
function victims(kill: number): { readonly server: boolean; readonly database: boolean } {
  const both = kill % 5 === 2;
  return { server: both || kill % 5 !== 4, database: both || kill % 5 === 4 };
}

test(`[SY-4] [SY-8] [AL-7] ${KILLS} SIGKILLs while ${DEVICES} devices push ${DEVICES * OPS_EACH} ops (seed ${SEED})`, async () => {
  const startedAt = Date.now();
  const killed = { server: 0, database: 0, both: 0 };
  const setUp = await open();
  await makeTown(setUp.db);
  await asConsole(
    setUp.db,
    HOUSEHOLDS.map((h) => carried(h, 200)),
  );
  const random = new Random(SEED);
  let asked = 0;
  const people = ['w1', 'w2', 'g1', 'office'];
  const devices: TestDevice[] = [];
  for (const [i, who] of people.entries()) {
    const code = await enrolCode(setUp.db, i === 3 ? 'counter' : 'tablet', 'XW', [who]);
    const one = await TestDevice.enrol(
      following(`10.9.0.${i}`, () => asked++),
      code,
    );
    await one.load();
    one.carry = i === 0 ? ['XW-G1'] : i === 1 ? ['XW-G1', 'XW-G2'] : [];
    for (let n = 0; n < OPS_EACH; n++)
      recordSomething(one, who, random, who === 'g1' ? HOUSEHOLDS.slice(0, 3) : HOUSEHOLDS);
    devices.push(one);
  }
  await setUp.stop();

  const pushing = Promise.all(devices.map((one, i) => pushAll(one, new Random(SEED + i))));
  let done = false;
  const finished = pushing.finally(() => {
    done = true;
  });
  for (let kill = 0; kill < KILLS; kill++) {
    await running;
    // After some requests and at any point of the next one.
    const from = asked;
    const requests = 1 + random.below(14);
    while (asked < from + requests && !done) await sleep(1);
    if (done) await finished; // What ended it too early, if anything did.
    expect(done, `all ops were pushed after ${kill} kills`).toBe(false);
    await sleep(random.below(12));
    const dying = server;
    const whom = victims(kill);
    const database = must(await postgresPid(), 'a running database');
    let started: () => void = () => {};
    running = new Promise<void>((resolve) => {
      started = resolve;
    }).then(() => server.running);
    running.catch(() => {}); // Who waits for it hears of it; between two waits nobody does.
    if (whom.server) dying.child.kill('SIGKILL');
    if (whom.database) process.kill(database, 'SIGKILL');
    // A server whose database was killed ends by itself.
    const code = await dying.ended;
    expect(code, dying.said()).toBe(whom.server ? null : 1);
    killed[whom.server && whom.database ? 'both' : whom.server ? 'server' : 'database']++;
    server = startAgain();
    started();
  }
  await finished;
  const acknowledged = devices.flatMap((one) => [...one.verdicts.keys()]);

  // Everything once more, from the first op on: the same verdicts (the device throws at any other one), no other effect.
  for (const one of devices) {
    one.ack = 0;
    while (one.ack < one.log.ops.length) await one.sync({ pull: false });
    expect(one.verdicts.size).toBe(OPS_EACH);
  }
  for (const one of [...devices, ...devices]) await one.syncAll();

  const { db, stop } = await open();
  try {
    await auditTown(db, TOWN);
    const ops = await db
      .selectFrom('ops as o')
      .innerJoin('devices as d', (join) => join.onRef('d.town', '=', 'o.town').onRef('d.id', '=', 'o.device'))
      .select(['o.device', 'o.seq', 'o.kind', 'o.outcome', 'o.params'])
      .where('d.kind', '<>', 'console')
      .execute();
    const kept = new Set(ops.map((o) => makeRef(o.device, o.seq)));
    const lost = acknowledged.filter((ref) => !kept.has(ref));
    expect(lost).toEqual([]);
    expect(ops).toHaveLength(devices.length * OPS_EACH);
    const files = (await serverFiles(db, TOWN)).filter((f) => f.village === 'XW');
    const effects = files
      .flatMap((f) => [
        ...f.entries.map((e) => e.id),
        ...f.redemptions.map((r) => r.id),
        ...f.edits.map((e) => e.ref),
        ...(f.reservations ?? []).flatMap((r) => [r.id, ...(r.ended?.how === 'cancelled' ? [r.ended.ref] : [])]),
      ])
      .filter((id) => devices.some((one) => id.startsWith(`${one.id}-`)));
    const expected = ops
      .filter((o) => o.outcome === 'applied' && o.kind !== 'redemption.void' && o.params?.withdrawn === undefined)
      .map((o) => makeRef(o.device, o.seq));
    expect(effects.sort()).toEqual(expected.sort());
    const doubled = effects.length - new Set(effects).size;
    const figures = { killed, acknowledged: acknowledged.length, lost: lost.length, doubled };
    if (process.env.FIGURES_FILE) {
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      await appendFile(
        process.env.FIGURES_FILE,
        `${JSON.stringify({ of: 'server', seed: SEED, ...figures, seconds })}\n`,
      );
    }
    expect(new Set(ops.map((o) => o.outcome))).toEqual(new Set(['applied', 'held', 'refused']));
    for (const one of devices) {
      const seen = files.filter((f) => one.files.has(f.code));
      expect(texts(one.files.values())).toEqual(texts(seen));
    }
  } finally {
    await stop();
  }
}, 3_600_000);
