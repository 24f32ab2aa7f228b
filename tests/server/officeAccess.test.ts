import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/server/http/base-app.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import {
  addDevice,
  addHousehold,
  cookieOf,
  createOfficeTown,
  PASSWORD,
  publicKeyOfNewDevice,
  TOWN,
} from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

/** Who asks. The other village's office asks for things of 下湾村. */
const ASKERS = {
  nobody: null,
  worker: 'WORKER-XW',
  clerk: 'CLERK-XW',
  committee: 'COMMITTEE-XW',
  office: 'OFFICE-XW',
  otherVillage: 'OFFICE-DL',
  town: 'TOWN',
} as const;
type Asker = keyof typeof ASKERS;

interface Row {
  readonly body?: () => Promise<object> | object;
  readonly status: Readonly<Record<Asker, number>>;
  /** Devices prove who they are by their own secret; a session opens none of these, and no cookie is read. */
  readonly byDevice?: true;
  /** For everybody, from wherever a page is read; no cookie is read. */
  readonly byAnybody?: true;
}

function everybody(status: number): Record<Asker, number> {
  return Object.fromEntries(Object.keys(ASKERS).map((asker) => [asker, status])) as Record<Asker, number>;
}

const PUBLIC = everybody(200);
/** Everybody of the office; lists are cut to the own village and not refused. */
const OFFICE = { nobody: 401, worker: 403, clerk: 403, committee: 200, office: 200, otherVillage: 200, town: 200 };
/** Everybody of the office, but another village is refused. */
const OFFICE_HERE = { ...OFFICE, otherVillage: 403 };
/** Village office and town; lists are cut to the own village. */
const MANAGE = { ...OFFICE, committee: 403 };
const MANAGE_HERE = { ...MANAGE, otherVillage: 403 };
/** The thing does not exist for another village. */
const MANAGE_FOUND = { ...MANAGE, otherVillage: 404 };

/** There is none for anybody. */
const NOBODYS = { ...OFFICE, committee: 404, office: 404, otherVillage: 404, town: 404 };

const OCTOBER = { village: 'XW', month: '2026-10' };
/** There is no such list; another village is refused before that is looked up. */
const NOT_PUBLISHED = { ...OFFICE_HERE, committee: 404, office: 404, town: 404 };

const closeOf = (village: string) => ({
  ...{ village, from: '2026-11-01', to: '2026-11-01' },
  ...{ device: null, language: 'zh' },
});
const RULE_TRIAL = {
  ...{ village: 'XW', effectiveFrom: '2026-11-01', rules: [], from: '2026-11-01', to: '2026-11-30' },
  ...{ within: null, cursor: null },
};
const noFilter = { status: null, grid: null, rule: null, worker: null, from: null, to: null, q: '', household: null };

let made = 0;
const auditOf = (village: string) => ({
  ...{ person: null, kind: null, household: null, device: null, village },
  ...{ from: null, to: null, cursor: null },
});

const PHOTO_UPLOAD = '/api/photos/:op/:id';
/** The photo that is asked for by those whose turn comes. */
const PHOTO = { op: 'T111-000001', id: 'a'.repeat(64) };

const JOB = 'b'.repeat(32);

const TABLE: Readonly<Record<string, Row>> = {
  'GET /api/openapi.json': { status: PUBLIC },
  'POST /api/sync': { status: everybody(401), byDevice: true },
  'GET /api/snapshot': { status: everybody(401), byDevice: true },
  'POST /api/enrol': {
    body: async () => ({ code: '00000-00000', publicKey: await publicKeyOfNewDevice(), app: 'test' }),
    status: everybody(404),
    byDevice: true,
  },
  'POST /api/device/activate': {
    body: () => ({ user: 'WORKER-XW', pin: '000000' }),
    status: everybody(401),
    byDevice: true,
  },
  'POST /api/device/readmit': {
    body: () => ({ certificate: `e30.${'A'.repeat(86)}` }),
    status: everybody(401),
    byDevice: true,
  },
  'POST /api/device/fork': {
    body: async () => ({
      app: 'test',
      after: 0,
      hashes: ['0'.repeat(64)],
      head: { seq: 0, hash: '0'.repeat(64) },
      publicKey: await publicKeyOfNewDevice(),
      token: 'A'.repeat(43),
      sig: '',
    }),
    status: everybody(401),
    byDevice: true,
  },
  [`POST ${PHOTO_UPLOAD}`]: { status: everybody(401), byDevice: true },
  [`PATCH ${PHOTO_UPLOAD}`]: { status: everybody(401), byDevice: true },
  // Nobody has such a photo; whose it is decides (tested with the photos).
  'GET /api/office/photos/:id': { status: { ...OFFICE, committee: 404, office: 404, otherVillage: 404, town: 404 } },
  'POST /api/office/sign-in': { body: () => ({ login: 'town', password: PASSWORD }), status: PUBLIC },
  'POST /api/office/sign-out': { status: PUBLIC },
  'GET /api/office/me': { status: OFFICE },
  // Nobody here knows the old one; the right one is tested with the sign-in.
  'POST /api/office/password': {
    body: () => ({ old: 'not the one', password: 'seven green hills' }),
    status: { ...OFFICE, committee: 401, office: 401, otherVillage: 401, town: 401 },
  },
  'POST /api/office/device': {
    body: async () => ({ publicKey: await publicKeyOfNewDevice(), app: 'test' }),
    status: OFFICE,
  },
  'POST /api/office/enrol-codes': {
    body: () => ({ kind: 'tablet', village: 'XW', users: ['WORKER-XW'], name: '平板一' }),
    status: MANAGE_HERE,
  },
  'GET /api/office/enrol-codes': { status: MANAGE },
  'GET /api/office/devices': { status: MANAGE },
  'POST /api/office/devices.xlsx': { body: () => ({ devices: ['T111'], language: 'zh' }), status: MANAGE },
  'POST /api/office/devices/revoke': { body: () => ({ device: 'T111' }), status: MANAGE_FOUND },
  'GET /api/office/users': { status: MANAGE },
  'POST /api/office/users/reset-pin': { body: () => ({ user: 'WORKER-XW' }), status: MANAGE_FOUND },
  'POST /api/office/users/create': {
    body: () => ({
      id: `N-${++made}`,
      name: '新人',
      role: 'committee',
      village: 'XW',
      grids: [],
      homeGrid: null,
      login: null,
    }),
    status: MANAGE_HERE,
  },
  'POST /api/office/users/update': {
    body: () => ({
      ...{ user: 'WORKER-XW', name: '谢少强', role: 'grid_worker', village: 'XW' },
      ...{ grids: [], homeGrid: null, active: true, login: null },
    }),
    status: MANAGE_FOUND,
  },
  'POST /api/office/users/reset-password': { body: () => ({ user: 'CLERK-XW' }), status: MANAGE_FOUND },
  'POST /api/office/audit/search': { body: () => auditOf('XW'), status: MANAGE_HERE },
  'POST /api/office/audit/export': { body: () => ({ filter: auditOf('XW'), language: 'zh' }), status: MANAGE_HERE },
  'POST /api/office/notices/search': { body: () => ({ state: 'inForce', cursor: null }), status: OFFICE },
  'POST /api/office/notices/photos': {
    status: { ...OFFICE, committee: 403, office: 415, otherVillage: 415, town: 415 },
  },
  'GET /api/office/summary': { status: OFFICE },
  'GET /api/office/policies': { status: OFFICE },
  'GET /api/office/rules': { status: OFFICE },
  // The framework is everybody's to read; nothing of this town's rules is published here.
  'POST /api/office/rules/framework': { body: () => ({ day: '2026-11-01' }), status: OFFICE },
  'POST /api/office/rules/outside': { body: () => ({ effectiveFrom: '2026-11-01', rules: [] }), status: OFFICE },
  'POST /api/office/rules/try': { body: () => RULE_TRIAL, status: OFFICE_HERE },
  'POST /api/office/rules/version': { body: () => ({ village: 'XW', version: 1 }), status: NOT_PUBLISHED },
  'POST /api/office/rules/in-force': { body: () => ({ village: 'XW', day: '2026-11-01' }), status: OFFICE_HERE },
  'POST /api/office/rules/version.xlsx': {
    body: () => ({ village: 'XW', version: 1, language: 'zh' }),
    status: NOT_PUBLISHED,
  },
  'POST /api/office/entries/search': {
    body: () => ({ ...noFilter, village: 'XW', cursor: null }),
    status: OFFICE_HERE,
  },
  'POST /api/office/cases/search': {
    body: () => ({ state: 'open', village: 'XW', cursor: null }),
    status: OFFICE_HERE,
  },
  'POST /api/office/cases/alike': {
    body: () => ({ state: 'open', village: 'XW', why: 'over_cap' }),
    status: OFFICE_HERE,
  },
  'POST /api/office/cases/foresee': {
    body: () => ({ decisions: [{ case: 'T111-000121', decision: 'reject', reason: '看过了' }] }),
    status: OFFICE,
  },
  'POST /api/office/sessions/search': { body: () => ({ village: 'XW', cursor: null }), status: OFFICE_HERE },
  'POST /api/office/sessions/minutes': { body: () => ({ session: SESSION }), status: { ...OFFICE, otherVillage: 404 } },
  'POST /api/office/sessions/minutes.xlsx': {
    body: () => ({ session: SESSION, language: 'zh' }),
    status: { ...OFFICE, otherVillage: 404 },
  },
  'POST /api/office/store/close': { body: () => closeOf('XW'), status: OFFICE_HERE },
  'POST /api/office/store/close.xlsx': { body: () => closeOf('XW'), status: OFFICE_HERE },
  'GET /api/office/goods': { status: OFFICE },
  'GET /api/office/store/openings': { status: OFFICE },
  'POST /api/office/goods.xlsx': { body: () => ({ language: 'zh' }), status: OFFICE },
  // Goods are the town's; no table was sent.
  'POST /api/office/goods/table': { status: { ...OFFICE, committee: 403, office: 403, otherVillage: 403, town: 415 } },
  'POST /api/office/goods/photos': { status: { ...OFFICE, committee: 403, office: 403, otherVillage: 403, town: 415 } },
  'GET /api/office/goods/photos/:id': {
    status: { ...OFFICE, committee: 404, office: 404, otherVillage: 404, town: 404 },
  },
  'GET /api/goods/photos/:id': { status: everybody(401), byDevice: true },
  'POST /api/office/stores': {
    body: () => ({ village: 'XW', from: '2026-11-01', to: '2026-11-01' }),
    status: OFFICE_HERE,
  },
  'POST /api/office/households/search': {
    body: () => ({
      ...{
        village: 'XW',
        grid: null,
        naturalVillage: null,
        status: null,
        tag: null,
        ended: false,
        q: '',
        cursor: null,
      },
    }),
    status: OFFICE_HERE,
  },
  'POST /api/office/households/one': {
    body: () => ({ household: 'XW-0001' }),
    status: { ...OFFICE, otherVillage: 404 },
  },
  'POST /api/office/households/next-code': { body: () => ({ village: 'XW' }), status: MANAGE_HERE },
  'POST /api/office/quarter': { body: () => ({ village: 'XW', quarter: '2026Q4' }), status: OFFICE_HERE },
  'POST /api/office/quarter/households': {
    body: () => ({ village: 'XW', quarter: '2026Q4', q: '', show: 'all', cursor: null }),
    status: OFFICE_HERE,
  },
  'POST /api/office/quarter/paper': { body: () => ({ village: 'XW', quarter: '2026Q4' }), status: OFFICE_HERE },
  'POST /api/office/quarter/settle-preview': {
    body: () => ({ village: 'XW', quarter: '2026Q3' }),
    status: OFFICE_HERE,
  },
  'POST /api/office/quarter.xlsx': {
    body: () => ({ village: 'XW', quarter: '2026Q4', language: 'zh' }),
    status: OFFICE_HERE,
  },
  'POST /api/office/ranking': { body: () => ({ village: 'XW', year: 2026 }), status: OFFICE_HERE },
  'POST /api/office/ranking/waiting': { body: () => ({ village: 'XW', year: 2026 }), status: OFFICE_HERE },
  'POST /api/office/ranking/document': { body: () => ({ village: 'XW', year: 2026 }), status: OFFICE_HERE },
  'POST /api/office/ranking.xlsx': {
    body: () => ({ village: 'XW', year: null, language: 'zh' }),
    status: OFFICE_HERE,
  },
  'POST /api/office/statistics': { body: () => ({ village: 'XW', to: null, months: 12 }), status: OFFICE_HERE },
  'POST /api/office/statistics/work': { body: () => ({ village: 'XW', to: null, months: 12 }), status: OFFICE_HERE },
  'POST /api/office/statistics/unvisited': {
    body: () => ({ village: 'XW', grid: null, months: null, after: null }),
    status: OFFICE_HERE,
  },
  'POST /api/office/statistics.xlsx': {
    body: () => ({ village: 'XW', to: null, months: 12, language: 'zh' }),
    status: OFFICE_HERE,
  },
  // Nothing that is a table was sent.
  'POST /api/office/rolls': { status: { ...MANAGE_HERE, office: 400, otherVillage: 400, town: 400 } },
  'POST /api/office/publicity/months': { body: () => ({ village: 'XW' }), status: OFFICE_HERE },
  'POST /api/office/publicity/list': { body: () => ({ ...OCTOBER, q: '', cursor: null }), status: NOT_PUBLISHED },
  'POST /api/office/publicity/document': { body: () => OCTOBER, status: NOT_PUBLISHED },
  'POST /api/office/publicity/list.xlsx': { body: () => ({ ...OCTOBER, language: 'zh' }), status: NOT_PUBLISHED },
  'POST /api/office/publicity/objections': {
    body: () => ({ village: 'XW', month: null, which: 'open', cursor: null }),
    status: OFFICE_HERE,
  },
  // Nothing is published here; what a page says is tested with the pages.
  'GET /gongshi/page.css': { status: PUBLIC, byAnybody: true },
  'GET /gongshi/page.js': { status: PUBLIC, byAnybody: true },
  'GET /gongshi/:village/:month': { status: everybody(404), byAnybody: true },
  'POST /gongshi/:village/:month': { body: () => ({ q: '' }), status: everybody(404), byAnybody: true },
  'GET /gongshi/:village/:month/list.json': { status: everybody(404), byAnybody: true },
  'GET /gongshi/:village/:month/:row': { status: everybody(400), byAnybody: true },
  'POST /api/public/objections': {
    body: () => ({ ...OCTOBER, name: '张三', text: '少了一次' }),
    status: everybody(404),
    byAnybody: true,
  },
  'POST /api/office/jobs': {
    body: () => ({ kind: 'register.export', input: { village: 'XW', format: 'csv' } }),
    status: MANAGE_HERE,
  },
  'GET /api/office/jobs': { status: OFFICE },
  // Nobody has started it; whose it is decides (tested with the jobs).
  'GET /api/office/jobs/:id': { status: NOBODYS },
  'GET /api/office/jobs/:id/file': { status: NOBODYS },
  'POST /api/office/jobs/:id/cancel': { status: NOBODYS },
  'POST /api/office/cards/search': {
    body: () => ({ village: 'XW', grid: null, codes: [], after: null }),
    status: MANAGE_HERE,
  },
};

const SESSION = '0FFC-000001';

let database: FreshDatabase;
let app: App;
const registered = new Set<string>();
const cookies = new Map<Asker, string>();

beforeAll(async () => {
  database = await freshDatabase();
  await createOfficeTown(database.db);
  await addDevice(database.db, { id: 'T111', village: 'XW' });
  await addHousehold(database.db, { code: 'XW-0001', village: 'XW', head: '谢关明' });
  await database.db
    .insertInto('committee_sessions')
    .values({
      ...{
        town: TOWN,
        id: SESSION,
        village: 'XW',
        date: '2026-11-01',
        present: ['COMMITTEE-XW'],
        chair: null,
        note: null,
      },
      ...{ opened_by: 'COMMITTEE-XW', opened_at: 1, closed_by: null, closed_at: null, close_note: null },
    })
    .execute();
  app = await officeServer(database.db, ({ method, url }) => registered.add(`${method} ${url}`));
  await app.ready();
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

/** A fresh session each time: signing out is one of the routes. */
async function ask(route: string, asker: Asker, origin: string | null = ORIGIN): Promise<number> {
  const [method = '', url = ''] = route.split(' ');
  const row = TABLE[route];
  const user = ASKERS[asker];
  if (user !== null) cookies.set(asker, await cookieOf(database.db, user));
  const answer = await app.inject({
    method: method as 'GET' | 'POST' | 'PATCH',
    url: url.replace(':op', PHOTO.op).replace(':id', url.includes('/jobs/') ? JOB : PHOTO.id),
    headers: {
      ...(origin === null ? {} : { origin }),
      ...(user === null ? {} : { cookie: cookies.get(asker) ?? '' }),
    },
    ...(method === 'GET' ? {} : { payload: (await row?.body?.()) ?? {} }),
  });
  return answer.statusCode;
}

test('every registered route is in the table, and no other', () => {
  expect([...registered].sort()).toEqual(Object.keys(TABLE).sort());
});

describe.each(Object.keys(TABLE))('%s', (route) => {
  const bySession = route.startsWith('POST') && TABLE[route]?.byDevice === undefined && !TABLE[route]?.byAnybody;

  test.each(Object.keys(ASKERS) as Asker[])('asked by %s', async (asker) => {
    expect(await ask(route, asker)).toBe(TABLE[route]?.status[asker]);
  });

  if (!bySession) return;
  test('a page of another site is refused before anything is read', async () => {
    expect(await ask(route, 'town', 'https://evil.example')).toBe(403);
  });

  test('a request that does not say where it comes from is refused', async () => {
    expect(await ask(route, 'town', null)).toBe(403);
  });
});

test('a body that is wrong says nothing to people who are not signed in', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/office/entries/search',
    headers: { origin: ORIGIN },
    payload: { village: 7 },
  });
  expect(answer.statusCode).toBe(401);
});

test('answers with people in them are kept by nobody', async () => {
  const cookie = await cookieOf(database.db, 'TOWN');
  const answer = await app.inject({ url: '/api/office/users', headers: { cookie } });
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).not.toMatch(/hash|password|\$argon2/);
});
