import { afterAll, beforeAll, expect, test } from 'vitest';
import { importTownPublicKey, townPublicKeySchema, verifyCard } from '../../src/protocol/card.ts';
import { parseEnrolCode } from '../../src/protocol/enrolCode.ts';
import type { OfficeCases } from '../../src/protocol/officeCases.ts';
import type { OfficeDevice } from '../../src/protocol/officeDevices.ts';
import type { OfficeEntries } from '../../src/protocol/officeEntries.ts';
import { verifyPin } from '../../src/server/auth/password.ts';
import { hashToken } from '../../src/server/auth/token.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { villageTotals } from '../../src/server/office/totals.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { addDevice, addEntries, addHousehold, cookieOf, createOfficeTown, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const NO_FILTER = {
  ...{ status: null, village: null, grid: null, rule: null, worker: null, from: null, to: null, q: '' },
  ...{ household: null, cursor: null },
};
const DAY_MS = 86_400_000;

let database: FreshDatabase;
let app: App;

beforeAll(async () => {
  database = await freshDatabase();
  const { db } = database;
  await createOfficeTown(db);
  app = await officeServer(db);
  await addDevice(db, { id: 'T111', village: 'XW', lastSync: new Date(Date.now() - 5 * DAY_MS) });
  await addDevice(db, { id: 'T222', village: 'DL', lastSync: new Date() });
  await addHousehold(db, { code: 'XW-0001', village: 'XW', head: '谢关明', card: 2 });
  await addHousehold(db, { code: 'XW-0002', village: 'XW', head: '吴锦权' });
  await addHousehold(db, { code: 'DL-0001', village: 'DL', head: '谢小燕' });
  // 120 entries, several at the same instant: pages must neither repeat nor skip one.
  await addEntries(
    db,
    Array.from({ length: 120 }, (_, i) => ({
      household: i % 3 === 0 ? 'DL-0001' : 'XW-0001',
      id: `T111-${String(i + 1).padStart(6, '0')}`,
      points: 2,
      at: 1_700_000_000_000 + Math.floor(i / 4) * 1000,
      status: i % 2 === 0 ? ('submitted' as const) : ('approved' as const),
      member: 'm1',
    })),
  );
  await db
    .insertInto('ops')
    .values([
      op('T111', 1, { points: 2 }, { outcome: 'applied', code: 'recomputed', params: { points: 2, was: 3 } }),
      op('T111', 121, { points: 2 }, { outcome: 'held', code: 'over_cap', params: { times: 1 } }),
    ])
    .execute();
  await db
    .insertInto('cases')
    .values({
      town: TOWN,
      id: 'T111-000121',
      code: 'over_cap',
      village: 'XW',
      household: 'XW-0001',
      device: 'T111',
      competing: ['T111-000002'],
      params: JSON.stringify({ times: 1 }),
    })
    .execute();
});

function op(
  device: string,
  seq: number,
  body: object,
  verdict: { outcome: 'applied' | 'held'; code: 'recomputed' | 'over_cap'; params: object },
) {
  return {
    town: TOWN,
    device,
    seq,
    kind: 'entry.record',
    body: JSON.stringify({
      household: 'XW-0001',
      rule: 'RJ-01',
      date: '2026-11-20',
      quantity: 1,
      member: 'm1',
      ...body,
    }),
    by_user: 'WORKER-XW',
    at: 1_700_000_000_000,
    schema: 1,
    hash: String(seq).padStart(64, '0'),
    shift_ms: 500,
    ...verdict,
    params: JSON.stringify(verdict.params),
  };
}

afterAll(async () => {
  await app.close();
  await database.drop();
});

async function post<T>(user: string, url: string, payload: object): Promise<T> {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { origin: ORIGIN, cookie: await cookieOf(database.db, user) },
    payload,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function get<T>(user: string, url: string): Promise<T> {
  const answer = await app.inject({ url, headers: { cookie: await cookieOf(database.db, user) } });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

async function allPages(user: string, filter: object): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: OfficeEntries = await post(user, '/api/office/entries/search', { ...NO_FILTER, ...filter, cursor });
    expect(page.counts === null).toBe(cursor !== null);
    ids.push(...page.entries.map((entry) => entry.id));
    cursor = page.cursor;
  } while (cursor !== null);
  return ids;
}

test('pages follow each other without repeating or skipping an entry, newest first', async () => {
  const ids = await allPages('TOWN', {});
  expect(ids).toHaveLength(120);
  expect(new Set(ids).size).toBe(120);
  const rows = await database.db.selectFrom('entries').select(['id', 'at']).execute();
  const at = new Map(rows.map((row) => [row.id, row.at]));
  const times = ids.map((id) => at.get(id) ?? 0);
  expect(times).toEqual([...times].sort((a, b) => b - a));
});

test('a village sees its own entries and counts only', async () => {
  expect(await allPages('OFFICE-XW', {})).toHaveLength(80);
  const page: OfficeEntries = await post('OFFICE-XW', '/api/office/entries/search', NO_FILTER);
  expect(page.counts).toEqual({ submitted: 40, approved: 40, rejected: 0 });
  expect(await allPages('COMMITTEE-XW', { status: 'submitted' })).toHaveLength(40);
});

test('an entry says who, where, which rule, and what the server changed about it', async () => {
  const page: OfficeEntries = await post('TOWN', '/api/office/entries/search', { ...NO_FILTER, q: '小燕' });
  expect(page.entries.every((entry) => entry.household === 'DL-0001')).toBe(true);
  expect(page.counts).toEqual({ submitted: 20, approved: 20, rejected: 0 });
  const entries = page.entries.filter((entry) => entry.id === 'T111-000001');
  expect(entries).toEqual([
    expect.objectContaining({
      ...{ head: '谢小燕', ruleTitle: '庭院整洁', byName: '姓名WORKER-XW', member: '谢小燕' },
      ...{ recomputedFrom: 3, review: 'village', points: 2 },
    }),
  ]);
});

test('filters narrow by household, worker, rule, days and text; wildcards in a text are only text', async () => {
  expect(await allPages('TOWN', { household: 'DL-0001' })).toHaveLength(40);
  expect(await allPages('TOWN', { worker: 'WORKER-DL' })).toEqual([]);
  expect(await allPages('TOWN', { rule: 'RJ-02' })).toEqual([]);
  expect(await allPages('TOWN', { from: '2026-11-21' })).toEqual([]);
  expect(await allPages('TOWN', { to: '2026-11-20', grid: 'XW-G1' })).toHaveLength(80);
  expect(await allPages('TOWN', { q: 'xw-0001' })).toHaveLength(80);
  expect(await allPages('TOWN', { q: '%' })).toEqual([]);
});

test('a cursor that is none is refused', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/office/entries/search',
    headers: { origin: ORIGIN, cookie: await cookieOf(database.db, 'TOWN') },
    payload: { ...NO_FILTER, cursor: "1~x' or 1=1" },
  });
  expect(answer.json()).toMatchObject({ type: 'urn:village-points:problem:invalid' });
});

test('[CF-02] a Case shows both sides and what can be decided, the recommended decision first', async () => {
  const list: OfficeCases = await post('COMMITTEE-XW', '/api/office/cases/search', {
    state: 'open',
    village: null,
    cursor: null,
  });
  expect(list.open).toBe(1);
  expect(list.cases).toEqual([
    expect.objectContaining({
      ...{ id: 'T111-000121', code: 'over_cap', household: 'XW-0001', head: '谢关明', kind: 'entry.record' },
      ...{ byName: '姓名WORKER-XW', ruleTitle: '庭院整洁', points: 2, member: '谢关明', at: 1_700_000_000_500 },
      ...{ decisions: ['reject', 'swap', 'keep_both'], decided: null, params: { times: 1 } },
      device: { id: 'T111', name: '平板T111', kind: 'tablet' },
      competing: [expect.objectContaining({ id: 'T111-000002', status: 'approved', head: '谢关明' })],
    }),
  ]);
  const other: OfficeCases = await post('OFFICE-DL', '/api/office/cases/search', {
    state: 'open',
    village: null,
    cursor: null,
  });
  expect(other).toMatchObject({ cases: [], open: 0 });
});

test('totals are summed from entries and redemptions, not from the counters; a taken-back entry counts nothing', async () => {
  const { db } = database;
  await addEntries(db, [
    { household: 'XW-0002', id: 'T111-000200', points: 5, at: 1, status: 'approved' },
    { household: 'XW-0002', id: 'T111-000201', points: 7, at: 2, status: 'approved' },
    { household: 'XW-0002', id: 'T111-000202', points: -7, at: 3, status: 'approved', reverses: 'T111-000201' },
    { household: 'XW-0002', id: 'T111-000203', points: 9, at: 4, status: 'rejected' },
  ]);
  await db
    .insertInto('redemptions')
    .values(
      [
        { id: 'T111-000300', points: 3, voided_ref: null },
        { id: 'T111-000301', points: 4, voided_ref: 'T111-000302' },
      ].map((one) => ({
        ...one,
        ...{ town: TOWN, household: 'XW-0002', lines: '[]', mode: 'online' as const, by_user: 'CLERK-XW', at: 5 },
        ...{ date: '2026-11-21', voided_reason: null, old_card: null },
      })),
    )
    .execute();
  await db
    .insertInto('allowances')
    .values({ town: TOWN, device: 'T111', household: 'XW-0002', granted: 2, returned: 0, spent: 1 })
    .execute();
  const [dl, xw] = await villageTotals(db, TOWN, null);
  expect(dl).toEqual({
    ...{
      village: 'DL',
      name: '大罗村',
      households: 1,
      entries: 40,
      earned: 40,
      redeemed: 0,
      lapsed: 0,
      waiting: 0,
      shortfall: 0,
      allotted: 0,
    },
    redeemable: 40,
  });
  expect(xw).toEqual({
    ...{
      village: 'XW',
      name: '下湾村',
      households: 2,
      entries: 84,
      earned: 85,
      redeemed: 3,
      lapsed: 0,
      waiting: 0,
      shortfall: 0,
      allotted: 1,
    },
    redeemable: 81,
  });
  expect(await villageTotals(db, TOWN, 'XW')).toEqual([xw]);

  const summary = await get<object>('OFFICE-XW', '/api/office/summary');
  expect(summary).toMatchObject({ villages: [xw], openReviews: 40, openCases: 1, silentDevices: [{ id: 'T111' }] });
  expect(await get<object>('OFFICE-DL', '/api/office/summary')).toMatchObject({ openCases: 0, silentDevices: [] });
});

test('[AL-1] a device shows what it holds and what waits because of it; [CF-17] revoking stays in the village', async () => {
  const { devices } = await get<{ devices: OfficeDevice[] }>('OFFICE-XW', '/api/office/devices');
  expect(devices).toEqual([
    expect.objectContaining({ id: 'T111', allowance: { points: 1, households: 1 }, openCases: 1, status: 'active' }),
  ]);
  expect(devices[0]).toMatchObject({ awaited: false, unsaved: 0 });
  // SY-14: a restored server waits for it.
  await database.db.updateTable('devices').set({ awaited: true, high_seq: 7, backed_up_seq: 4 }).execute();
  const awaiting = await get<{ devices: OfficeDevice[] }>('OFFICE-XW', '/api/office/devices');
  expect(awaiting.devices[0]).toMatchObject({ awaited: true, unsaved: 0 });
  await post('OFFICE-XW', '/api/office/devices/revoke', { device: 'T111' });
  await post('OFFICE-XW', '/api/office/devices/revoke', { device: 'T111' });
  const revoked = await get<{ devices: OfficeDevice[] }>('OFFICE-XW', '/api/office/devices');
  expect(revoked.devices[0]).toMatchObject({ status: 'revoked', unsaved: 3 });
  const rows = await database.db.selectFrom('devices').select(['id', 'status']).orderBy('id').execute();
  expect(rows).toEqual([
    { id: 'T111', status: 'revoked' },
    { id: 'T222', status: 'active' },
  ]);
});

test('an enrolment code is shown once, lives 30 minutes, and is for people of its village', async () => {
  const wanted = { kind: 'tablet', village: 'XW', users: ['WORKER-XW'], name: '一格平板' };
  const made = await post<{ code: string; origin: string; expiresAt: number }>(
    'OFFICE-XW',
    '/api/office/enrol-codes',
    wanted,
  );
  expect(parseEnrolCode(made.code)).toBe(made.code);
  expect(made.origin).toBe('https://points.example.cn');
  expect(made.expiresAt - Date.now()).toBeGreaterThan(29 * 60_000);
  const [stored] = await database.db.selectFrom('enrol_codes').selectAll().execute();
  expect(stored?.code_hash).toBe(hashToken(made.code));
  const open = await get<{ codes: object[] }>('OFFICE-XW', '/api/office/enrol-codes');
  expect(open.codes).toEqual([
    {
      kind: 'tablet',
      village: 'XW',
      name: '一格平板',
      users: ['姓名WORKER-XW'],
      createdBy: '姓名OFFICE-XW',
      expiresAt: made.expiresAt,
    },
  ]);
  expect(JSON.stringify(open)).not.toContain(made.code);
  const wrong = await app.inject({
    method: 'POST',
    url: '/api/office/enrol-codes',
    headers: { origin: ORIGIN, cookie: await cookieOf(database.db, 'TOWN') },
    payload: { ...wanted, users: ['WORKER-DL'] },
  });
  expect(wrong.json()).toMatchObject({ errors: [{ path: '/body/users' }] });
});

test('a new start PIN works, forgets the wrong tries, and is nowhere but in its answer', async () => {
  const { db } = database;
  await db.updateTable('users').set({ pin_fails: 10 }).where('id', '=', 'WORKER-XW').execute();
  const { pin } = await post<{ pin: string }>('OFFICE-XW', '/api/office/users/reset-pin', { user: 'WORKER-XW' });
  const row = await db
    .selectFrom('users')
    .select(['pin_hash', 'pin_fails'])
    .where('id', '=', 'WORKER-XW')
    .executeTakeFirstOrThrow();
  expect(row.pin_fails).toBe(0);
  expect(await verifyPin(row.pin_hash, pin)).toBe(true);
});

test('cards to print carry the number in force and a signature that devices believe', async () => {
  const list = await post<{ cards: { household: string; n: number; payload: string }[]; total: number }>(
    'OFFICE-XW',
    '/api/office/cards/search',
    { village: 'XW', grid: null, codes: ['XW-0001'], after: null },
  );
  expect(list).toMatchObject({ total: 1, cards: [{ household: 'XW-0001', head: '谢关明', doorPlate: '01号', n: 2 }] });
  const { card_public } = await database.db.selectFrom('towns').select('card_public').executeTakeFirstOrThrow();
  const publicKey = await importTownPublicKey(townPublicKeySchema.parse(JSON.parse(card_public)));
  const check = await verifyCard(list.cards[0]?.payload ?? '', { town: TOWN, publicKey, currentN: () => 2 });
  expect(check).toEqual({ code: 'ok', card: { town: TOWN, household: 'XW-0001', n: 2 } });
});
