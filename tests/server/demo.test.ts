import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SHELF } from '../../src/domain/stock.ts';
import { townStats } from '../../src/server/cli/stats.ts';
import { newPasswordFor } from '../../src/server/cli/users.ts';
import { demoOps, LAST_PUBLISHED } from '../../src/server/demo/demoOps.ts';
import { readDemoSecrets, writeDemoSecrets } from '../../src/server/demo/demoSecrets.ts';
import { demoSignIns } from '../../src/server/demo/demoWelcome.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import { readSeedTables } from '../../src/server/demo/seedTables.ts';
import { createTown } from '../../src/server/ingest/createTown.ts';
import { LEDGER_GENESIS, ledgerHash } from '../../src/server/ingest/ledger.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { rowsPlannedFor } from './support/rowsPlannedFor.ts';
import { type ServerProcess, startServer } from './support/serverProcess.ts';

/** Town, three rule sets, goods, policy, 510 households, 12,901 entries, 1,328 visits to the store, 22 publicities. */
const OPS = 14_781;
const TOWN = { code: 'CC', name: '苍城镇' };
const TOTAL = {
  households: 510,
  entries: 12_901,
  pending: 72,
  rejected: 89,
  earned: 34_815,
  redeemed: 26_590,
  lapsed: 0,
  waiting: 0,
  shortfall: 0,
  redeemable: 8_225,
  allotted: 0,
};

let dataDir: string;
const databases: FreshDatabase[] = [];
const servers: ServerProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-demo-'));
});
afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await rm(dataDir, { recursive: true });
});

async function emptyDatabase(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  databases.push(database);
  return database;
}

async function opCount({ db }: FreshDatabase): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ops`.execute(db);
  return rows[0]?.n ?? 0;
}

async function count({ db }: FreshDatabase, table: 'towns' | 'users' | 'devices' | 'redemptions'): Promise<number> {
  const { n } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

describe('the demo town', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await emptyDatabase();
    expect(await loadDemoTown(database.db, { dataDir, create: true })).toBe(true);
  });

  test('has exactly the totals of the pilot', async () => {
    const stats = await townStats(database.db, TOWN);
    expect(stats.total).toEqual(TOTAL);
    expect(stats.villages).toMatchObject([
      { code: 'DL', name: '大罗村', households: 242 },
      { code: 'XW', name: '下湾村', households: 268 },
    ]);
    expect(await opCount(database)).toBe(OPS);
    expect(await count(database, 'redemptions')).toBe(1_328);
  });

  test('is counted, so that the first sums of the office are planned for as many rows as there are', async () => {
    expect(await rowsPlannedFor(database.db, 'households')).toBe(TOTAL.households);
    expect(await rowsPlannedFor(database.db, 'entries')).toBe(TOTAL.entries);
  });

  test('has counters that agree with its entries, and a ledger whose chain holds', async () => {
    const { rows } = await sql<Record<string, number>>`select sum(earned) as earned, sum(final) as final,
      sum(redeemed) as redeemed, sum(allotted) as allotted, sum(debt) as debt from households`.execute(database.db);
    expect(rows).toEqual([{ earned: 34_815, final: 34_815, redeemed: 26_590, allotted: 0, debt: 0 }]);
    const ledger = await sql<{ seq: number; hash: string; body: string }>`
      select seq, hash, body::text as body from ledger order by seq`.execute(database.db);
    let hash = LEDGER_GENESIS;
    ledger.rows.forEach((row, i) => {
      hash = ledgerHash(hash, row.seq, row.body);
      expect([row.seq, row.hash]).toEqual([i + 1, hash]);
    });
  });

  test('has both villages with their grids, rules, goods and published months', async () => {
    const { db } = database;
    const grids = await db.selectFrom('grids').select(['code', 'name', 'natural_villages']).orderBy('code').execute();
    expect(grids).toHaveLength(6);
    expect(grids[3]).toEqual({ code: 'XW-G1', name: '下湾村第一网格', natural_villages: ['东兴里', '南安里'] });
    const rules = await db
      .selectFrom('rule_versions')
      .select(['village', 'version', 'effective_from', 'rules'])
      .orderBy('village')
      .execute();
    expect(rules.map((set) => [set.village, set.version, set.effective_from, set.rules.length])).toEqual([
      ['', 1, '2022-04-01', 56],
      ['DL', 1, '2022-04-01', 13],
      ['XW', 1, '2022-04-01', 13],
    ]);
    expect(await db.selectFrom('goods').select('sku').execute()).toHaveLength(48);
    const months = await db.selectFrom('published_months').select(['village', 'month']).orderBy('month').execute();
    expect(months).toHaveLength(22);
    expect(months[0]?.month).toBe('2022-04');
    const stock = await db
      .selectFrom('stock')
      .select(['store', 'quantity'])
      .where('place', '=', SHELF)
      .where('sku', 'in', ['SP-001', 'SP-003'])
      .orderBy('sku')
      .orderBy('store')
      .execute();
    expect(stock.map(({ store, quantity }) => `${store} ${quantity}`)).toEqual(['DL 23', 'XW 23', 'DL 15', 'XW 15']);
    const last = demoOps(await readSeedTables()).at(-1);
    expect(last).toMatchObject({ kind: 'month.publish', body: LAST_PUBLISHED });
    expect(months.at(-1)?.month).toBe('2023-02');
  });

  test('gives everyone a secret of their own, kept in clear only in a file of the server', async () => {
    const signIns = await demoSignIns(database.db, dataDir);
    expect(signIns.filter(({ kind }) => kind === 'pin')).toHaveLength(8);
    expect(signIns.filter(({ kind }) => kind === 'password').map(({ name }) => name)).toEqual([
      'cangcheng',
      'xiawan',
      'xiawan-committee',
      'daluo',
      'daluo-committee',
    ]);
    const secrets = signIns.map(({ secret }) => secret);
    expect(secrets).not.toContain(null);
    expect(new Set(secrets).size).toBe(13);
    expect((await stat(join(dataDir, 'demo-sign-ins.json'))).mode & 0o777).toBe(0o600);
    const { rows } = await sql<{ row: string }>`select u::text as row from users u`.execute(database.db);
    for (const secret of secrets) expect(rows.some(({ row }) => row.includes(String(secret)))).toBe(false);
  });

  test('is not loaded a second time, and shows the same sign-ins', async () => {
    const before = await demoSignIns(database.db, dataDir);
    let started = false;
    const onStart = () => {
      started = true;
    };
    expect(await loadDemoTown(database.db, { dataDir, create: true, onStart })).toBe(true);
    expect(started).toBe(false);
    expect(await opCount(database)).toBe(OPS);
    expect(await demoSignIns(database.db, dataDir)).toEqual(before);
  });

  test('no longer shows a password that was changed', async () => {
    await newPasswordFor(database.db, 'CC', 'daluo', undefined);
    const signIns = await demoSignIns(database.db, dataDir);
    expect(signIns.filter(({ secret }) => secret === null).map(({ name }) => name)).toEqual(['daluo']);
  });
});

describe('a load that was interrupted', () => {
  test('by SIGKILL goes on where it stopped', async () => {
    const database = await emptyDatabase();
    const environment = { DATABASE_URL: database.url, DATA_DIR: dataDir };
    const first = startServer({ demo: true, environment });
    servers.push(first);
    while ((await opCount(database)) < 3_000) await sleep(5);
    first.child.kill('SIGKILL');
    await first.ended;
    const done = await opCount(database);
    expect(done).toBeLessThan(OPS);

    const second = startServer({ demo: true, environment });
    servers.push(second);
    await second.running;
    expect((await townStats(database.db, TOWN)).total).toEqual(TOTAL);
    expect(await opCount(database)).toBe(OPS);
    expect(await count(database, 'users')).toBe(14);
    expect(await count(database, 'devices')).toBe(1);
  });

  test('before its first op, and is finished even when no new demo town is wanted', async () => {
    const database = await emptyDatabase();
    const stopped = AbortSignal.abort();
    expect(await loadDemoTown(database.db, { dataDir, create: true, signal: stopped })).toBe(false);
    expect(await opCount(database)).toBe(0);
    const secrets = await readDemoSecrets(dataDir);
    expect(await loadDemoTown(database.db, { dataDir, create: false })).toBe(true);
    expect((await townStats(database.db, TOWN)).total).toEqual(TOTAL);
    expect(await readDemoSecrets(dataDir)).toEqual(secrets);
  });
});

describe('whose database it is', () => {
  test('two servers on one new database load one town', async () => {
    const database = await emptyDatabase();
    const options = { dataDir, create: true };
    const both = await Promise.all([loadDemoTown(database.db, options), loadDemoTown(database.db, options)]);
    expect(both).toEqual([true, true]);
    expect(await count(database, 'towns')).toBe(1);
    expect(await opCount(database)).toBe(OPS);
    expect((await townStats(database.db, TOWN)).total).toEqual(TOTAL);
  });

  test('a town of somebody else is left alone, even under the same code', async () => {
    const database = await emptyDatabase();
    await createTown(database.db, 'CC', '苍城镇');
    expect(await loadDemoTown(database.db, { dataDir, create: true })).toBe(false);
    expect(await count(database, 'users')).toBe(0);
    expect(await opCount(database)).toBe(0);
  });

  test('an empty database stays empty when nobody wants the demo town', async () => {
    const database = await emptyDatabase();
    expect(await loadDemoTown(database.db, { dataDir, create: false })).toBe(false);
    expect(await count(database, 'towns')).toBe(0);
  });
});

test('a file of sign-ins that is gone or damaged shows nothing and stops nothing', async () => {
  await writeDemoSecrets(dataDir, { ZHEN: 'k7q2m-4xw9t' });
  expect(await readDemoSecrets(dataDir)).toEqual({ ZHEN: 'k7q2m-4xw9t' });
  await writeFile(join(dataDir, 'demo-sign-ins.json'), '{"secrets": {"ZHEN"');
  expect(await readDemoSecrets(dataDir)).toEqual({});
  expect(await readDemoSecrets(join(dataDir, 'nowhere'))).toEqual({});
});
