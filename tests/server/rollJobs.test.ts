/** Import and export of the register in the office: preview, choice, long work, and that what was exported changes nothing. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import { profileOf } from '../../src/domain/profile.ts';
import type { Job } from '../../src/protocol/officeJobs.ts';
import type { RollImported, RollPreview } from '../../src/protocol/officeRoll.ts';
import { hashToken, newToken } from '../../src/server/auth/token.ts';
import { createEmptyTown } from '../../src/server/cli/createEmptyTown.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { type ConsoleOp, recordAsConsole } from '../../src/server/ingest/console.ts';
import { expected } from '../unit/rolls/xiawan.ts';
import { auditTown } from './support/auditTown.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const TOWN = 'CC';
const MESSY = 'roll-xiawan-messy.xlsx';

let database: FreshDatabase;
let app: App;
let dataDir: string;
const cookies = new Map<string, string>();

beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await createEmptyTown(db, { code: TOWN, name: '苍城镇', from: '2022-01-01' });
  const { id: admin } = await db
    .selectFrom('users')
    .select('id')
    .where('login', 'is not', null)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('users')
    .values(
      ['XW', 'DL'].map((village) => ({
        ...{
          town: TOWN,
          id: `OFFICE-${village}`,
          name: `${village}村委会`,
          role: 'village_office' as const,
          village,
          grids: [],
        },
        ...{ home_grid: null, login: null, password_hash: null, pin_hash: null },
      })),
    )
    .execute();
  for (const [who, user_id] of [
    ['town', admin],
    ['xw', 'OFFICE-XW'],
    ['dl', 'OFFICE-DL'],
  ] as const) {
    const token = newToken();
    const expires_at = new Date(Date.now() + 3_600_000);
    await db
      .insertInto('sessions')
      .values({ town: TOWN, token_hash: hashToken(token), user_id, expires_at })
      .execute();
    cookies.set(who, `office_session=${token}`);
  }
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-rolls-'));
  app = await officeServer(db, undefined, [], dataDir);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object | Buffer, extra: object = {}) {
  const headers = { origin: ORIGIN, cookie: cookies.get(who) ?? '', 'accept-encoding': 'identity', ...extra };
  return app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
}

const upload = (who: string, bytes: Buffer, fileName: string, place: string) =>
  call(who, 'POST', `/api/office/rolls?${place}`, bytes, {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(fileName),
  });

async function ended(who: string, id: string): Promise<Job> {
  for (;;) {
    const job = (await call(who, 'GET', `/api/office/jobs/${id}`)).json<Job>();
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const fileOf = (who: string, id: string) => call(who, 'GET', `/api/office/jobs/${id}/file`);

interface Looked {
  readonly upload: string;
  readonly preview: RollPreview;
  readonly fileName: string;
}

async function look(who: string, bytes: Buffer, fileName: string, place = 'village=XW'): Promise<Looked> {
  const answer = await upload(who, bytes, fileName, place);
  expect(answer.statusCode, answer.body).toBe(200);
  const { id } = answer.json<Job>();
  expect(await ended(who, id)).toMatchObject({ state: 'done' });
  return { upload: id, preview: (await fileOf(who, id)).json<RollPreview>(), fileName };
}

async function take(who: string, looked: Looked, change: object = {}): Promise<Job> {
  const { upload: id, fileName } = looked;
  const input = { upload: id, village: 'XW', newName: null, fileName, decisions: [], skip: [], ...change };
  const answer = await call(who, 'POST', '/api/office/jobs', { kind: 'roll.import', input });
  expect(answer.statusCode, answer.body).toBe(200);
  return ended(who, answer.json<Job>().id);
}

const messy = () => readFile(new URL(`../data/${MESSY}`, import.meta.url));
const count = async () => (await database.db.selectFrom('households').select('code').execute()).length;
const opCount = async () => (await database.db.selectFrom('ops').select('seq').execute()).length;

describe('the messy roll of 下湾村', () => {
  let looked: Looked;

  test('what is no table is refused before anything is kept', async () => {
    expect((await upload('town', Buffer.from('%PDF-1.4\0'), 'roll.pdf', 'village=XW')).statusCode).toBe(415);
    expect((await upload('town', Buffer.from('PK\u0003\u0004'), 'roll.csv', 'village=XW')).statusCode).toBe(415);
    expect((await upload('xw', Buffer.from('a,b,c'), 'roll.csv', 'village=DL')).statusCode).toBe(403);
    expect(
      (await upload('xw', Buffer.from('a,b,c'), 'roll.csv', `village=QQ&name=${encodeURIComponent('新村')}`))
        .statusCode,
    ).toBe(403);
    const unreadable = await upload(
      'town',
      Buffer.from('PK\u0003\u0004broken'),
      'roll.xlsx',
      `village=XW&name=${encodeURIComponent('下湾村')}`,
    );
    expect(await ended('town', unreadable.json<Job>().id)).toMatchObject({
      state: 'failed',
      error: 'roll_not_a_table',
    });
  });

  test('the preview says what it would change, row by row, and changes nothing', async () => {
    const before = await opCount();
    looked = await look('town', await messy(), MESSY, `village=XW&name=${encodeURIComponent('下湾村')}`);
    const { preview } = looked;
    expect(preview.added).toHaveLength(expected.counts.households_after_recommended);
    expect(preview.grids?.map(({ code }) => code)).toEqual(['XW-G1', 'XW-G2', 'XW-G3']);
    const told = (problems: readonly { sheet: string; row: number; field: string; code: string; raw: string }[]) =>
      problems.map(({ sheet, row, field, code, raw }) => [sheet, row, field, code, raw].join(' | ')).sort();
    expect(told(preview.problems)).toEqual(told(expected.problems));
    expect(preview.duplicates).toHaveLength(expected.duplicates_to_confirm.length);
    expect(preview.ignored).toHaveLength(Object.values(expected.ignored_rows).flat().length);
    expect(preview.dropped.map(({ sheet, column }) => `${sheet} ${column}`)).toContain('在册 身份证号');
    expect(JSON.stringify(preview)).not.toMatch(/99\*{4}19/);
    expect(await opCount()).toBe(before);
    expect(await count()).toBe(0);
  });

  test('another decision about two that may be one gives another plan', async () => {
    const group = looked.preview.duplicates.find(({ decision }) => decision === 'merge')?.group;
    const input = {
      ...{ upload: looked.upload, village: 'XW', newName: '下湾村', fileName: MESSY },
      decisions: [{ group, decision: 'keep_both' }],
    };
    const { id } = (await call('town', 'POST', '/api/office/jobs', { kind: 'roll.preview', input })).json<Job>();
    expect(await ended('town', id)).toMatchObject({ state: 'done' });
    const again = (await fileOf('town', id)).json<RollPreview>();
    expect(again.added).toHaveLength(looked.preview.added.length + 1);
    expect(again.duplicates.find((one) => one.group === group)?.decision).toBe('keep_both');
  });

  test('somebody else’s upload is nobody’s', async () => {
    const job = await take('xw', looked);
    expect(job).toMatchObject({ state: 'failed', error: 'upload_gone' });
    expect(await count()).toBe(0);
  });

  test('what is left out is not imported; the rest is, as the ops of who chose it', async () => {
    const left = looked.preview.added.slice(0, 2);
    const skip = left.flatMap(({ sources }) => sources.slice(0, 1));
    const job = await take('town', looked, { newName: '下湾村', skip });
    expect(job).toMatchObject({
      state: 'done',
      done: 266,
      total: 266,
      result: { recorded: 267, skipped: 2, notTaken: [] },
    });
    expect(await count()).toBe(266);
    const { rows } = {
      rows: await database.db
        .selectFrom('ops')
        .select(['by_user', 'kind'])
        .where('kind', '=', 'household.register')
        .execute(),
    };
    expect(new Set(rows.map(({ by_user }) => by_user))).not.toContain('CONSOLE');
    await auditTown(database.db, TOWN);
  });

  test('the upload is gone with its import', async () => {
    expect(await take('town', looked)).toMatchObject({ state: 'failed', error: 'upload_gone' });
  });

  test('the same file again brings what was left out, and once more nothing', async () => {
    const again = await look('xw', await messy(), MESSY);
    expect(again.preview).toMatchObject({ changed: [], unchanged: 266 });
    expect(again.preview.added).toHaveLength(2);
    expect((await take('xw', again)).result).toMatchObject({ recorded: 2 } satisfies Partial<RollImported>);
    const third = await look('xw', await messy(), MESSY);
    expect(third.preview).toMatchObject({ added: [], changed: [], unchanged: 268, missing: [] });
    const before = await opCount();
    expect((await take('xw', third)).result).toMatchObject({ recorded: 0, notTaken: [] });
    expect(await opCount()).toBe(before);
  });
});

describe('a changed roll', () => {
  test('shows each field from what to what, and takes only what was chosen', async () => {
    const head = '户编号,自然村,网格,门牌号,户主姓名,联系电话,户类型,家庭成员';
    const files = await database.db
      .selectFrom('households')
      .select(['code', 'base', 'edits'])
      .orderBy('code')
      .limit(2)
      .execute();
    const lines = files.map(({ code, base, edits }, i) => {
      const { naturalVillage, doorPlate, head: name, members } = profileOf({ base, edits });
      const people = Object.values(members).map((one) => one.name);
      return [code, naturalVillage, '', doorPlate, name, `1390000111${i}`, '侨属', people.join('、')].join(',');
    });
    const looked = await look('xw', Buffer.from([head, ...lines].join('\n')), '补充.csv');
    expect(looked.preview.added).toEqual([]);
    expect(looked.preview.changed).toHaveLength(2);
    expect(looked.preview.changed[0]?.set).toContainEqual({
      ...{
        field: 'phone',
        value: '13900001110',
        was: profileOf(must(files[0], 'a household')).phone,
      },
    });
    const skip = looked.preview.changed.slice(1).flatMap(({ sources }) => sources);
    expect((await take('xw', looked, { skip })).result).toMatchObject({ recorded: 1, skipped: 1 });
    const after = await database.db
      .selectFrom('households')
      .select(['base', 'edits'])
      .orderBy('code')
      .limit(2)
      .execute();
    expect(after.map((file) => profileOf(file).phone === '13900001110')).toEqual([true, false]);
  });
});

describe('what was exported', () => {
  async function exported(who: string, format: 'xlsx' | 'csv'): Promise<Buffer> {
    const started = await call(who, 'POST', '/api/office/jobs', {
      kind: 'register.export',
      input: { village: 'XW', format },
    });
    const { id } = started.json<Job>();
    expect(await ended(who, id)).toMatchObject({ state: 'done' });
    return (await fileOf(who, id)).rawPayload;
  }

  beforeAll(async () => {
    const codes = (await database.db.selectFrom('households').select('code').orderBy('code').limit(6).execute()).map(
      ({ code }) => code,
    );
    const [a = '', b = '', c = '', d = ''] = codes;
    await recordAsConsole(database.db, TOWN, [
      { kind: 'household.merge', body: { household: a, into: b, reason: '同住' } },
      {
        kind: 'household.edit',
        body: { household: c, set: [{ field: 'tags', value: ['自定标签', '侨属'], was: [] }] },
      },
      { kind: 'household.edit', body: { household: d, set: [{ field: 'phone', value: '0750-1234567', was: '' }] } },
      { kind: 'household.close', body: { household: codes[4] ?? '', reason: '迁出' } },
      // A father and his son's family at one door: the system knows them as two.
      ...['甲', '乙'].map((name, i): ConsoleOp => {
        const household = `XW-090${i + 1}`;
        const people = i === 0 ? ['练习甲', '练习乙'] : ['练习乙'];
        return {
          kind: 'household.register',
          body: {
            ...{ household, village: 'XW', grid: 'XW-G1', head: `练习${name}`, phone: '', doorPlate: '东兴里999号' },
            ...{ naturalVillage: '东兴里', status: 'active' as const, tags: [] },
            members: people.map((one, j) => ({ name: one, relation: j === 0 ? '户主' : '子', tags: [] })),
          },
        };
      }),
    ]);
  });

  test.each(['xlsx', 'csv'] as const)('as %s changes nothing when it is imported again', async (format) => {
    const bytes = await exported('xw', format);
    const { preview } = await look('xw', bytes, `名册.${format}`);
    expect(preview.changed).toEqual([]);
    expect(preview.added).toEqual([]);
    expect(preview.withoutGrid).toEqual([]);
    expect(preview.unchanged).toBe(268);
  });

  test('has phones as text, points as numbers, and totals that add up', async () => {
    const bytes = await exported('xw', 'xlsx');
    const sheet = must(read(bytes).Sheets.下湾村, 'the sheet of the village');
    const rows = utils.sheet_to_json<Record<string, unknown>>(sheet);
    expect(rows.at(-1)).toMatchObject({ 户编号: '合计' });
    const people = rows.slice(0, -1).reduce((sum, row) => sum + Number(row.人口 ?? 0), 0);
    expect(rows.at(-1)?.人口).toBe(people);
    expect(sheet.F2).toMatchObject({ t: 's' });
    expect(sheet.O2).toMatchObject({ t: 'n' });
    expect(sheet[`O${rows.length + 1}`]).toMatchObject({ t: 'n', f: `SUM(O2:O${rows.length})` });
  });
});
