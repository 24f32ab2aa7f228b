/**
 * The restore drill, with real processes (SY-14): a server works with 30 devices, is backed up, works on, is put back, and half of the devices come
 * with new work first. In the end it has what a twin has that was never restored, and nobody did anything but sync.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../src/domain/calendar.ts';
import type { OpBodies, OpKind } from '../../src/domain/op.ts';
import { type OpenDatabase, openDatabase } from '../../src/server/db/connect.ts';
import { createLog } from '../../src/server/log.ts';
import { auditTown } from './support/auditTown.ts';
import { bundleServer } from './support/bundleServer.ts';
import { Random } from './support/random.ts';
import { ScreenTablet } from './support/screenTablet.tsx';
import { type ServerProcess, startServer } from './support/serverProcess.ts';
import { asConsole, carried, enrolCode, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { fetched } from './support/syncServer.ts';
import { TestDevice } from './support/testDevice.ts';

const PROJECT = join(import.meta.dirname, '../..');
const PER_GRID = 8;
const HOUSEHOLDS = Array.from({ length: PER_GRID }, (_, i) => `XW-${String(i + 1).padStart(4, '0')}`);
const TODAY = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
const TABLETS = 24;
const COUNTERS = 2;
/** Whole apps: engine, journal and cache. */
const APPS = 4;
const OPS = { before: 90, lost: 70, after: 40 };

let home: string;
let bundle: string;
const places: Place[] = [];

/** Somebody at work: a light device of the contract, or a whole app. */
interface Worker {
  readonly id: string;
  record<K extends OpKind>(kind: K, body: OpBodies[K]): Promise<string>;
  remaining(household: string): Promise<number>;
  sync(): Promise<void>;
  unsettled(): Promise<number>;
}

function lightWorker(one: TestDevice, by: string): Worker {
  const spent = new Map<string, number>();
  return {
    id: one.id,
    record: async (kind, body) => {
      if (kind === 'redemption.record' && 'mode' in body && body.mode === 'allowance')
        spent.set(body.household, (spent.get(body.household) ?? 0) + body.points);
      return one.record(kind, body, by);
    },
    remaining: async (household) => one.remaining(household) - (spent.get(household) ?? 0),
    sync: async () => {
      await one.syncAll();
      spent.clear();
    },
    unsettled: async () => one.log.ops.length - one.verdicts.size + one.former.size,
  };
}

function appWorker(tablet: ScreenTablet): Worker {
  return {
    id: tablet.id,
    record: (kind, body) => tablet.save(kind, body),
    remaining: async (household) => (await tablet.engine.openFile(household))?.remaining ?? 0,
    sync: () => tablet.sync(),
    unsettled: async () => tablet.engine.state.getState().sync.unsent,
  };
}

interface Place {
  readonly dataDir: string;
  readonly server: ServerProcess;
  readonly database: OpenDatabase;
  readonly workers: Worker[];
  readonly office: TestDevice;
  /** Entries that wait for review. */
  readonly toReview: { household: string; entry: string }[];
}

/** A server of its own with a town and its devices. */
async function openPlace(name: string): Promise<Place> {
  const dataDir = join(home, name);
  const server = startServer({ environment: { DATA_DIR: dataDir }, bundle });
  const origin = await server.running;
  const database = await openDatabase({ databaseUrl: null, dataDir }, createLog('silent'), { whenRunning: 'join' });
  const { db } = database;
  await makeTown(db, PER_GRID);
  await asConsole(
    db,
    HOUSEHOLDS.map((h) => carried(h, 400)),
  );
  const workers: Worker[] = [];
  for (let i = 0; i < TABLETS + COUNTERS; i++) {
    const who = i < TABLETS ? 'g1' : 'clerk';
    const code = await enrolCode(db, i < TABLETS ? 'tablet' : 'counter', 'XW', [who]);
    const one = await TestDevice.enrol(fetched(origin, `10.8.${name.length}.${i}`), code);
    await one.load();
    if (i % 3 === 0) one.carry = ['XW-G1'];
    workers.push(lightWorker(one, who));
  }
  for (let i = 0; i < APPS; i++) {
    const tablet = await ScreenTablet.open(fetched(origin, `10.7.${name.length}.${i}`), db, 'g1');
    if (i % 2 === 0) await tablet.engine.setCarrying(true);
    workers.push(appWorker(tablet));
  }
  const office = await officeBrowser(fetched(origin, `10.6.${name.length}.1`), db, PEOPLE.office);
  office.headers = { ...office.headers, origin };
  const place = { dataDir, server, database, workers, office, toReview: [] };
  places.push(place);
  return place;
}

/** What a worker does, the same in both places: deeds, corrections, goods within the own right and online. */
async function work(place: Place, worker: Worker, nth: number, count: number, seed: number): Promise<void> {
  const random = new Random(seed * 1_000 + nth);
  const counter = nth >= TABLETS && nth < TABLETS + COUNTERS;
  const mine: { household: string; entry: string }[] = [];
  for (let i = 0; i < count; i++) {
    const household = random.one(HOUSEHOLDS);
    const what = random.below(20);
    const goods = { household, lines: [{ sku: 'rice', quantity: 1, price: 1 }], points: 1 };
    if ((counter || what < 4) && (await worker.remaining(household)) > 0) {
      await worker.record('redemption.record', { ...goods, mode: 'allowance' });
    } else if (counter) {
      await worker.record('redemption.record', { ...goods, mode: 'online' });
    } else if (what === 5 && mine.length > 0) {
      const target = mine.splice(random.below(mine.length), 1)[0];
      if (target) await worker.record('entry.reverse', { ...target, reason: '记错' });
    } else if (what < 9) {
      const entry = await worker.record('entry.record', {
        household,
        rule: 'FX-03',
        date: TODAY,
        quantity: 1,
        points: 5,
      });
      place.toReview.push({ household, entry });
    } else {
      const entry = await worker.record('entry.record', {
        household,
        rule: 'FX-01',
        date: TODAY,
        quantity: 1,
        points: 2,
      });
      mine.push({ household, entry });
    }
  }
}

async function everyoneWorks(place: Place, count: number, seed: number): Promise<void> {
  for (const [nth, worker] of place.workers.entries()) await work(place, worker, nth, count, seed);
}

async function reviews(place: Place, count: number): Promise<void> {
  await place.office.syncAll();
  // Oldest and newest: some of what is decided is in the backup, and some is not.
  const some = [...place.toReview.splice(0, count / 2), ...place.toReview.splice(-count / 2)];
  for (const [i, { household, entry }] of some.entries()) {
    const decision = i % 5 === 0 ? 'reject' : 'approve';
    const reason = decision === 'reject' ? { reason: '不符合' } : {};
    place.office.record('entry.review', { household, entry, decision, ...reason }, 'office');
  }
  await place.office.syncAll();
}

async function town(dataDir: string, ...words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/cli/town.ts', ...words], {
    cwd: PROJECT,
    env: { PATH: process.env.PATH, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString();
    });
  }
  const [code] = await once(child, 'close');
  expect(code, said).toBe(0);
  return said;
}

/** What every household has, whatever the devices are called. */
async function balances({ database: { db } }: Place) {
  const { rows } = await sql`select h.code, h.earned, h.pending, h.final, h.redeemed, h.debt,
      (select json_object_agg(status, n) from (select e.status, count(*)::int as n from entries e
        where e.town = h.town and e.household = h.code group by e.status order by e.status) as s) as entries,
      (select count(*)::int from redemptions r where r.town = h.town and r.household = h.code) as redemptions
    from households h where h.town = ${TOWN} order by h.code`.execute(db);
  return rows;
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'village-points-drill-'));
  bundle = await bundleServer('drill');
});
afterAll(async () => {
  for (const { server, database } of places) {
    await database.stop();
    // Asked to stop, it takes its database with it: nothing is written any more in what is removed.
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  }
  await rm(home, { recursive: true, force: true });
});

test('[SY-14] 30 devices with 200 ops each: put back to a backup, everything heals by syncing alone', async () => {
  const [real, twin] = await Promise.all([openPlace('real'), openPlace('twin')]);
  const file = join(home, 'backups', 'cc.vpb');

  for (const place of [real, twin]) {
    await everyoneWorks(place, OPS.before, 1);
    for (const worker of place.workers) await worker.sync();
    await reviews(place, 150);
  }
  await town(real.dataDir, 'backup', file);
  for (const place of [real, twin]) {
    for (const worker of place.workers) await worker.sync();
    await everyoneWorks(place, OPS.lost, 2);
    for (const worker of place.workers) await worker.sync();
    await reviews(place, 200);
    for (const worker of place.workers) await worker.sync();
  }
  expect(await balances(real)).toEqual(await balances(twin));
  const before = await balances(real);

  await town(real.dataDir, 'restore', file, '--replace');
  expect(await balances(real)).not.toEqual(before);
  for (const place of [real, twin]) {
    await everyoneWorks(place, OPS.after, 3);
    // Half of the devices come first, with new work behind what the server lost; the office before the others.
    const first = place.workers.filter((_, nth) => nth % 2 === 0);
    for (const worker of first) await worker.sync();
    await place.office.syncAll();
    for (const worker of place.workers) await worker.sync();
    for (let i = 0; i < 2; i++) {
      await place.office.syncAll();
      for (const worker of place.workers) await worker.sync();
    }
  }

  expect(await balances(real)).toEqual(await balances(twin));
  for (const place of [real, twin]) {
    await auditTown(place.database.db, TOWN);
    for (const worker of place.workers) expect(await worker.unsettled(), worker.id).toBe(0);
  }
  const { db } = real.database;
  const waiting = await sql`select id from devices where awaited or report_due`.execute(db);
  expect(waiting.rows).toEqual([]);
  expect((await db.selectFrom('cases').selectAll().where('decision', 'is', null).execute()).map((c) => c.code)).toEqual(
    [],
  );
  const ops = await sql<{ n: number }>`select count(*)::int as n from ops o join devices d using (town)
    where d.id = o.device and d.kind in ('tablet', 'counter') and o.kind <> 'allowance.return'`.execute(db);
  expect(ops.rows[0]?.n).toBe((TABLETS + COUNTERS + APPS) * (OPS.before + OPS.lost + OPS.after));
  expect(await town(real.dataDir, 'verify')).toContain('核对无误');
}, 900_000);
