import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Profile } from '../../src/domain/household.ts';
import { profileOf } from '../../src/domain/profile.ts';
import { CliError } from '../../src/server/cli/cliError.ts';
import { createEmptyTown } from '../../src/server/cli/createEmptyTown.ts';
import { type ImportOutcome, importRoll } from '../../src/server/cli/importRoll.ts';
import { importText } from '../../src/server/cli/importText.ts';
import { loadDemoTown } from '../../src/server/demo/loadDemoTown.ts';
import { recordAsConsole } from '../../src/server/ingest/console.ts';
import { expected } from '../unit/rolls/xiawan.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { rowsPlannedFor } from './support/rowsPlannedFor.ts';

const DATA = new URL('../data/', import.meta.url);
const MESSY = 'roll-xiawan-messy.xlsx';
const databases: FreshDatabase[] = [];

afterAll(async () => {
  for (const database of databases) await database.drop();
});

async function emptyTown(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  databases.push(database);
  await createEmptyTown(database.db, { code: 'CC', name: '苍城镇', from: '2026-01-01' });
  return database;
}

interface Choice {
  readonly village?: string;
  readonly dryRun?: boolean;
}

async function importFile({ db }: FreshDatabase, fileName: string, choice: Choice = {}): Promise<ImportOutcome> {
  const bytes = await readFile(new URL(fileName, DATA));
  return importRoll(db, 'CC', { bytes, fileName, dryRun: false, thisYear: 2026, ...choice });
}

/** A roll as text, one line a household: code, natural village, grid, plate, head, phone, members. */
async function importLines(
  { db }: FreshDatabase,
  lines: readonly string[],
  choice: Choice = {},
): Promise<ImportOutcome> {
  const header = '户编号,自然村,网格,门牌号,户主姓名,联系电话,家庭成员';
  const bytes = new TextEncoder().encode([header, ...lines].join('\n'));
  return importRoll(db, 'CC', { bytes, fileName: 'roll.csv', dryRun: false, thisYear: 2026, ...choice });
}

async function profile({ db }: FreshDatabase, code: string): Promise<Profile> {
  const row = await db
    .selectFrom('households')
    .select(['base', 'edits'])
    .where('code', '=', code)
    .executeTakeFirstOrThrow();
  return profileOf(row);
}

async function householdCount({ db }: FreshDatabase): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from households`.execute(db);
  return rows[0]?.n ?? 0;
}

async function opCount({ db }: FreshDatabase): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ops`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Every row of every table as text. */
async function wholeDatabase({ db }: FreshDatabase): Promise<string> {
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = 'public' order by 1`.execute(db);
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db);
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

describe('the messy roll into a town without villages', () => {
  let database: FreshDatabase;
  let outcome: ImportOutcome;
  beforeAll(async () => {
    database = await emptyTown();
    outcome = await importFile(database, MESSY, { village: 'XW=下湾村' });
  });

  test('registers 268 households and reports what it should, row by row', async () => {
    expect(outcome.plan.added).toHaveLength(268);
    expect(outcome.notTaken).toEqual([]);
    expect(outcome.plan.withoutGrid).toEqual([]);
    expect(await householdCount(database)).toBe(268);
    expect(await rowsPlannedFor(database.db, 'households')).toBe(268);
    const told = (problems: typeof expected.problems) =>
      problems
        .map(({ sheet, row, field, code, severity, raw }) => [sheet, row, field, code, severity, raw].join(' | '))
        .sort();
    expect(told([...outcome.roll.problems])).toEqual(told(expected.problems));
    expect(outcome.roll.counts).toMatchObject({
      householdBlocks: expected.counts.household_blocks,
      memberRows: expected.counts.member_rows,
      householdsAfterRecommended: expected.counts.households_after_recommended,
      membersAfterRecommended: expected.counts.members_after_recommended,
    });
  });

  test('divides the new village into the grids that the roll speaks of', async () => {
    const { db } = database;
    const grids = await db.selectFrom('grids').select(['code', 'name', 'natural_villages']).orderBy('code').execute();
    const places = new Map(grids.flatMap((grid) => grid.natural_villages.map((name) => [name, grid.code])));
    expect(grids.map(({ code, name }) => `${code} ${name}`)).toEqual([
      'XW-G1 下湾村第一网格',
      'XW-G2 下湾村第二网格',
      'XW-G3 下湾村第三网格',
    ]);
    expect(Object.fromEntries(places)).toEqual(expected.conventions.grid_of_natural_village);
  });

  test('stores a household as the roll has it, normalised', async () => {
    expect(await profile(database, 'XW-0001')).toMatchObject({
      head: '吴仕林',
      phone: '13800008531',
      doorPlate: '东兴里1号',
      naturalVillage: '东兴里',
      status: 'active',
      members: { m1: { name: '吴仕林', relation: '户主', birthYear: 1949, gender: '男' } },
    });
  });

  test('leaves no id number anywhere, neither in the database nor in the report', async () => {
    const mask = new RegExp(expected.dropped_columns[0]?.must_not_appear.replace('^', '') ?? 'missing');
    const idNumber = /(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[0-9Xx](?![0-9A-Za-z])/;
    expect(mask.test('99****190000001234')).toBe(true);
    for (const text of [await wholeDatabase(database), JSON.stringify(outcome), importText(outcome).join('\n')]) {
      expect(text).not.toMatch(mask);
      expect(text).not.toMatch(idNumber);
    }
  });

  test('says it all in Chinese', () => {
    const text = importText(outcome).join('\n');
    expect(text).toContain('读到277户次、1064人次；按建议处理后是268户、1024人。');
    expect(text).toContain('XW-G1 下湾村第一网格：东兴里、南安里');
    expect(text).toContain('问题110条，在107行');
    expect(text).toContain('已导入下湾村：新登记268户，修改0户，没有变化0户，没有导入0户。');
  });

  test('a second time changes nothing, and finds the village by itself', async () => {
    const before = await opCount(database);
    const again = await importFile(database, MESSY);
    expect(again.recorded).toBe(0);
    expect(again.plan).toMatchObject({ added: [], changed: [], missing: [], unchanged: 268 });
    expect(await opCount(database)).toBe(before);
    expect(importText(again).at(-1)).toContain('下湾村：没有新内容，什么都没有改');
  });

  test('its GB18030 csv changes nothing either', async () => {
    const again = await importFile(database, 'roll-xiawan-messy.在册.gb18030.csv');
    expect(again.plan).toMatchObject({ added: [], changed: [], unchanged: 226 });
    expect(again.plan.missing).toHaveLength(42);
    expect(await householdCount(database)).toBe(268);
  });
});

test('the GB18030 csv alone registers the households of its sheet', async () => {
  const database = await emptyTown();
  const outcome = await importFile(database, 'roll-xiawan-messy.在册.gb18030.csv', { village: 'XW=下湾村' });
  expect(outcome.roll.counts.householdBlocks).toBe(expected.counts.household_blocks_by_sheet.在册);
  expect(outcome.roll.counts.memberRows).toBe(expected.counts.member_rows_by_sheet.在册);
  expect(await householdCount(database)).toBe(226);
  const again = await importFile(database, 'roll-xiawan-messy.在册.gb18030.csv');
  expect(again.recorded).toBe(0);
});

test('the messy roll finds every household of the demo town again', async () => {
  const database = await freshDatabase();
  databases.push(database);
  const dataDir = await mkdtemp(join(tmpdir(), 'village-points-import-'));
  await loadDemoTown(database.db, { dataDir, create: true });
  await rm(dataDir, { recursive: true });

  const outcome = await importFile(database, MESSY);
  expect(outcome.plan.added).toEqual([]);
  expect(outcome.plan.missing).toEqual([]);
  expect(outcome.plan.changed.map(({ household }) => household)).toEqual(['XW-0040', 'XW-0082', 'XW-0108']);
  expect(await householdCount(database)).toBe(510);
  expect((await importFile(database, MESSY)).recorded).toBe(0);
});

describe('a roll that changed', () => {
  let database: FreshDatabase;
  const lines = [
    'HX-1,上围,1网格,1号,李一,13800000001,李一、陈二',
    'HX-2,上围,1网格,2号,何四,13800000002,何四',
    'HX-3,下围,2网格,3号,周五,13800000003,周五',
  ];
  beforeAll(async () => {
    database = await emptyTown();
    expect((await importLines(database, lines, { village: 'HX=河西村' })).plan.added).toHaveLength(3);
  });

  test('a dry run tells and changes nothing', async () => {
    const before = await opCount(database);
    const outcome = await importLines(database, [...lines, 'HX-4,下围,2网格,4号,郑六,13800000004,郑六'], {
      dryRun: true,
    });
    expect(outcome.plan.added.map(({ household }) => household)).toEqual(['HX-0004']);
    expect(importText(outcome).at(-1)).toContain('试运行，什么都没有改');
    expect(await opCount(database)).toBe(before);
  });

  test('edits what differs, with what was there, and takes nothing away', async () => {
    const outcome = await importLines(database, [
      'HX-1,上围,1网格,1号,李一,13800009999,李一、李三',
      'HX-2,上围,1网格,2号,何四,,何四',
    ]);
    expect(outcome.plan.changed.map(({ op }) => op)).toEqual([
      {
        kind: 'household.edit',
        body: {
          household: 'HX-0001',
          set: [
            { field: 'phone', value: '13800009999', was: '13800000001' },
            { field: 'members.m3', value: { name: '李三', relation: '', tags: [] }, was: null },
          ],
        },
      },
    ]);
    expect(outcome.plan.missing).toEqual([{ household: 'HX-0003', head: '周五' }]);
    const now = await profile(database, 'HX-0001');
    expect(now.phone).toBe('13800009999');
    expect(Object.values(now.members).map(({ name }) => name)).toEqual(['李一', '陈二', '李三']);
    expect((await profile(database, 'HX-0002')).phone).toBe('13800000002');
    expect(await householdCount(database)).toBe(3);
    const text = importText(outcome).join('\n');
    expect(text).toContain('电话 13800000001→13800009999');
    expect(text).toContain('花名册里没有这个成员，仍保留');
    expect(text).toContain('系统里有、花名册里没有的户，都保留（1）');
  });

  test('an old roll does not undo what people changed since', async () => {
    await recordAsConsole(database.db, 'CC', [
      {
        kind: 'household.edit',
        body: { household: 'HX-0002', set: [{ field: 'phone', value: '13800007777', was: '13800000002' }] },
      },
    ]);
    const before = await opCount(database);
    const outcome = await importLines(database, lines);
    expect(outcome.recorded).toBe(0);
    expect(outcome.plan.kept).toContainEqual({
      household: 'HX-0002',
      head: '何四',
      field: 'phone',
      reason: 'older',
      here: '13800007777',
      roll: '13800000002',
    });
    expect((await profile(database, 'HX-0002')).phone).toBe('13800007777');
    expect(await opCount(database)).toBe(before);
  });

  test('a household whose grid nobody can tell is left out and named', async () => {
    const outcome = await importLines(database, [...lines, 'HX-5,新楼,,5号,冯七,13800000005,冯七']);
    expect(outcome.plan.withoutGrid).toMatchObject([{ household: 'HX-0005', head: '冯七' }]);
    expect(importText(outcome).join('\n')).toContain('HX-0005 冯七（“roll”第5行）');
    expect(await householdCount(database)).toBe(3);
  });

  test('what the judge refuses is named with its row, the rest is taken', async () => {
    const name = '长'.repeat(41);
    const outcome = await importLines(database, [
      ...lines,
      `HX-6,上围,1网格,6号,${name},13800000006,${name}`,
      'HX-7,上围,1网格,7号,许八,13800000007,许八',
    ]);
    expect(outcome.notTaken).toMatchObject([{ household: 'HX-0006', code: 'malformed', sources: [{ row: 5 }] }]);
    expect(outcome.recorded).toBe(1);
    expect(await householdCount(database)).toBe(4);
  });
});

describe('whose roll it is', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await emptyTown();
    await importLines(database, ['HX-1,上围,1网格,1号,李一,13800000001,李一'], { village: 'HX=河西村' });
  });

  async function refusal(lines: readonly string[], village?: string): Promise<CliError> {
    const before = await opCount(database);
    const error = await importLines(database, lines, village === undefined ? {} : { village }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CliError);
    expect(await opCount(database)).toBe(before);
    return error as CliError;
  }

  test('a roll of a village that the town does not have asks for --village', async () => {
    const error = await refusal(['DX-1,上围,1网格,1号,李一,13800000001,李一']);
    expect(error.exitCode).toBe(2);
    expect(error.zh).toContain('户编号以 DX 开头');
    expect(error.zh).toContain('--village');
  });

  test('a village that is not there is named with those that are', async () => {
    const error = await refusal(['1,上围,1网格,1号,李一,13800000001,李一'], '东溪村');
    expect(error.zh).toContain('镇里没有“东溪村”这个村。已有：HX 河西村');
    expect(error.zh).toContain('代码=村名');
  });

  test('a code of a village with another name is no new village', async () => {
    expect((await refusal(['1,上围,1网格,1号,李一,13800000001,李一'], 'HX=东溪村')).zh).toContain('HX 河西村');
  });

  test('the title tells it where there are no codes', async () => {
    const outcome = await importLines(database, ['河西村农户花名册', ',上围,1网格,1号,李一,13800000001,李一']);
    expect(outcome.village).toMatchObject({ code: 'HX', isNew: false });
    expect(outcome.plan).toMatchObject({ added: [], unchanged: 1 });
  });
});
