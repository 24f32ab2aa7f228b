/** The yearly ranking on the real data, against ranks made from the tables of the seed alone. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import type { RankingDocument } from '../../src/domain/yearList.ts';
import { canonicalJson } from '../../src/protocol/canonical.ts';
import type { RankingResponse } from '../../src/protocol/officeRanking.ts';
import { sha256Hex } from '../../src/protocol/opHash.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { type ConsoleOp, recordAsConsole } from '../../src/server/ingest/console.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { cookieOf, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

type Line = Readonly<Record<string, string>>;
const table = (name: string): readonly Line[] =>
  parse(readFileSync(new URL(`../../seed/${name}.csv`, import.meta.url)), { columns: true }) as Line[];
const HOMES = table('households').map((h) => must(h.code, 'a code'));
/** Net approved points of a year, by household. */
const earned = new Map<string, number>();
for (const line of table('history')) {
  if (line.kind !== 'entry' || line.status !== 'approved' || !line.date?.startsWith('2022')) continue;
  const home = must(line.household, 'a household');
  earned.set(home, (earned.get(home) ?? 0) + Number(line.points));
}
const pointsOf = (home: string) => earned.get(home) ?? 0;

const dataDir = join(tmpdir(), `village-points-ranking-${randomUUID()}`);
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
  return app.inject({ method: 'POST', url: `/api/office/ranking${path}`, headers, payload });
}
const page = async (user: string, asked: object) =>
  (await post(user, '', { year: 2022, ...asked })).json<RankingResponse>();
/** All rows of a list, page by page. */
async function ranking(user: string, village: string | null, list = 'ranked'): Promise<RankingResponse> {
  const first = await page(user, { village, list });
  const rows = [...first.rows];
  for (let { cursor } = first; cursor !== null; ) {
    const next = await page(user, { village, list, cursor });
    rows.push(...next.rows);
    cursor = next.cursor;
  }
  expect(rows).toHaveLength(first.found);
  return { ...first, rows };
}
const record = async (...ops: readonly ConsoleOp[]) => {
  for (const { verdict } of await recordAsConsole(database.db, TOWN, ops)) expect(verdict.outcome).toBe('applied');
};

test.each(['XW', 'DL', null])('%s: every household has the rank and the points of the tables', async (village) => {
  const { rows, unranked, tiers } = await ranking('ZHEN', village);
  const here = HOMES.filter((code) => village === null || code.startsWith(village));
  const with_ = here.filter((code) => pointsOf(code) > 0);
  expect(rows.map((r) => r.household).sort()).toEqual([...with_].sort());
  expect(unranked).toBe(here.length - with_.length);
  for (const { household, rank, points } of rows) {
    expect(points).toBe(pointsOf(household));
    expect(rank).toBe(1 + with_.filter((other) => pointsOf(other) > points).length);
  }
  const five = Math.floor((with_.length * 5) / 100);
  expect(rows.filter((r) => Number(r.rank) <= five).every((r) => r.tier === '五星')).toBe(true);
  expect(tiers.map((t) => t.name)).toEqual(['五星', '四星', '三星']);
});

test('a village’s people see their village alone', async () => {
  const answer = await ranking('WYH-XW', null);
  expect(answer.village).toBe('XW');
  expect(answer.rows.every((r) => r.village === 'XW')).toBe(true);
  expect((await post('WYH-XW', '', { village: 'DL', year: 2022 })).statusCode).toBe(403);
  expect((await post('WYH-XW', '.xlsx', { village: 'DL', year: 2022, language: 'zh' })).statusCode).toBe(403);
});

test('the Excel file has numbers and their sum', async () => {
  const file = await post('ZHEN', '.xlsx', { village: null, year: 2022, language: 'zh' });
  const book = read(file.rawPayload, { cellNF: true });
  // Nobody takes a preview for the list.
  expect(book.SheetNames).toEqual(['年度排名 2022 预览']);
  const sheet = must(book.Sheets['年度排名 2022 预览'], 'the list');
  const { rows } = await ranking('ZHEN', null);
  expect(sheet.A2).toMatchObject({ t: 'n', v: 1 });
  expect(sheet.C2).toMatchObject({ t: 's', v: rows[0]?.household });
  // The village by its name, as on the paper.
  expect(sheet.E2).toMatchObject({ t: 's', v: rows[0]?.village === 'DL' ? '大罗村' : '下湾村' });
  expect(sheet[`G${rows.length + 2}`]).toMatchObject({
    t: 'n',
    v: rows.reduce((sum, r) => sum + r.points, 0),
    f: `SUM(G2:G${rows.length + 1})`,
  });
});

test('what a merged household earned is its family’s; a policy changes stars and sets cadres apart', async () => {
  const before = await ranking('ZHEN', 'XW');
  const [first, second, third] = before.rows.map((r) => r.household);
  const [a, b, c] = [must(first, 'a first'), must(second, 'a second'), must(third, 'a third')];
  await record(
    { kind: 'household.merge', body: { household: b, into: a, reason: '并户' } },
    {
      kind: 'household.edit',
      body: { household: c, set: [{ field: 'tags', value: ['干部'], was: [] }] },
    },
    { kind: 'policy.publish', body: { village: 'XW', policy: { cadresApart: true, fiveStarPercent: 50 } } },
  );
  const { rows, tiers } = await ranking('ZHEN', 'XW');
  const { rows: apart } = await ranking('ZHEN', 'XW', 'apart');
  expect(rows[0]).toMatchObject({ household: a, rank: 1, points: pointsOf(a) + pointsOf(b) });
  expect(rows.some((r) => r.household === b || r.household === c)).toBe(false);
  expect(apart).toMatchObject([{ household: c, rank: 1, points: pointsOf(c), tier: '五星' }]);
  expect(tiers[0]?.households).toBeGreaterThanOrEqual(Math.floor(rows.length / 2));
  expect(rows.reduce((sum, r) => sum + r.points, 0) + pointsOf(c)).toBe(
    before.rows.reduce((sum, r) => sum + r.points, 0),
  );
});

test('a frozen list is read as it was frozen: by pages, by stars, by name, as a document and as Excel, which the audit notes', async () => {
  const live = await ranking('ZHEN', 'DL');
  const out = must(live.rows[2], 'a third');
  await record({
    kind: 'ranking.exclude',
    body: { household: out.household, year: 2022, excluded: true, reason: '长期外出' },
  });
  const before = await ranking('ZHEN', 'DL');
  expect(before).toMatchObject({ frozen: null, excluded: 1, ranked: live.ranked - 1 });
  expect((await ranking('WYH-DL', 'DL', 'excluded')).rows).toMatchObject([
    { household: out.household, rank: null, reason: '长期外出', named: [out.household] },
  ]);
  const place = { village: 'DL', year: 2022 };
  expect((await post('ZHEN', '/waiting', place)).json()).toMatchObject({ over: true, pending: 0, objections: 0 });
  await record({ kind: 'year.rank', body: place });

  // What happens to a household afterwards does not change it.
  const first = must(before.rows[0], 'a first');
  await record({ kind: 'household.close', body: { household: first.household, reason: '搬走' } });
  const after = await ranking('ZHEN', 'DL');
  expect(after.rows).toEqual(before.rows);
  expect(after.frozen).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), was: null });
  expect((await ranking('ZHEN', 'DL', 'excluded')).rows).toMatchObject([
    { household: out.household, reason: '长期外出' },
  ]);
  const five = await page('ZHEN', { village: 'DL', tier: '五星' });
  expect(five.found).toBe(after.tiers[0]?.households);
  expect(five.rows.every((r) => r.tier === '五星')).toBe(true);
  const one = await page('ZHEN', { village: 'DL', q: first.household });
  expect(one.rows).toEqual([first]);
  expect((await post('WYH-XW', '/document', place)).statusCode).toBe(403);
  const said = (await post('WYH-DL', '/document', place)).json<RankingDocument>();
  expect(sha256Hex(canonicalJson(said))).toBe(after.frozen?.hash);

  const file = await post('WYH-DL', '.xlsx', { ...place, language: 'zh' });
  const book = read(file.rawPayload);
  expect(book.SheetNames).toEqual(['年度排名 2022', '不参加排名 2022', '说明']);
  expect(book.Sheets.说明?.B6?.v).toBe(after.frozen?.hash);
  const noted = await database.db
    .selectFrom('audit_acts')
    .select(['kind', 'by_user', 'village', 'details'])
    .where('by_user', '=', 'WYH-DL')
    .where('kind', '=', 'file.exported')
    .execute();
  expect(noted).toEqual([
    { kind: 'file.exported', by_user: 'WYH-DL', village: 'DL', details: { what: 'ranking', year: 2022 } },
  ]);
});
