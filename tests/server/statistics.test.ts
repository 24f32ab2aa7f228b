/** The review of a period on the real data, against sums made from the tables of the seed alone. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import type { StatisticsResponse, UnvisitedResponse, WorkResponse } from '../../src/protocol/officeStatistics.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { cookieOf } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

type Line = Readonly<Record<string, string>>;
const table = (name: string): readonly Line[] =>
  parse(readFileSync(new URL(`../../seed/${name}.csv`, import.meta.url)), { columns: true }) as Line[];

const HISTORY = table('history');
const HOMES = new Map(table('households').map((h) => [must(h.code, 'a code'), h]));
const CATEGORY = new Map(
  ['rules', 'rules-xiawan', 'rules-daluo'].flatMap((name) => table(name).map((r) => [r.code ?? '', r.category ?? ''])),
);
const MONTHS = [
  ...['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((m) => `2022-${m}`),
  ...['01', '02', '03'].map((m) => `2023-${m}`),
];
const VILLAGES = [
  ['DL', '大罗村'],
  ['XW', '下湾村'],
] as const;

const isIn = (line: Line, village: string) => line.household?.startsWith(village) ?? false;
const monthOf = (line: Line) => (line.date ?? '').slice(0, 7);
const points = (lines: readonly Line[]) => lines.reduce((sum, l) => sum + Number(l.points), 0);
const approved = HISTORY.filter((l) => l.kind === 'entry' && l.status === 'approved');
const homesIn = (village: string) => [...HOMES.keys()].filter((code) => code.startsWith(village)).length;
const distinct = (lines: readonly Line[], key = 'household') => new Set(lines.map((l) => l[key])).size;

const TOWN_USER = 'ZHEN';
const XW_USER = 'WYH-XW';
const UNVISITED = { village: null, grid: null, months: null, after: null };
const dataDir = join(tmpdir(), `village-points-statistics-${randomUUID()}`);
let database: FreshDatabase;
let app: App;

beforeAll(async () => {
  database = await freshDatabase();
  await mkdir(dataDir);
  await loadDemoTown(database.db, { dataDir, create: true });
  await sql`analyze`.execute(database.db);
  app = await officeServer(database.db);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

async function post(user: string, path: string, payload: object) {
  return app.inject({
    method: 'POST',
    url: `/api/office/statistics${path}`,
    headers: { cookie: await cookieOf(database.db, user), origin: ORIGIN },
    payload,
  });
}
async function ask<T>(user: string, path: string, change: object = {}): Promise<T> {
  const asked = path === '/unvisited' ? change : { village: null, to: null, months: 12, ...change };
  const answer = await post(user, path, asked);
  expect(answer.statusCode).toBe(200);
  return answer.json<T>();
}
const ofVillage = (answer: StatisticsResponse, village: string) =>
  must(
    answer.villages.find((v) => v.village === village),
    village,
  );

describe('the pilot’s year', () => {
  test('points and redemptions are the pilot’s, quarter by quarter', async () => {
    const answer = await ask<StatisticsResponse>(TOWN_USER, '');
    expect(answer.months).toEqual(MONTHS);
    const quarters = answer.villages.flatMap((v) => v.quarters);
    const sum = (of: (q: (typeof quarters)[number]) => number, quarter = '') =>
      quarters.reduce((all, q) => (q.quarter.startsWith(quarter) ? all + of(q) : all), 0);
    expect(sum((q) => q.earned)).toBe(34_815);
    expect(sum((q) => q.redeemed)).toBe(26_590);
    expect(((100 * 26_590) / sum((q) => q.earned)).toFixed(2)).toBe('76.38');
    const pilot = { '2022Q2': [7_882, 2_518, 266], '2022Q3': [9_589, 7_475, 350], '2022Q4': [9_544, 8_108, 359] };
    for (const [quarter, [earned, redeemed, households]] of Object.entries(pilot)) {
      expect(sum((q) => q.earned, quarter)).toBe(earned);
      expect(sum((q) => q.redeemed, quarter)).toBe(redeemed);
      expect(sum((q) => q.households, quarter)).toBe(households);
    }
  });

  test.each(VILLAGES)('%s: every category of every month', async (village) => {
    const answer = await ask<StatisticsResponse>(TOWN_USER, '');
    const told = ofVillage(answer, village);
    expect(new Set(told.categories.map((c) => c.category))).toEqual(
      new Set(approved.map((l) => CATEGORY.get(l.rule_code ?? ''))),
    );
    for (const { category, points: figures, entries, others } of told.categories) {
      const own = approved.filter((l) => CATEGORY.get(l.rule_code ?? '') === category);
      const here = MONTHS.map((m) => own.filter((l) => isIn(l, village) && monthOf(l) === m));
      expect(figures).toEqual(here.map(points));
      expect(entries).toEqual(here.map((lines) => lines.length));
      const rest = village === 'XW' ? 'DL' : 'XW';
      const there = MONTHS.map((m) => points(own.filter((l) => isIn(l, rest) && monthOf(l) === m)) / homesIn(rest));
      expect(others).toEqual(there.map((n) => expect.closeTo(n, 9)));
    }
  });

  test.each(VILLAGES)('%s: participation by month, grid and year', async (village) => {
    const told = ofVillage(await ask<StatisticsResponse>(TOWN_USER, ''), village);
    const own = approved.filter((l) => isIn(l, village));
    expect(told.households).toBe(homesIn(village));
    expect(told.active).toEqual(MONTHS.map((m) => distinct(own.filter((l) => monthOf(l) === m))));
    expect(told.activeEver).toBe(distinct(own));
    expect(told.grids.map((g) => g.grid)).toEqual([1, 2, 3].map((n) => `${village}-G${n}`));
    for (const { grid, active, households } of told.grids) {
      const inGrid = (code: string | undefined) => HOMES.get(code ?? '')?.grid === grid;
      expect(households).toBe([...HOMES.keys()].filter(inGrid).length);
      expect(active).toEqual(MONTHS.map((m) => distinct(own.filter((l) => monthOf(l) === m && inGrid(l.household)))));
    }
  });

  test('a trend is the last three months against the nine before, which is all there is', async () => {
    const { villages } = await ask<StatisticsResponse>(TOWN_USER, '');
    for (const { village, categories } of villages) {
      for (const { category, trend, standing } of categories) {
        const own = approved.filter((l) => isIn(l, village) && CATEGORY.get(l.rule_code ?? '') === category);
        const perHome = (months: readonly string[]) =>
          points(own.filter((l) => months.includes(monthOf(l)))) / months.length / homesIn(village);
        const recent = perHome(MONTHS.slice(-3));
        const before = perHome(MONTHS.slice(0, -3));
        expect(trend).toMatchObject({ recent: expect.closeTo(recent, 9), before: expect.closeTo(before, 9) });
        if (standing === 'falling' || standing === 'season') expect(recent).toBeLessThanOrEqual(before * 0.75);
      }
    }
  });
});

describe('the work', () => {
  test('each worker’s deeds, doors, rejections', async () => {
    const { workers } = await ask<WorkResponse>(TOWN_USER, '/work');
    const entries = HISTORY.filter((l) => l.kind === 'entry');
    expect(new Set(workers.map((w) => w.id))).toEqual(new Set(entries.map((l) => l.recorded_by)));
    for (const worker of workers) {
      const own = entries.filter((l) => l.recorded_by === worker.id);
      expect(worker.entries).toBe(own.length);
      expect(worker.households).toBe(distinct(own));
      expect(worker.rejected).toBe(own.filter((l) => l.status === 'rejected').length);
      const plus = own.filter((l) => l.status === 'approved' && Number(l.points) > 0);
      expect(worker.mean).toBeCloseTo(points(plus) / plus.length, 9);
    }
  });

  test('households without any deed, and those without one for a while', async () => {
    const never = await ask<UnvisitedResponse>(TOWN_USER, '/unvisited', UNVISITED);
    const visited = new Set(HISTORY.filter((l) => l.kind === 'entry').map((l) => l.household));
    const quiet = [...HOMES.keys()].filter((code) => !visited.has(code)).sort();
    expect(never).toMatchObject({ total: quiet.length, never: quiet.length });
    expect(never.households.map((h) => h.household)).toEqual(quiet.slice(0, 50));
    // The data ends years ago: nobody was visited lately, and the list goes on page by page.
    const all: string[] = [];
    let after: string | null = null;
    do {
      const page: UnvisitedResponse = await ask(TOWN_USER, '/unvisited', { ...UNVISITED, months: 6, after });
      all.push(...page.households.map((h) => h.household));
      after = page.after;
    } while (after !== null);
    expect(all.length).toBe(510);
    expect(new Set(all)).toEqual(new Set(HOMES.keys()));
    const page = await ask<UnvisitedResponse>(TOWN_USER, '/unvisited', { ...UNVISITED, grid: 'XW-G2', months: 6 });
    expect(page.households.every((h) => h.workers.length > 0)).toBe(true);
  });
});

describe('who sees what', () => {
  test('a village’s people see their village, of the others a mean, and no name from there', async () => {
    const answer = await ask<StatisticsResponse>(XW_USER, '');
    expect(answer.villages.map((v) => v.village)).toEqual(['XW']);
    const work = await ask<WorkResponse>(XW_USER, '/work');
    expect(work.workers.every((w) => !w.id.includes('DL'))).toBe(true);
    const quiet = await ask<UnvisitedResponse>(XW_USER, '/unvisited', { ...UNVISITED, months: 6 });
    expect(quiet.households.every((h) => h.village === 'XW')).toBe(true);
    expect(JSON.stringify([answer, work, quiet])).not.toMatch(/DL-|大罗/);
    for (const path of ['', '/work', '.xlsx']) {
      const asked = { village: 'DL', to: null, months: 12, ...(path === '.xlsx' ? { language: 'zh' } : {}) };
      expect((await post(XW_USER, path, asked)).statusCode).toBe(403);
    }
    expect((await post(XW_USER, '/unvisited', { ...UNVISITED, village: 'DL' })).statusCode).toBe(403);
  });

  test('a month that does not exist and a place that is none are refused', async () => {
    expect((await post(TOWN_USER, '', { village: null, to: '2022-13', months: 12 })).statusCode).toBe(400);
    expect((await post(TOWN_USER, '/unvisited', { ...UNVISITED, after: 'x~y z' })).statusCode).toBe(400);
  });
});

describe('the Excel file', () => {
  test('has numbers as numbers, months as dates, and the totals', async () => {
    const answer = await post(TOWN_USER, '.xlsx', { village: null, to: null, months: 12, language: 'zh' });
    expect(answer.statusCode).toBe(200);
    const book = read(answer.rawPayload, { cellNF: true });
    expect(book.SheetNames).toHaveLength(8);
    const sheet = must(book.Sheets.各类积分, 'the categories');
    const rows = utils.sheet_to_json<(string | number)[]>(sheet, { header: 1 });
    expect(rows[0]).toEqual(['村', '类别', '月份', '记分条数', '积分', '每户积分', '其他村每户']);
    expect(rows.at(-1)?.[4]).toBe(34_815);
    expect(sheet.E2?.t).toBe('n');
    expect(sheet.C2).toMatchObject({ t: 'n', z: 'yyyy-mm' });
    const redemption = must(book.Sheets.兑换情况, 'the redemptions');
    const last = utils.decode_range(redemption['!ref'] ?? '').e.r + 1;
    expect(redemption[`D${last}`]).toMatchObject({ t: 'n', v: 26_590 });
    expect(redemption[`D${last}`]?.f).toBe(`SUM(D2:D${last - 1})`);
    expect(redemption.E2?.z).toBe('0.0%');
  });
});
