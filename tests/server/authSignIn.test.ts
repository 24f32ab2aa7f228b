import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword, hashPin, newPin, verifyPassword, verifyPin } from '../../src/server/auth/password.ts';
import { hashToken } from '../../src/server/auth/token.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { cookieOf, createOfficeTown, PASSWORD } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

let database: FreshDatabase;
let app: App;

beforeAll(async () => {
  database = await freshDatabase();
  await createOfficeTown(database.db);
  app = await officeServer(database.db);
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

function signIn(login: string, password: string, remoteAddress = '10.0.0.1', headers: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/api/office/sign-in',
    headers: { origin: ORIGIN, ...headers },
    remoteAddress,
    payload: { login, password },
  });
}

test('passwords and PINs are Argon2id with a salt of their own, and only the right one fits', async () => {
  const [first, second] = await Promise.all([hashPassword('a b c'), hashPassword('a b c')]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword(first, 'a b c')).toBe(true);
  expect(await verifyPassword(first, 'a b d')).toBe(false);
  expect(await verifyPassword(null, 'a b c')).toBe(false);
  const pin = newPin();
  expect(pin).toMatch(/^\d{6}$/);
  const stored = await hashPin(pin);
  expect(stored).toMatch(/^\$argon2id\$/);
  expect(await verifyPin(stored, pin)).toBe(true);
  expect(await verifyPin(null, pin)).toBe(false);
});

test('the session is a cookie that scripts and other sites never see, and only its hash is stored', async () => {
  const answer = await signIn('office-xw', PASSWORD);
  expect(answer.statusCode).toBe(200);
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({ name: 'office_session', httpOnly: true, sameSite: 'Strict', path: '/api' });
  expect(cookie?.secure).toBeUndefined();
  const token = cookie?.value ?? '';
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  // A span, and no instant that a PC whose clock is ahead would take for one that is over.
  expect(cookie).toMatchObject({ maxAge: 12 * 3_600 });
  expect(cookie?.expires).toBeUndefined();
  const stored = await database.db.selectFrom('sessions').select('token_hash').execute();
  expect(stored.map((row) => row.token_hash)).toEqual([hashToken(token)]);

  const me = await app.inject({ url: '/api/office/me', cookies: { office_session: token } });
  expect(me.json()).toMatchObject({
    user: { id: 'OFFICE-XW', role: 'village_office', village: 'XW' },
    town: { code: 'CC', name: '苍城镇' },
    villages: [{ code: 'XW', name: '下湾村', grids: [{ code: 'XW-G1' }] }],
  });
});

test('behind TLS the cookie is for TLS only', async () => {
  const secure = await officeServer(database.db, undefined, ['127.0.0.1']);
  const answer = await secure.inject({
    method: 'POST',
    url: '/api/office/sign-in',
    headers: { origin: 'https://points.example.cn', host: 'points.example.cn', 'x-forwarded-proto': 'https' },
    remoteAddress: '127.0.0.1',
    payload: { login: 'town', password: PASSWORD },
  });
  await secure.close();
  expect(answer.cookies[0]).toMatchObject({ secure: true });
});

test('signing out ends the session on the server too', async () => {
  const cookie = await cookieOf(database.db, 'TOWN');
  const out = await app.inject({ method: 'POST', url: '/api/office/sign-out', headers: { origin: ORIGIN, cookie } });
  expect(out.statusCode).toBe(200);
  expect((await app.inject({ url: '/api/office/me', headers: { cookie } })).statusCode).toBe(401);
});

test('an ended session, an invented one, and one of a person who left open nothing', async () => {
  const cookie = await cookieOf(database.db, 'COMMITTEE-XW');
  const status = async (value: string) =>
    (await app.inject({ url: '/api/office/me', headers: { cookie: value } })).statusCode;
  expect(await status(cookie)).toBe(200);
  expect(await status('office_session=AAAA')).toBe(401);
  await database.db.updateTable('users').set({ active: false }).where('id', '=', 'COMMITTEE-XW').execute();
  expect(await status(cookie)).toBe(401);
  await database.db.updateTable('users').set({ active: true }).where('id', '=', 'COMMITTEE-XW').execute();
  expect(await status(cookie)).toBe(200);
  const hash = hashToken(cookie.slice('office_session='.length));
  await database.db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() - 1) })
    .where('token_hash', '=', hash)
    .execute();
  expect(await status(cookie)).toBe(401);
});

test("a new password of one's own wants the old one, keeps its rules, and ends what else is open", async () => {
  const { db } = database;
  const here = await cookieOf(db, 'COMMITTEE-XW');
  const elsewhere = await cookieOf(db, 'COMMITTEE-XW');
  const change = (old: string, password: string) =>
    app.inject({
      ...{ method: 'POST', url: '/api/office/password', payload: { old, password } },
      headers: { origin: ORIGIN, cookie: here },
    });
  const me = (cookie: string) => app.inject({ url: '/api/office/me', headers: { cookie } });
  const { login } = await db
    .selectFrom('users')
    .select('login')
    .where('id', '=', 'COMMITTEE-XW')
    .executeTakeFirstOrThrow();
  for (const [old, password, status] of [
    ['not the one', 'seven green hills', 401],
    [PASSWORD, 'short', 400],
    [PASSWORD, 'aaaaaaaaaaaa', 400],
    [PASSWORD, `my ${login} is long`, 400],
    [PASSWORD, PASSWORD, 400],
  ] as const)
    expect([password, (await change(old, password)).statusCode]).toEqual([password, status]);
  expect((await me(elsewhere)).statusCode).toBe(200);

  expect((await change(PASSWORD, 'seven green hills')).statusCode).toBe(200);
  expect((await me(here)).statusCode).toBe(200);
  expect((await me(elsewhere)).statusCode).toBe(401);
  expect((await signIn(login ?? '', PASSWORD, '10.0.7.1')).statusCode).toBe(401);
  expect((await signIn(login ?? '', 'seven green hills', '10.0.7.1')).statusCode).toBe(200);
  const acts = await db.selectFrom('audit_acts').selectAll().where('kind', '=', 'password.changed').execute();
  expect(acts.map(({ by_user, subject }) => [by_user, subject])).toEqual([['COMMITTEE-XW', 'COMMITTEE-XW']]);
  expect(JSON.stringify(acts)).not.toContain('hills');
});

test('an unknown login and a wrong password get the same answer', async () => {
  const wrong = await signIn('town', 'not it');
  const unknown = await signIn('nobody', 'not it');
  expect(wrong.statusCode).toBe(401);
  expect(unknown.body).toBe(wrong.body);
  expect(unknown.cookies).toEqual([]);
});

test('workers and clerks do not come into the office, even with the right password', async () => {
  expect((await signIn('worker-xw', PASSWORD)).json()).toMatchObject({ type: 'urn:village-points:problem:forbidden' });
  expect((await signIn('clerk-xw', PASSWORD)).statusCode).toBe(403);
});

test('tries for one login are limited from any address, and the answer says how long to wait', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) statuses.push((await signIn('office-dl', 'guess', `10.1.0.${i}`)).statusCode);
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
  const right = await signIn('OFFICE-DL', PASSWORD, '10.1.0.99');
  expect(right.statusCode).toBe(429);
  expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
  expect((await signIn('town', PASSWORD, '10.1.0.99')).statusCode).toBe(200);
});

test('tries from one address are limited whatever the logins', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 61; i++) statuses.push((await signIn(`guess-${i}`, 'x', '10.2.0.1')).statusCode);
  expect(statuses.slice(0, 60)).toEqual(Array(60).fill(401));
  expect(statuses[60]).toBe(429);
});
