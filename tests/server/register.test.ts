/** The household register as the office reads it: who sees what, how it is found, and what is known of one household. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpBodies } from '../../src/domain/op.ts';
import {
  REGISTER_PAGE_ROWS,
  type RegisterHousehold,
  type RegisterPage,
  type RegisterSearch,
} from '../../src/protocol/officeRegister.ts';
import type { ConsoleOp } from '../../src/server/ingest/console.ts';
import { searchRegister } from '../../src/server/register/searchRegister.ts';
import { asConsole, carried, makeTown, officeBrowser, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

const ALL: RegisterSearch = {
  ...{ village: null, grid: null, naturalVillage: null, status: null, tag: null, ended: false, q: '', cursor: null },
};
const PIN = `100000:${'A'.repeat(22)}:${'B'.repeat(43)}`;

let stage: Stage;
let office: TestDevice;
let admin: TestDevice;
let committee: TestDevice;

const family = (household: string, change: Partial<OpBodies['household.register']>): ConsoleOp => {
  const village = household.slice(0, 2);
  return { kind: 'household.register', body: { ...registration(household, village, `${village}-G1`), ...change } };
};

beforeAll(async () => {
  stage = await openStage();
  const { db, app } = stage;
  await makeTown(db, 1);
  await asConsole(db, [
    family('XW-0002', {
      head: '谢关明',
      phone: '13800005678',
      doorPlate: '东兴里7号',
      naturalVillage: '东兴里',
      tags: ['党员户', '低保'],
      members: [
        { name: '谢关明', relation: '户主', tags: [] },
        { name: '欧阳小燕', relation: '配偶', tags: [] },
      ],
    }),
    family('XW-0003', { head: '单雄信', phone: '', doorPlate: '8号', status: 'away', tags: ['低保'] }),
    family('XW-0004', { head: '谢小燕', phone: '', doorPlate: '9号' }),
    family('DL-0002', { head: '谢大罗', phone: '', doorPlate: '1号', tags: ['军属'] }),
    carried('XW-0002', 30),
  ]);
  office = await officeBrowser(app, db, PEOPLE.office);
  admin = await officeBrowser(app, db, PEOPLE.admin);
  committee = await officeBrowser(app, db, PEOPLE.committee);
});
afterAll(() => stage.close());

const post = (browser: TestDevice, path: string, body: object) =>
  injected(stage.app)({
    method: 'POST',
    path: `/api/office/households/${path}`,
    headers: { 'content-type': 'application/json', ...browser.headers },
    body: Buffer.from(JSON.stringify(body)),
  });
const search = async (browser: TestDevice, change: Partial<RegisterSearch>) =>
  jsonOf<RegisterPage>(await post(browser, 'search', { ...ALL, ...change }));
const codes = async (browser: TestDevice, change: Partial<RegisterSearch>) =>
  (await search(browser, change)).rows.map(({ code }) => code);
const one = async (browser: TestDevice, household: string) =>
  jsonOf<RegisterHousehold>(await post(browser, 'one', { household }));

describe('search', () => {
  test.each<[string, Partial<RegisterSearch>, string[]]>([
    ['the beginning of a name', { q: '谢' }, ['XW-0002', 'XW-0004']],
    ['initials, with a surname read its own way', { q: 'sxx' }, ['XW-0003']],
    ['initials of a part', { q: 'xg' }, ['XW-0002']],
    ['the end of the phone', { q: '5678' }, ['XW-0002']],
    ['a code as people say it', { q: 'xw3' }, ['XW-0003']],
    ['the number of a code', { q: '0004' }, ['XW-0004']],
    ['a door plate', { q: '东兴里7' }, ['XW-0002']],
    ['a member; heads come first', { q: '小燕' }, ['XW-0004', 'XW-0002']],
    ['a member by initials', { q: 'oyxy' }, ['XW-0002']],
    ['a tag', { tag: '低保' }, ['XW-0002', 'XW-0003']],
    ['who is away', { status: 'away' }, ['XW-0003']],
    ['a natural village', { naturalVillage: '东兴里' }, ['XW-0002']],
    ['a grid', { grid: 'XW-G2' }, ['XW-1001']],
    ['all of it together', { q: '谢', tag: '低保', grid: 'XW-G1' }, ['XW-0002']],
    ['nobody', { q: '%' }, []],
  ])('finds %s', async (_name, change, expected) => {
    expect(await codes(office, change)).toEqual(expected);
  });

  test('names the member that was meant', async () => {
    expect((await search(office, { q: '小燕' })).rows.map(({ found }) => found)).toEqual([null, '欧阳小燕']);
  });

  test('a village sees its own, the town all; another village is refused', async () => {
    expect(await codes(office, {})).toEqual(['XW-0001', 'XW-0002', 'XW-0003', 'XW-0004', 'XW-1001']);
    expect(await codes(admin, { q: '谢' })).toEqual(['DL-0002', 'XW-0002', 'XW-0004']);
    expect((await search(office, {})).tags).toEqual([
      { tag: '低保', count: 2 },
      { tag: '党员户', count: 1 },
    ]);
    expect((await post(office, 'search', { ...ALL, village: 'DL' })).status).toBe(403);
    expect((await post(office, 'one', { household: 'DL-0002' })).status).toBe(404);
    expect((await post(office, 'next-code', { village: 'DL' })).status).toBe(403);
  });

  test('figures are those of the ledger', async () => {
    const [row] = (await search(office, { q: 'xw2' })).rows;
    expect(row).toMatchObject({ earned: 30, redeemable: 30, members: 2, phoneLast4: '5678', ended: null });
    expect(JSON.stringify(row)).not.toContain('13800005678');
  });

  test('pages neither repeat nor skip one, also while some change', async () => {
    const { db } = stage;
    const many = Array.from({ length: REGISTER_PAGE_ROWS + 20 }, (_, i) =>
      family(`DL-${1000 + i}`, { head: `练习${i}`, phone: '', doorPlate: `甲${i}号` }),
    );
    await asConsole(db, many);
    const first = await searchRegister(db, TOWN, { ...ALL, q: '练习' });
    expect(first.rows).toHaveLength(REGISTER_PAGE_ROWS);
    expect(first.total).toBe(REGISTER_PAGE_ROWS + 20);
    await asConsole(db, [
      { kind: 'household.edit', body: { household: 'DL-1000', set: [{ field: 'head', value: '别人', was: '练习0' }] } },
    ]);
    const second = await searchRegister(db, TOWN, { ...ALL, q: '练习', cursor: first.cursor });
    expect(second.cursor).toBeNull();
    const seen = [...first.rows, ...second.rows].map(({ code }) => code);
    expect(new Set(seen).size).toBe(REGISTER_PAGE_ROWS + 20);
    expect((await post(office, 'search', { ...ALL, cursor: 'x' })).status).toBe(400);
  });

  test('a change is found at once', async () => {
    await asConsole(stage.db, [family('XW-0009', { head: '新来的', phone: '', doorPlate: '20号' })]);
    expect(await codes(office, { q: 'xld' })).toEqual(['XW-0009']);
  });
});

test('the next free code is behind the highest of the village', async () => {
  expect(jsonOf(await post(office, 'next-code', { village: 'XW' }))).toEqual({ code: 'XW-1002' });
});

describe('one household', () => {
  test('every change with who, when, from what to what; both sides of a collision [CF-08]', async () => {
    const was = '13800001234';
    office.record(
      'household.edit',
      { household: 'XW-0001', set: [{ field: 'phone', value: '13800009999', was }] },
      'office',
    );
    await office.syncAll();
    admin.record(
      'household.edit',
      { household: 'XW-0001', set: [{ field: 'phone', value: '13800008888', was }] },
      'admin',
    );
    await admin.syncAll();
    const { edits, profile } = await one(office, 'XW-0001');
    expect(profile.phone).toBe('13800008888');
    expect(edits).toMatchObject([
      { field: 'phone', was, value: '13800008888', byName: '人admin', inUse: true },
      { field: 'phone', was, value: '13800009999', byName: '人office', inUse: false },
    ]);
  });

  test('a replaced card says who and why [CF-15]', async () => {
    office.record('card.replace', { household: 'XW-0004', n: 2, reason: '丢了' }, 'office');
    await office.syncAll();
    expect((await one(office, 'XW-0004')).card).toMatchObject({
      n: 2,
      replaced: [{ n: 2, reason: '丢了', byName: '人office' }],
    });
  });

  test('a family PIN goes only to who may take it off, and its history never holds it', async () => {
    const set = [{ field: 'pin' as const, value: PIN, was: null }];
    await asConsole(stage.db, [{ kind: 'household.edit', body: { household: 'XW-0003', set } }]);
    const mine = await one(office, 'XW-0003');
    expect(mine).toMatchObject({
      hasPin: true,
      profile: { pin: PIN },
      edits: [{ field: 'pin', value: null, pin: 'set' }],
    });
    const theirs = await one(committee, 'XW-0003');
    expect(theirs.hasPin).toBe(true);
    expect(JSON.stringify(theirs)).not.toContain(PIN);
  });

  test('merged, split, moved and closed with reasons, and the way to the others [CF-09]', async () => {
    const { db } = stage;
    await asConsole(db, [
      { kind: 'household.merge', body: { household: 'XW-1001', into: 'XW-0002', reason: '父子同住' } },
      {
        kind: 'household.split',
        body: {
          household: 'XW-0002',
          to: 'XW-2000',
          head: '欧阳小燕',
          phone: '',
          doorPlate: '',
          members: ['m2'],
          points: 10,
          reason: '分家',
        },
      },
      {
        kind: 'household.move',
        body: {
          household: 'XW-0009',
          village: 'DL',
          grid: 'DL-G1',
          naturalVillage: '塘边',
          doorPlate: '3号',
          reason: '搬家',
        },
      },
      { kind: 'household.close', body: { household: 'XW-0003', reason: '全家迁出' } },
    ]);
    expect(await one(office, 'XW-0002')).toMatchObject({
      mergedFrom: ['XW-1001'],
      splits: [{ to: 'XW-2000', reason: '分家' }],
      points: { earned: 20, redeemable: 20 },
      moves: [{ with: 'XW-2000', points: -10 }],
    });
    expect(await one(office, 'XW-2000')).toMatchObject({ splitFrom: 'XW-0002', points: { earned: 10 } });
    expect(await one(office, 'XW-1001')).toMatchObject({ merged: { into: 'XW-0002', reason: '父子同住' } });
    expect(await one(office, 'XW-0003')).toMatchObject({ closed: { reason: '全家迁出' } });
    expect(await one(admin, 'XW-0009')).toMatchObject({
      village: 'DL',
      places: [{ village: 'XW' }, { village: 'DL', reason: '搬家', byName: '办公电脑' }],
    });
    // Its new village reads it from now on.
    expect((await post(office, 'one', { household: 'XW-0009' })).status).toBe(404);
    expect(await codes(office, { ended: true })).toEqual(['XW-0003', 'XW-1001']);
    expect(await codes(office, { q: '谢关明' })).toEqual(['XW-0002']);
  });
});
