/** Everything the rows share: PostgreSQL with the data set, the server as a process, the built page, one Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql } from 'kysely';
import { build } from 'vite';
import { dayOf, SHANGHAI_OFFSET_MINUTES } from '../../../src/domain/calendar.ts';
import type { OpBodies } from '../../../src/domain/op.ts';
import type { Role } from '../../../src/domain/role.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { parseRuleRow } from '../../../src/domain/ruleText.ts';
import { hashPin } from '../../../src/server/auth/password.ts';
import { openDatabase } from '../../../src/server/db/connect.ts';
import { migrate } from '../../../src/server/db/migrate.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import { readFrameworkRules } from '../../../src/server/demo/seedTables.ts';
import { type ConsoleOp, recordAsConsole } from '../../../src/server/ingest/console.ts';
import { createTown } from '../../../src/server/ingest/createTown.ts';
import { createLog } from '../../../src/server/log.ts';
import { createEnrolCode } from '../../../src/server/office/enrolCodes.ts';
import { findChromium } from '../../e2e/support/chromium.ts';
import { type Device, openDevice } from './page.ts';
import { type BenchServer, startServer } from './server.ts';
import { HOME_GRID, historyOps, newDeeds, plainRules, TOWN, townOps, VILLAGE } from './town.ts';

export const HOUSEHOLDS = 10_000;
export const ENTRIES = 20_000;
export const WORKER = 'w1';
export const CLERK = 'c1';
export const PIN = '246810';

export interface World {
  readonly db: Kysely<Database>;
  readonly databaseUrl: string;
  readonly server: BenchServer;
  readonly chromium: string;
  /** How often to measure what does not take long. */
  readonly runs: number;
  readonly folder: string;
  /** A one-time code for a tablet of the worker, or a counter of the clerk. */
  enrolCode(kind?: 'tablet' | 'counter'): Promise<string>;
  /** Makes more of the town through the judge. Throws when something of it does not apply. */
  record(ops: readonly ConsoleOp[]): Promise<void>;
  /** The device that rows about daily work share: enrolled, everything loaded, made when first asked for. */
  worker(): Promise<Device>;
  /** Bodies of deeds that nobody recorded yet. */
  deeds(count: number): readonly OpBodies['entry.record'][];
  /** Adds deeds of the past until there are `total` entries of them. */
  growHistory(total: number): Promise<void>;
  stop(): Promise<void>;
}

async function frameworkRules(): Promise<readonly Rule[]> {
  return (await readFrameworkRules()).map(parseRuleRow);
}

async function recordAll(db: Kysely<Database>, ops: readonly ConsoleOp[]): Promise<void> {
  const verdicts = await recordAsConsole(db, TOWN, ops);
  const bad = verdicts.find(({ verdict }) => verdict.outcome !== 'applied');
  if (bad) throw new Error(`op ${bad.seq} of the town: ${JSON.stringify(bad.verdict)}`);
}

async function addPeople(db: Kysely<Database>): Promise<void> {
  const pin_hash = await hashPin(PIN);
  const person = (id: string, role: Role, home_grid: string | null) => ({
    town: TOWN,
    id,
    name: `人${id}`,
    role,
    village: VILLAGE,
    grids: [],
    home_grid,
    login: null,
    password_hash: null,
    pin_hash,
  });
  await db
    .insertInto('users')
    .values([
      person(WORKER, 'grid_worker', HOME_GRID),
      person(CLERK, 'store_clerk', null),
      person('office', 'village_office', null),
    ])
    .execute();
}

/** Makes the data set through the same judge and ledger as everything else. */
async function fillTown(db: Kysely<Database>, rules: readonly Rule[]): Promise<void> {
  await createTown(db, TOWN, '苍城镇');
  await recordAll(db, townOps(rules, HOUSEHOLDS));
  await addPeople(db);
  await recordAll(db, historyOps(plainRules(rules), HOUSEHOLDS, 0, ENTRIES));
  await sql`create table floor_ops (device text, seq bigint, body json, primary key (device, seq))`.execute(db);
  await sql`analyze`.execute(db);
}

/** Builds a page as the product is built. */
export async function buildPage(root: URL, outDir: string): Promise<void> {
  await build({
    root: fileURLToPath(root),
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
  });
}

/** Brings everything up. `runs` is the number of measurements of each figure. */
export async function startWorld(runs: number): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'village-points-bench-'));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    const failures: unknown[] = [];
    // Whatever cannot be stopped, the rest is: nothing stays behind.
    for (const step of undo.splice(0).reverse()) await step().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
  };
  try {
    const database = await openDatabase({ databaseUrl: null, dataDir: join(folder, 'data') }, createLog('warn'), {
      whenRunning: 'refuse',
    });
    undo.push(() => database.stop());
    const { db, url } = database;
    await migrate(db);
    const rules = await frameworkRules();
    await fillTown(db, rules);
    const site = join(folder, 'site');
    await buildPage(new URL('../page/', import.meta.url), site);
    const server = await startServer(url, site, folder);
    undo.push(() => server.stop());
    const path = findChromium();
    const enrolCode = async (kind: 'tablet' | 'counter' = 'tablet') => {
      const users = [kind === 'counter' ? CLERK : WORKER];
      const wanted = { kind, village: VILLAGE, users, name: 'bench' };
      return (await createEnrolCode(db, { town: TOWN, id: 'office' }, wanted)).code;
    };
    const loadedDevice = async () => {
      const device = await openDevice(path, folder, server.origin);
      undo.push(() => device.close());
      await device.call('enrol', await enrolCode());
      await device.call('load', WORKER, PIN, HOUSEHOLDS);
      return device;
    };
    let worker: Promise<Device> | undefined;
    let entries = ENTRIES;
    let deeds = 0;
    return {
      db,
      databaseUrl: url,
      server,
      chromium: path,
      runs,
      folder,
      enrolCode,
      record: (ops) => recordAll(db, ops),
      worker: () => {
        worker ??= loadedDevice();
        return worker;
      },
      deeds: (count) => {
        const today = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
        deeds += count;
        return newDeeds(plainRules(rules), HOUSEHOLDS, deeds - count, count, today);
      },
      growHistory: async (total) => {
        await recordAll(db, historyOps(plainRules(rules), HOUSEHOLDS, entries, total));
        entries = Math.max(entries, total);
        await sql`analyze`.execute(db);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
