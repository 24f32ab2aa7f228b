/** The quarterly redemption on the real data, against figures made from the ops of the log alone. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '@e965/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import type { QuarterHousehold, QuarterPage, QuarterPaper, QuarterResponse } from '../../src/protocol/officeQuarter.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { type ConsoleOp, recordAsConsole } from '../../src/server/ingest/console.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { cookieOf, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const QUARTER = '2022Q4';
const [FROM, TO] = ['2022-10-01', '2022-12-31'];

const dataDir = join(tmpdir(), `village-points-quarter-${randomUUID()}`);
let database: FreshDatabase;
let app: App;
beforeAll(async () => {
  database = await freshDatabase();
  await mkdir(dataDir);
  await loadDemoTown(database.db, { dataDir, create: true });
  app = await officeServer(database.db);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function post(user: string, path: string, payload: object) {
  const headers = { cookie: await cookieOf(database.db, user), origin: ORIGIN };
  return app.inject({ method: 'POST', url: `/api/office/quarter${path}`, headers, payload });
}
const asked = (village: string | null) => ({ village, quarter: QUARTER });
async function households(user: string, village: string | null, more: object = {}): Promise<QuarterHousehold[]> {
  const all: QuarterHousehold[] = [];
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const body = { ...asked(village), q: '', show: 'all', cursor, ...more };
    const page: QuarterPage = (await post(user, '/households', body)).json<QuarterPage>();
    all.push(...page.rows);
    expect(page.total !== null).toBe(first);
    cursor = page.cursor;
  }
  return all;
}
const record = async (...ops: readonly ConsoleOp[]) => {
  const results = await recordAsConsole(database.db, TOWN, ops);
  for (const { verdict } of results) expect(verdict).toMatchObject({ outcome: 'applied' });
  return results;
};

/** The part of an op's body that a household's sums are made of. */
interface Said {
  readonly household?: string;
  readonly into?: string;
  readonly status?: string;
  readonly date?: string;
  readonly points?: number;
  readonly entry?: string;
  readonly redemption?: string;
}

interface Counted {
  earned: number;
  final: number;
  newer: number;
  redeemed: number;
  inQuarter: number;
}

/** What the log says of each household, with nothing of the product's own sums: a reader of ops with a pencil. */
async function fromLog(): Promise<ReadonlyMap<string, Counted>> {
  const ops = await database.db
    .selectFrom('ops')
    .selectAll()
    .where('town', '=', TOWN)
    .where('outcome', '=', 'applied')
    .execute();
  const families = new Map<string, string>();
  const home = (code: string): string => (families.has(code) ? home(must(families.get(code), 'a family')) : code);
  const entries = new Map<string, { household: string; date: string; points: number }>();
  const redemptions = new Map<string, { household: string; date: string; points: number }>();
  const all = new Map<string, Counted>();
  for (const { device, seq, kind, body, at } of ops.sort((a, b) => a.at - b.at || a.seq - b.seq)) {
    const ref = `${device}-${String(seq).padStart(6, '0')}`;
    const b = body as Said;
    if (b.household === undefined) continue;
    const { household } = b;
    const day = new Date(at + 480 * 60_000).toISOString().slice(0, 10);
    if (kind === 'household.register') all.set(household, { earned: 0, final: 0, newer: 0, redeemed: 0, inQuarter: 0 });
    if (kind === 'household.merge') families.set(household, must(b.into, 'a successor'));
    if (kind === 'carryover.entry' && b.status === 'approved')
      entries.set(ref, { household, date: must(b.date, 'a day'), points: must(b.points, 'points') });
    if (kind === 'entry.reverse') entries.delete(must(b.entry, 'an entry'));
    if (kind === 'carryover.redemption')
      redemptions.set(ref, { household, date: must(b.date, 'a day'), points: must(b.points, 'points') });
    if (kind === 'redemption.record') redemptions.set(ref, { household, date: day, points: must(b.points, 'points') });
    if (kind === 'redemption.void') redemptions.delete(must(b.redemption, 'a redemption'));
  }
  for (const code of families.keys()) all.delete(code);
  for (const { household, date, points } of entries.values()) {
    const sum = must(all.get(home(household)), household);
    sum.final += points;
    if (date > TO) sum.newer += points;
    else sum.earned += points;
  }
  for (const { household, date, points } of redemptions.values()) {
    const sum = must(all.get(home(household)), household);
    sum.redeemed += points;
    if (date >= FROM && date <= TO) sum.inQuarter += points;
  }
  return all;
}

const told = (sum: Counted) => ({
  earned: sum.earned,
  redeemable: Math.max(0, sum.final - sum.redeemed),
  redeemed: sum.inQuarter,
  leftOver: Math.max(0, sum.final - sum.redeemed - Math.max(0, sum.newer)),
});

async function compare(): Promise<void> {
  const log = await fromLog();
  const rows = await households('ZHEN', null);
  expect(rows.map(({ code }) => code)).toEqual([...log.keys()].sort());
  for (const row of rows) expect(row).toMatchObject(told(must(log.get(row.code), row.code)));
  const answer = (await post('ZHEN', '', asked(null))).json<QuarterResponse>();
  expect(answer).toMatchObject({ quarter: QUARTER, from: FROM, to: TO });
  for (const village of answer.villages) {
    const here = [...log].filter(([code]) => code.startsWith(village.code)).map(([, sum]) => told(sum));
    const sum = (key: keyof (typeof here)[number]) => here.reduce((total, one) => total + one[key], 0);
    expect(village).toMatchObject({
      ...{ households: here.length, earned: sum('earned'), redeemable: sum('redeemable') },
      ...{ redeemed: sum('redeemed'), leftOver: sum('leftOver'), onDevices: 0, reserved: 0 },
      redeemedHouseholds: here.filter((one) => one.redeemed > 0).length,
      idleHouseholds: here.filter((one) => one.redeemed === 0 && one.redeemable > 0).length,
    });
  }
  expect(answer.villages.length).toBe(2);
}

test('every household and every village has the figures of the log', async () => {
  await compare();
});

test('so they have after merges, reversals and redemptions of today', async () => {
  const rows = await households('ZHEN', 'XW', { show: 'idle' });
  const [a, b, c] = rows.map(({ code }) => code);
  const entry = await database.db
    .selectFrom('entries')
    .select(['household', 'id'])
    .where('town', '=', TOWN)
    .where('status', '=', 'approved')
    .where('points', '>', 0)
    .where('date', '<=', TO)
    .where('household', '=', must(c, 'a third'))
    .executeTakeFirstOrThrow();
  const goods = await database.db
    .selectFrom('goods')
    .select(['sku', 'price'])
    .where('town', '=', TOWN)
    .where('price', '<=', 5)
    .executeTakeFirstOrThrow();
  const rich = must(
    (await households('ZHEN', 'DL')).find((row) => row.redeemable >= goods.price),
    'somebody who can pay',
  );
  await record(
    { kind: 'household.merge', body: { household: must(a, 'a first'), into: must(b, 'a second'), reason: '并户' } },
    { kind: 'entry.reverse', body: { household: entry.household, entry: entry.id, reason: '记错' } },
    {
      kind: 'redemption.record',
      body: {
        household: rich.code,
        lines: [{ sku: goods.sku, quantity: 1, price: goods.price }],
        points: goods.price,
        mode: 'online',
      },
    },
  );
  await compare();
});

test('lists are narrowed by who redeemed, by words and by village', async () => {
  const all = await households('ZHEN', 'XW');
  const codes = (rows: readonly QuarterHousehold[]) => rows.map(({ code }) => code);
  expect(codes(await households('ZHEN', 'XW', { show: 'redeemed' }))).toEqual(
    codes(all.filter((row) => row.redeemed > 0)),
  );
  expect(codes(await households('ZHEN', 'XW', { show: 'idle' }))).toEqual(
    codes(all.filter((row) => row.redeemed === 0 && row.redeemable > 0)),
  );
  const one = must(all[7], 'an eighth');
  expect(codes(await households('ZHEN', null, { q: one.code }))).toEqual([one.code]);
  expect(codes(await households('ZHEN', null, { q: '%' }))).toEqual([]);
  expect((await households('WYH-XW', null)).every((row) => row.village === 'XW')).toBe(true);
  for (const path of ['', '/paper', '/households', '.xlsx']) {
    const body = { ...asked('DL'), ...(path === '.xlsx' ? { language: 'zh' } : {}) };
    const more = path === '/households' ? { q: '', show: 'all', cursor: null } : {};
    expect((await post('WYH-XW', path, { ...body, ...more })).statusCode).toBe(403);
  }
});

test('windows of the quarter are each village’s own; paper has who may redeem', async () => {
  const windows = [
    { from: '2022-12-20', to: '2023-01-05' },
    { from: '2022-10-08', to: '2022-10-12' },
    { from: '2023-03-20', to: '2023-03-31' },
  ];
  await record({
    kind: 'policy.publish',
    body: { village: 'XW', policy: { redemptionWindows: windows, maskNames: false } },
  });
  const { villages } = (await post('ZHEN', '', asked(null))).json<QuarterResponse>();
  expect(villages.map(({ code, windows: own }) => [code, own])).toEqual([
    ['DL', 'always'],
    ['XW', [windows[1], windows[0]]],
  ]);
  const paper = (await post('WYH-XW', '/paper', asked('XW'))).json<QuarterPaper>();
  expect(paper).toMatchObject({ village: '下湾村', masked: false });
  expect(paper.rows).toEqual((await households('ZHEN', 'XW')).filter((row) => row.redeemable > 0));
  const other = (await post('ZHEN', '/paper', asked('DL'))).json<QuarterPaper>();
  expect(other.masked).toBe(true);
});

test('the Excel file has numbers and their sums, and whoever takes it is in the audit', async () => {
  const file = await post('WYH-XW', '.xlsx', { ...asked(null), language: 'zh' });
  const book = read(file.rawPayload, { cellNF: true });
  expect(book.SheetNames).toEqual([`各村汇总 ${QUARTER}`, `住户 ${QUARTER}`]);
  const rows = await households('WYH-XW', null);
  const sheet = must(book.Sheets[`住户 ${QUARTER}`], 'the households');
  expect(sheet.A2).toMatchObject({ t: 's', v: rows[0]?.code });
  expect(sheet.E2).toMatchObject({ t: 'n', v: rows[0]?.earned });
  expect(sheet[`J${rows.length + 2}`]).toMatchObject({
    t: 'n',
    v: rows.reduce((sum, row) => sum + row.leftOver, 0),
    f: `SUM(J2:J${rows.length + 1})`,
  });
  const act = await database.db
    .selectFrom('audit_acts')
    .selectAll()
    .where('kind', '=', 'file.exported')
    .executeTakeFirstOrThrow();
  expect(act).toMatchObject({ by_user: 'WYH-XW', village: 'XW', details: { what: 'quarter', quarter: QUARTER } });
});
