/** Who may administer whom in the office, and what becomes of rights, passwords and the audit. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditResponse } from '../../src/protocol/officeAudit.ts';
import type { UserSecretsResponse } from '../../src/protocol/officeUsers.ts';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
});
afterAll(() => stage.close());

const browser = (who: keyof typeof PEOPLE) => officeBrowser(stage.app, stage.db, PEOPLE[who]);
const post = async (one: TestDevice, path: string, body: object) => {
  const headers = { 'content-type': 'application/json', ...one.headers };
  const answer = await injected(stage.app)({ method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) });
  return { status: answer.status, json: jsonOf<Record<string, unknown>>(answer) };
};
const person = (change: object = {}) => ({
  ...{ id: 'NEW-1', name: '新人', role: 'grid_worker', village: 'XW' },
  ...{ grids: ['XW-G1'], homeGrid: 'XW-G1', login: null, ...change },
});
const create = (one: TestDevice, change: object = {}) => post(one, '/api/office/users/create', person(change));
const update = (one: TestDevice, user: string, change: object = {}) => {
  const { id: _, ...rest } = person({ active: true, ...change });
  return post(one, '/api/office/users/update', { user, ...rest });
};
const row = (id: string) => stage.db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('adding a person', () => {
  test('a worker gets a PIN, somebody with a login a password; both sign in with what was shown once', async () => {
    const office = await browser('office');
    const worker = await create(office);
    expect(worker.json).toMatchObject({ login: null, password: null, pin: expect.stringMatching(/^\d{6}$/) });
    expect(await row('NEW-1')).toMatchObject({
      role: 'grid_worker',
      village: 'XW',
      grids: ['XW-G1'],
      home_grid: 'XW-G1',
    });
    const made = await create(office, { id: 'PW-1', role: 'committee', grids: [], homeGrid: null, login: 'ping.yi' });
    const secrets = made.json as unknown as UserSecretsResponse;
    expect(secrets).toMatchObject({ login: 'ping.yi', pin: null });
    const signIn = await post(office, '/api/office/sign-in', { login: 'ping.yi', password: secrets.password });
    expect(signIn.status).toBe(200);
  });

  test.each([
    ['office', { role: 'village_office' }, 403],
    ['office', { role: 'town_admin', village: null, grids: [], homeGrid: null }, 403],
    ['office', { village: 'DL', grids: [], homeGrid: null }, 403],
    ['office', { grids: ['DL-G1'], homeGrid: null }, 400],
    ['office', { homeGrid: 'DL-G1' }, 400],
    ['office', { id: 'w1' }, 400],
    ['admin', { village: 'ZZ', grids: [], homeGrid: null }, 400],
    ['admin', { village: null, grids: [], homeGrid: null }, 400],
    // A town administrator of one village gives nothing beyond it.
    ['admin2', { role: 'town_admin', village: null, grids: [], homeGrid: null }, 403],
    ['admin', { role: 'village_office', village: 'DL', grids: [], homeGrid: null, login: 'daluo' }, 200],
  ] as const)('%s asks for %j: %i', async (who, change, status) => {
    const before = await stage.db.selectFrom('users').select('id').execute();
    expect((await create(await browser(who), change)).status).toBe(status);
    const after = await stage.db.selectFrom('users').select('id').execute();
    expect(after.length - before.length).toBe(status === 200 ? 1 : 0);
  });

  test('an id or a login that is taken is refused', async () => {
    const town = await browser('admin');
    expect((await create(town, { login: 'abc' })).status).toBe(200);
    expect((await create(town)).status).toBe(409);
    expect((await create(town, { id: 'NEW-2', login: 'abc' })).status).toBe(409);
  });
});

describe('changing a person', () => {
  test('[CF-16] what they were allowed before is kept, their devices load afresh, their sessions end', async () => {
    const office = await browser('office');
    const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['g1']);
    const answer = await update(office, 'g1', { name: '改名', grids: ['XW-G2'], homeGrid: 'XW-G2' });
    expect(answer.status, JSON.stringify(answer.json)).toBe(200);
    expect(await row('g1')).toMatchObject({ name: '改名', grids: ['XW-G2'], home_grid: 'XW-G2', active: true });
    const history = await stage.db
      .selectFrom('user_rights')
      .select('grids')
      .where('user_id', '=', 'g1')
      .orderBy('from_ms')
      .execute();
    expect(history.map((one) => one.grids)).toEqual([['XW-G1'], ['XW-G2']]);
    const told = await tablet.sync();
    expect(told.directive).toBe('reload');
  });

  test.each([
    // Nobody raises themselves, changes who stands above them, or reaches into another village.
    ['office', 'office', { role: 'town_admin', village: null, grids: [], homeGrid: null }, 403],
    ['office', 'office', { role: 'village_office', grids: [], homeGrid: null, active: false }, 403],
    ['office', 'w1', { role: 'village_office', grids: [], homeGrid: null }, 403],
    ['office', 'admin2', { role: 'town_admin', grids: [], homeGrid: null }, 403],
    ['office', 'd1', {}, 404],
    ['office', 'CONSOLE', {}, 404],
    ['office', 'nobody', {}, 404],
    ['admin', 'admin', { role: 'village_office', grids: [], homeGrid: null }, 403],
    ['office', 'w1', { active: false, grids: [], homeGrid: null }, 200],
    ['admin', 'w1', { role: 'village_office', grids: [], homeGrid: null }, 200],
  ] as const)('%s changes %s to %j: %i', async (who, user, change, status) => {
    const before = await stage.db.selectFrom('users').selectAll().orderBy('id').execute();
    expect((await update(await browser(who), user, change)).status).toBe(status);
    const after = await stage.db.selectFrom('users').selectAll().orderBy('id').execute();
    expect(JSON.stringify(after) === JSON.stringify(before)).toBe(status !== 200);
  });

  test('the last administrator of the town cannot be removed by another', async () => {
    const town = await browser('admin');
    const whole = { role: 'town_admin', village: null, grids: [], homeGrid: null };
    await create(town, { id: 'ZHEN-2', ...whole, login: 'zhen2' });
    await stage.db.updateTable('users').set({ login: 'zhen1' }).where('id', '=', 'admin').execute();
    const second = await officeBrowser(stage.app, stage.db, { id: 'ZHEN-2', role: 'town_admin', village: null });
    expect((await update(town, 'ZHEN-2', { ...whole, active: false })).status).toBe(200);
    // The second one's session is over with that; put back, only the first is left to switch off.
    await stage.db.updateTable('users').set({ active: true, login: null }).where('id', '=', 'ZHEN-2').execute();
    const again = await officeBrowser(stage.app, stage.db, { id: 'ZHEN-2', role: 'town_admin', village: null });
    expect(second.identity.device).not.toBe(again.identity.device);
    expect((await update(again, 'admin', { ...whole, active: false })).status).toBe(409);
    expect((await row('admin')).active).toBe(true);
  });
});

describe('a new password', () => {
  test('is shown once, ends the sessions, and is asked for by whoever administers', async () => {
    const [office, town] = await Promise.all([browser('office'), browser('admin')]);
    await stage.db.updateTable('users').set({ login: 'committee' }).where('id', '=', 'committee').execute();
    const reset = (one: TestDevice, user: string) => post(one, '/api/office/users/reset-password', { user });
    const { status, json } = await reset(office, 'committee');
    expect([status, json.login]).toEqual([200, 'committee']);
    const wrong = await post(office, '/api/office/sign-in', { login: 'committee', password: 'x' });
    const right = await post(office, '/api/office/sign-in', { login: 'committee', password: json.password });
    expect([wrong.status, right.status]).toEqual([401, 200]);
    expect((await reset(office, 'd1')).status).toBe(404);
    expect((await reset(office, 'admin2')).status).toBe(403);
    expect((await reset(town, 'w1')).status).toBe(400);
  });
});

test('everything that was done by ordinary REST is in the audit, with who did it and without a secret', async () => {
  const office = await browser('office');
  const made = await create(office, { id: 'PW-1', role: 'committee', grids: [], homeGrid: null, login: 'ping.yi' });
  const password = String(made.json.password);
  await update(office, 'w1', { grids: [], homeGrid: null, name: '人w1' });
  const { json: pin } = await post(office, '/api/office/users/reset-pin', { user: 'w1' });
  const { json: again } = await post(office, '/api/office/users/reset-password', { user: 'PW-1' });
  await post(office, '/api/office/sign-in', { login: 'ping.yi', password: again.password });
  await post(office, '/api/office/sign-in', { login: 'ping.yi', password: 'wrong-one' });
  await post(office, '/api/office/sign-in', { login: 'my-password', password: 'x' });
  await post(office, '/api/office/enrol-codes', { kind: 'tablet', village: 'XW', users: ['w1'], name: '一号' });
  await post(office, '/api/office/cards/search', { village: 'XW', grid: null, codes: [], after: null });
  const town = await browser('admin');
  const none = {
    person: null,
    kind: null,
    household: null,
    device: null,
    village: null,
    from: null,
    to: null,
    cursor: null,
  };
  const { json } = await post(town, '/api/office/audit/search', none);
  const acts = (json as unknown as AuditResponse).rows.filter((one) => one.source === 'act');
  expect(acts.map((one) => [one.kind, one.by?.id ?? null, one.details.subject ?? null])).toEqual([
    ['cards.printed', 'office', null],
    ['enrol-code.made', 'office', null],
    ['sign-in.failed', null, null],
    ['sign-in.failed', null, '新人'],
    ['sign-in', 'PW-1', null],
    ['password.reset', 'office', '新人'],
    ['pin.reset', 'office', '人w1'],
    ['user.changed', 'office', '人w1'],
    ['user.created', 'office', '新人'],
  ]);
  const kept = JSON.stringify(await stage.db.selectFrom('audit_acts').selectAll().execute());
  for (const secret of [password, pin.pin, again.password, 'wrong-one', 'my-password'])
    expect(kept).not.toContain(String(secret));
});
