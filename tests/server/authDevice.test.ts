import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEVICE_ID } from '../../src/domain/ref.ts';
import { createDevice } from '../../src/server/auth/createDevice.ts';
import { hashToken } from '../../src/server/auth/token.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { addDevice, cookieOf, createOfficeTown, publicKeyOfNewDevice, TOWN } from './support/officeTown.ts';
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

async function wanted() {
  return {
    town: TOWN,
    kind: 'tablet' as const,
    village: 'XW',
    name: '平板一',
    publicKey: await publicKeyOfNewDevice(),
    users: ['WORKER-XW'],
    enrolledBy: 'OFFICE-XW',
    app: 'test',
  };
}

test('[SY-2] a device gets a short id, a secret of which only the hash is stored, and the start of its chain', async () => {
  const made = await createDevice(database.db, await wanted());
  expect(made.device).toMatch(DEVICE_ID);
  expect(made.device).toHaveLength(4);
  expect(made.genesis).toMatch(/^[0-9a-f]{64}$/);
  const row = await database.db
    .selectFrom('devices')
    .selectAll()
    .where('id', '=', made.device)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({
    token_hash: hashToken(made.token),
    high_hash: made.genesis,
    high_seq: 0,
    status: 'active',
  });
  expect(row.data_key).toHaveLength(32);
  const users = await database.db
    .selectFrom('device_users')
    .select('user_id')
    .where('device', '=', made.device)
    .execute();
  expect(users).toEqual([{ user_id: 'WORKER-XW' }]);
});

test('a key that can verify nothing is refused and leaves no device', async () => {
  const before = await database.db.selectFrom('devices').select('id').execute();
  const publicKey = Buffer.alloc(65, 4).toString('base64url');
  await expect(createDevice(database.db, { ...(await wanted()), publicKey })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await database.db.selectFrom('devices').select('id').execute()).toEqual(before);
});

async function enrolBrowser(user: string, authorization?: string) {
  return app.inject({
    method: 'POST',
    url: '/api/office/device',
    headers: {
      origin: ORIGIN,
      cookie: await cookieOf(database.db, user),
      ...(authorization === undefined ? {} : { authorization }),
    },
    payload: { publicKey: await publicKeyOfNewDevice(), app: 'test' },
  });
}

test('an office browser becomes a device of its person, and a colleague joins it', async () => {
  const first = (await enrolBrowser('OFFICE-XW')).json();
  expect(first).toMatchObject({ kind: 'office', town: { code: TOWN, name: '苍城镇' }, users: [{ id: 'OFFICE-XW' }] });
  const joined = await enrolBrowser('COMMITTEE-XW', `Device ${first.device}.${first.token}`);
  expect(joined.statusCode).toBe(200);
  expect(joined.json().users.map((user: { id: string }) => user.id)).toEqual(['COMMITTEE-XW', 'OFFICE-XW']);
  expect(joined.json().token).toBeUndefined();
});

test('nobody joins a tablet, the browser of another village, or a device whose secret they do not have', async () => {
  const tablet = await addDevice(database.db, { id: 'TAB1', village: 'XW' });
  expect((await enrolBrowser('OFFICE-XW', `Device TAB1.${tablet}`)).statusCode).toBe(403);
  const browser = (await enrolBrowser('OFFICE-XW')).json();
  expect((await enrolBrowser('OFFICE-DL', `Device ${browser.device}.${browser.token}`)).statusCode).toBe(403);
  expect((await enrolBrowser('OFFICE-XW', `Device ${browser.device}.${tablet}`)).statusCode).toBe(401);
});
