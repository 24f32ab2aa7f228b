/** Every file that the office gives out, opened in LibreOffice: types of the cells, totals that are the sum of the rows, and the way back in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRulesFile } from '../../src/client/features/office/rules/importFile.ts';
import { must } from '../../src/domain/must.ts';
import { csvOf, exportRules } from '../../src/domain/ruleExport.ts';
import { importRules } from '../../src/domain/ruleImport.ts';
import type { OfficeEntries } from '../../src/protocol/officeEntries.ts';
import type { Job } from '../../src/protocol/officeJobs.ts';
import type { Minutes } from '../../src/protocol/officeReview.ts';
import type { RuleVersionResponse } from '../../src/protocol/officeRules.ts';
import type { CloseResponse } from '../../src/protocol/officeStore.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { minuteSheet } from '../../src/server/office/minuteSheet.ts';
import {
  NO_LIBRE_OFFICE,
  type OpenedCell,
  type OpenedSheet,
  openInLibreOffice,
  SOFFICE,
  savedAsCsv,
} from './support/libreOffice.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { cookieOf } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const TOTALS = ['合计', '总计'];
let database: FreshDatabase;
let app: App;
let dataDir: string;
let cookie: string;

beforeAll(async () => {
  if (SOFFICE === undefined) return;
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-exports-'));
  database = await freshDatabase();
  await loadDemoTown(database.db, { dataDir, create: true });
  app = await officeServer(database.db, undefined, [], dataDir);
  cookie = await cookieOf(database.db, 'ZHEN');
});
afterAll(async () => {
  if (SOFFICE === undefined) return;
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true });
});

async function post(path: string, payload: object): Promise<Buffer> {
  const headers = { cookie, origin: ORIGIN, 'accept-encoding': 'identity' };
  const answer = await app.inject({ method: 'POST', url: `/api/office/${path}`, headers, payload });
  expect(answer.statusCode, answer.payload.slice(0, 300)).toBeLessThan(300);
  return answer.rawPayload;
}
const asked = async <T>(path: string, payload: object) => JSON.parse(String(await post(path, payload))) as T;

async function registerFile(format: 'xlsx' | 'csv'): Promise<Buffer> {
  const headers = { cookie, origin: ORIGIN, 'accept-encoding': 'identity' };
  const { id } = await asked<Job>('jobs', { kind: 'register.export', input: { village: null, format } });
  for (;;) {
    const { state } = (await app.inject({ url: `/api/office/jobs/${id}`, headers })).json<Job>();
    if (state === 'done') break;
    expect(['queued', 'running']).toContain(state);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return (await app.inject({ url: `/api/office/jobs/${id}/file`, headers })).rawPayload;
}

const sheetOf = (book: readonly OpenedSheet[], name: string) =>
  must(
    book.find((sheet) => sheet.name === name),
    `a sheet ${name}`,
  );
const isTotals = (row: readonly OpenedCell[]) => TOTALS.includes(String(row[0]?.value));
const bodyOf = ({ rows }: OpenedSheet) => rows.slice(1).filter((row) => !isTotals(row));
const heads = ({ rows }: OpenedSheet) => (rows[0] ?? []).map(({ value }) => String(value));

/** The cells below a header, without the empty ones; there are some, and all have this type. */
function column(sheet: OpenedSheet, header: string, type: OpenedCell['type']): readonly OpenedCell[] {
  const at = heads(sheet).indexOf(header);
  const cells = bodyOf(sheet)
    .map((row) => row[at])
    .filter((cell): cell is OpenedCell => cell !== undefined && cell.type !== null);
  expect(cells.length, `${sheet.name} ${header}`).toBeGreaterThan(0);
  expect(new Set(cells.map((cell) => cell.type)), `${sheet.name} ${header}`).toEqual(new Set([type]));
  return cells;
}

/** The row of totals of a sheet: under each of these headers, and under no other, the sum of what stands above it. */
function totals(sheet: OpenedSheet, summed: readonly string[]): void {
  const last = must(sheet.rows.at(-1), 'a last row');
  expect(isTotals(last), sheet.name).toBe(true);
  const told = heads(sheet).filter((_, i) => i > 0 && (last[i]?.type ?? null) !== null);
  expect(told, sheet.name).toEqual(summed);
  for (const header of summed) {
    const at = heads(sheet).indexOf(header);
    const sum = bodyOf(sheet).reduce((so, row) => so + Number(row[at]?.value ?? 0), 0);
    expect(last[at], `${sheet.name} ${header}`).toMatchObject({ type: 'float', value: Math.round(sum * 100) / 100 });
  }
}

/** What begins like a formula is a text to LibreOffice, too. */
function onlyOwnFormulas(book: readonly OpenedSheet[]): void {
  const formulas = book.flatMap(({ rows }) => rows.flatMap((row) => row.flatMap(({ formula }) => formula ?? [])));
  for (const formula of formulas) expect(formula).toMatch(/^of:=SUM\(\[\.[A-Z]+2:\.[A-Z]+\d+\]\)$/);
}

describe.skipIf(SOFFICE === undefined)(SOFFICE === undefined ? NO_LIBRE_OFFICE : 'opened in LibreOffice', () => {
  test('the register: phones are texts, points are numbers', async () => {
    const book = await openInLibreOffice(await registerFile('xlsx'), 'xlsx');
    expect(book.map(({ name }) => name)).toEqual(['大罗村', '下湾村']);
    for (const sheet of book) {
      for (const header of ['户编号', '网格', '户主', '联系电话', '成员姓名']) column(sheet, header, 'string');
      for (const header of ['人口', '累计积分', '卡号']) column(sheet, header, 'float');
      totals(sheet, ['人口', '累计积分', '已兑积分', '可兑积分', '待审积分']);
    }
    const earned = book
      .flatMap((sheet) => column(sheet, '累计积分', 'float'))
      .reduce((so, c) => so + Number(c.value), 0);
    expect(earned).toBe(34_815);
    onlyOwnFormulas(book);
    const [csv] = await openInLibreOffice(await registerFile('csv'), 'csv');
    expect(heads(must(csv, 'a table'))).toEqual(heads(must(book[0], 'a village')));
    expect(csv?.rows.length).toBe(book.reduce((sum, sheet) => sum + bodyOf(sheet).length, 1));
  });

  test('the statistics: months are months, shares are per cents', async () => {
    const book = await openInLibreOffice(
      await post('statistics.xlsx', { village: null, to: null, months: 12, language: 'zh' }),
      'xlsx',
    );
    expect(book).toHaveLength(8);
    const trends = sheetOf(book, '哪一类落后');
    const categories = sheetOf(book, '各类积分');
    const participation = sheetOf(book, '参与情况');
    const redemption = sheetOf(book, '兑换情况');
    const unvisited = must(book[4], 'who was not visited');
    const people = sheetOf(book, '网格员');
    for (const sheet of [trends, categories, participation, redemption]) column(sheet, '村', 'string');
    column(trends, '近三个月每户每月', 'float');
    column(categories, '月份', 'date');
    totals(categories, ['记分条数', '积分']);
    column(participation, '月份', 'date');
    column(participation, '参与率', 'percentage');
    column(redemption, '兑换率', 'percentage');
    totals(redemption, ['累计积分', '已兑积分']);
    column(unvisited, '户编号', 'string');
    totals(people, ['记分条数', '走访户数', '被退回', '被撤销']);
    onlyOwnFormulas(book);
  });

  test('the ranking', async () => {
    const book = await openInLibreOffice(
      await post('ranking.xlsx', { village: null, year: 2022, language: 'zh' }),
      'xlsx',
    );
    const list = sheetOf(book, '年度排名 2022 预览');
    column(list, '名次', 'float');
    column(list, '户编号', 'string');
    column(list, '积分', 'float');
    totals(list, ['积分']);
    onlyOwnFormulas(book);
  });

  test('a published list: its entries add up to its rows', async () => {
    const book = await openInLibreOffice(
      await post('publicity/list.xlsx', { village: 'DL', month: '2023-02', language: 'zh' }),
      'xlsx',
    );
    const list = sheetOf(book, '名单');
    const entries = sheetOf(book, '明细');
    const about = sheetOf(book, '说明');
    column(list, '户主', 'string');
    const sums = column(list, '合计', 'float').reduce((sum, { value }) => sum + Number(value), 0);
    totals(list, heads(list).slice(3));
    column(entries, '日期', 'date');
    totals(entries, ['积分']);
    expect(column(entries, '积分', 'float').reduce((sum, c) => sum + Number(c.value), 0)).toBe(sums);
    const facts = new Map(about.rows.map(([name, value]) => [name?.value, value]));
    expect(facts.get('公示日期')).toMatchObject({ type: 'date', value: '2023-03-05' });
    expect(facts.get('月份')?.type).toBe('string');
    onlyOwnFormulas(book);
  });

  test('the close of the store: every table adds up to the summary', async () => {
    const question = { village: 'XW', from: '2022-04-01', to: '2023-03-31', device: null, language: 'zh' };
    const { close } = await asked<CloseResponse>('store/close', question);
    const book = await openInLibreOffice(await post('store/close.xlsx', question), 'xlsx');
    const goods = sheetOf(book, '商品');
    const households = sheetOf(book, '住户');
    const people = sheetOf(book, '经手人');
    const acts = sheetOf(book, '明细');
    column(acts, '时间', 'date');
    column(acts, '凭号', 'string');
    totals(goods, ['兑出', '退回', '净兑换积分', '按进价（元）']);
    totals(households, ['兑换单数', '净兑换积分']);
    totals(people, ['兑换单数', '兑出积分', '退货单数', '退回积分']);
    totals(acts, ['兑出积分']);
    totals(sheetOf(book, '库存变动'), ['进货', '报损', '盘点差异', '盘点次数']);
    for (const [sheet, header] of [
      [goods, '净兑换积分'],
      [households, '净兑换积分'],
      [acts, '兑出积分'],
    ] as const) {
      const cells = column(sheet, header, 'float');
      expect(cells.reduce((sum, { value }) => sum + Number(value), 0)).toBe(close.points);
    }
    expect(close.points).toBeGreaterThan(0);
    onlyOwnFormulas(book);
  });

  test('minutes of a session: days and times are dates', async () => {
    const found = await asked<OfficeEntries>('entries/search', {
      ...{ status: 'approved', village: 'XW', grid: null, rule: null, worker: null, from: null, to: null },
      ...{ q: '', household: 'XW-0001', odd: null, level: null, sort: 'newest', cursor: null },
    });
    const decisions = found.entries.map((entry) => ({ ...entry, session: 'K7Q2-000001', reason: '=1+1' }));
    const minutes: Minutes = {
      session: {
        ...{ id: 'K7Q2-000001', village: 'XW', villageName: '下湾村', date: '2023-03-01', present: ['周敏', '李平'] },
        ...{ chair: '周敏', note: null, openedByName: '周敏', openedAt: Date.UTC(2023, 2, 1, 1), closedByName: null },
        ...{ closedAt: null, closeNote: null, decided: decisions.length },
      },
      decisions,
    };
    const book = await openInLibreOffice(minuteSheet(minutes, 'zh', { zoneOffsetMinutes: 480 }), 'xlsx');
    const list = sheetOf(book, '议定事项');
    expect(bodyOf(list)).toHaveLength(decisions.length);
    column(list, '日期', 'date');
    column(list, '时间', 'date');
    column(list, '户编号', 'string');
    expect(new Set(column(list, '原因', 'string').map(({ value }) => value))).toEqual(new Set(['=1+1']));
    totals(list, ['原记分', '议定分']);
    const facts = new Map(sheetOf(book, '会议').rows.map(([name, value]) => [name?.value, value]));
    expect(facts.get('日期')).toMatchObject({ type: 'date', value: '2023-03-01' });
    expect(facts.get('通过分合计')).toMatchObject({ type: 'float' });
    onlyOwnFormulas(book);
  });

  test.each([
    [null, '苍城镇', 1],
    ['XW', '下湾村', 1],
    ['DL', '大罗村', 1],
  ])(
    'rules of %s: the Excel file saved as CSV there, and the CSV file, are the same rules again',
    async (village, name, version) => {
      const stands = await asked<RuleVersionResponse>('rules/version', { village, version });
      const place = village === null ? null : { code: village, name };
      const base = village === null ? stands.rules : [];
      const bytes = await post('rules/version.xlsx', { village, version, language: 'zh' });
      const book = await openInLibreOffice(bytes, 'xlsx');
      const table = sheetOf(book, '规则');
      column(table, 'code', 'string');
      if (heads(table).includes('cap_times')) column(table, 'cap_times', 'float');
      expect(sheetOf(book, '说明').rows.find(([what]) => what?.value === '生效日期')?.[1]?.type).toBe('date');
      onlyOwnFormulas(book);
      const text = csvOf(exportRules(stands.rules, place, stands.framework));
      for (const file of [await savedAsCsv(bytes), Buffer.from(text)]) {
        const read = await readRulesFile(new Blob([new Uint8Array(file)]));
        if (!read.ok) throw new Error(read.code);
        expect(importRules(read.columns, read.rows, base, place)).toEqual({ rules: stands.rules, problems: [] });
      }
      const opened = must((await openInLibreOffice(Buffer.from(text), 'csv'))[0], 'a table');
      expect(opened.rows).toHaveLength(stands.rules.length + 1);
    },
  );

  test('the goods: barcodes are texts, figures numbers; saved as CSV there, the import finds nothing that differs', async () => {
    const bytes = await post('goods.xlsx', { language: 'zh' });
    const book = await openInLibreOffice(bytes, 'xlsx');
    const list = sheetOf(book, '商品');
    expect(bodyOf(list)).toHaveLength(48);
    for (const header of ['编号', '条码', '名称', '规格', '分类', '在架']) column(list, header, 'string');
    for (const header of ['积分价', '库存']) column(list, header, 'float');
    onlyOwnFormulas(book);
    for (const [file, name] of [
      [bytes, '商品.xlsx'],
      [await savedAsCsv(bytes), '商品.csv'],
    ] as const) {
      const answer = await app.inject({
        ...{ method: 'POST', url: '/api/office/goods/table', payload: file },
        headers: {
          ...{ cookie, origin: ORIGIN, 'accept-encoding': 'identity', 'content-type': 'application/octet-stream' },
          'x-file-name': encodeURIComponent(name),
        },
      });
      expect(answer.json()).toMatchObject({ rows: 48, changes: [], problems: [], unchanged: 48, absent: 0 });
    }
  });

  test('the devices: what the page shows, in its order; instants are dates, figures numbers', async () => {
    const names = ['=1+1', '二格平板', '一格平板'];
    const zone = 8 * 3_600_000;
    const heard = new Date(Date.now() - 60_000);
    for (const [i, name] of names.entries())
      await database.db
        .insertInto('devices')
        .values({
          ...{ town: 'CC', id: `DEV${i}`, kind: 'tablet', village: 'XW', name, token_hash: `token ${i}` },
          ...{
            public_key: 'x'.repeat(90),
            genesis: `${i}`.repeat(64),
            high_hash: `${i}`.repeat(64),
            data_key: Buffer.alloc(32),
          },
          ...{
            enrolled_by: 'ZHEN',
            last_sync_at: heard,
            unsent: i + 1,
            used_bytes: 5_000_000,
            quota_bytes: 9_000_000_000,
          },
          ...{ clock_offset_ms: -600_000, app: '0.2.0' },
        })
        .execute();
    const bytes = await post('devices.xlsx', { devices: ['DEV1', 'DEV0', 'DEV1', 'NONE'], language: 'zh' });
    const book = await openInLibreOffice(bytes, 'xlsx');
    const list = sheetOf(book, '设备');
    expect(column(list, '设备', 'string').map(({ value }) => value)).toEqual(['二格平板', '=1+1']);
    expect(column(list, '村', 'string').map(({ value }) => value)).toEqual(['下湾村', '下湾村']);
    for (const header of ['未上传', '离线额度（分）', '等处理', '已用存储（MB）', '可用存储（MB）', '时间差（分钟）'])
      column(list, header, 'float');
    const [first] = column(list, '上次上传', 'date');
    expect(String(first?.value).slice(0, 16)).toBe(new Date(heard.getTime() + zone).toISOString().slice(0, 16));
    column(list, '登记时间', 'date');
    expect(column(list, '时间差（分钟）', 'float').map(({ value }) => value)).toEqual([10, 10]);
    expect(column(list, '状态', 'string').map(({ value }) => value)).toEqual(['在用', '在用']);
    totals(list, ['未上传', '离线额度（分）', '等处理']);
    onlyOwnFormulas(book);
  });

  test('the audit: instants are dates, and every line is there', async () => {
    const filter = {
      person: null,
      kind: 'rules.publish',
      household: null,
      device: null,
      village: null,
      from: null,
      to: null,
    };
    const bytes = await post('audit/export', { filter: { ...filter, cursor: null }, language: 'zh' });
    const list = must((await openInLibreOffice(bytes, 'csv'))[0], 'a table');
    column(list, '时间', 'date');
    column(list, '凭据', 'string');
    const lines = parse(bytes, { bom: true }) as string[][];
    expect(list.rows.length).toBe(lines.length);
    onlyOwnFormulas([list]);
  });
});
