/** Enrolment and PINs: one-time codes, wrong tries, locks. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EnrolResponse } from '../../src/protocol/device.ts';
import { newDeviceKey } from './support/deviceLog.ts';
import { refusedBy } from './support/refused.ts';
import { device, emptyTown, enrolCode, makeTown, officeBrowser, PEOPLE, PIN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf, ProblemAnswer, type TestDevice } from './support/testDevice.ts';

let stage: Stage;
let a: TestDevice;
beforeAll(async () => {
  stage = await openStage();
  await emptyTown(stage.db);
  await makeTown(stage.db);
  a = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
});
afterAll(() => stage.close());

describe('enrolment', () => {
  const enrol = async (change: object) => {
    const { publicKey } = await newDeviceKey();
    const body = Buffer.from(JSON.stringify({ code: 'AAAAA-AAAAA', publicKey, app: 'test', ...change }));
    const send = injected(stage.app);
    return () => send({ method: 'POST', path: '/api/enrol', headers: { 'content-type': 'application/json' }, body });
  };

  test('an unknown code, a code that is none', async () => {
    await refusedBy(stage.db, await enrol({}), 404, 'enrol-code-unknown');
    await refusedBy(stage.db, await enrol({ code: '!!!!!!!!!!' }), 404, 'enrol-code-unknown');
  });

  test('an expired code', async () => {
    const code = await enrolCode(stage.db, 'tablet', 'XW', ['w1']);
    await sql`update enrol_codes set expires_at = now() - interval '1 second' where used_at is null`.execute(stage.db);
    await refusedBy(stage.db, await enrol({ code }), 410, 'enrol-code-expired');
  });

  test('[SY-2] after a loss: told what the server has of the device it was, and of no other kind or unknown one', async () => {
    const earlier = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
    earlier.score('XW-0001', 'FX-01', 'w1');
    earlier.score('XW-0002', 'FX-01', 'w1');
    await earlier.sync({ opsMax: 1, change: { status: { unsent: 2 } } });
    const enrolledAfter = async (before: string) => {
      const code = await enrolCode(stage.db, 'tablet', 'XW', ['w1']);
      return jsonOf<EnrolResponse & Record<string, unknown>>(await (await enrol({ code, before }))());
    };
    const { before, device: id } = await enrolledAfter(earlier.id);
    expect(before).toEqual({ device: earlier.id, high: 1, unsent: 1, lastSyncAt: expect.any(Number) });
    expect(id).not.toBe(earlier.id);
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    for (const other of [office.id, 'ZZZZZZ']) expect((await enrolledAfter(other)).before).toBeUndefined();
  });

  test('a second use, also side by side', async () => {
    const code = await enrolCode(stage.db, 'tablet', 'XW', ['w1']);
    const answers = await Promise.all(Array.from({ length: 5 }, async () => (await enrol({ code }))()));
    expect(answers.map((x) => x.status).sort()).toEqual([200, 410, 410, 410, 410]);
    await refusedBy(stage.db, await enrol({ code }), 410, 'enrol-code-used');
  });

  test.each<[string, unknown]>([
    ['code', 1],
    ['code', ''],
    ['code', null],
    ['publicKey', 1],
    ['publicKey', 'x'.repeat(87)],
    ['publicKey', ''],
    ['app', 1],
    ['app', 'a\0b'],
    ['app', 'x'.repeat(41)],
  ])('a wrong %s: %j; the code stays usable', async (field, value) => {
    const code = await enrolCode(stage.db, 'tablet', 'XW', ['w1']);
    const problem = await refusedBy(stage.db, await enrol({ code, [field]: value }), 400, 'invalid');
    expect(problem.errors?.[0]?.path).toBe(`/body/${field}`);
    expect((await (await enrol({ code }))()).status).toBe(200);
  });

  test('too many tries from one address', async () => {
    const send = await enrol({});
    const codes = new Set<number>();
    for (let i = 0; i < 25; i++) codes.add((await send()).status);
    expect(codes).toEqual(new Set([404, 429]));
  });
});

describe('PINs', () => {
  const activate = (one: TestDevice, body: unknown) => {
    const headers = { 'content-type': 'application/json', authorization: `Device ${one.id}.${one.identity.token}` };
    return one.transport({
      method: 'POST',
      path: '/api/device/activate',
      headers,
      body: Buffer.from(JSON.stringify(body)),
    });
  };
  const fails = async (id: string) =>
    (await stage.db.selectFrom('users').select('pin_fails').where('id', '=', id).executeTakeFirstOrThrow()).pin_fails;

  test('the right one gives the key of the cache, the same each time, and clears the count', async () => {
    expect((await activate(a, { user: 'w1', pin: '000000' })).status).toBe(401);
    const first = jsonOf<{ dataKey: string; user: unknown }>(await activate(a, { user: 'w1', pin: PIN }));
    const again = jsonOf<{ dataKey: string }>(await activate(a, { user: 'w1', pin: PIN }));
    expect(first.dataKey).toBe(again.dataKey);
    expect(Buffer.from(first.dataKey, 'base64url')).toHaveLength(32);
    expect(first.user).toMatchObject({ id: 'w1', role: 'grid_worker' });
    expect(await fails('w1')).toBe(0);
  });

  test('ten wrong ones lock the person, also side by side and for the right one', async () => {
    const b = await device(stage.app, stage.db, 'tablet', 'XW', ['w2']);
    const answers = await Promise.all(Array.from({ length: 12 }, () => activate(b, { user: 'w2', pin: '111111' })));
    expect(answers.map((x) => x.status).sort()).toEqual([...Array(10).fill(401), 423, 423]);
    expect(new ProblemAnswer(await activate(b, { user: 'w2', pin: PIN })).code).toBe('pin-locked');
    expect(await fails('w2')).toBe(10);
    await stage.db.updateTable('users').set({ pin_fails: 0 }).where('id', '=', 'w2').execute();
    expect((await activate(b, { user: 'w2', pin: PIN })).status).toBe(200);
  });

  test('only people of this device; nothing is counted for others', async () => {
    const answer = await activate(a, { user: 'd1', pin: '111111' });
    expect(new ProblemAnswer(answer).code).toBe('forbidden');
    expect(await fails('d1')).toBe(0);
  });

  test.each([
    { user: 1, pin: PIN },
    { user: 'a\0b', pin: PIN },
    { user: 'w1', pin: 246810 },
    { user: 'w1', pin: '24681' },
    { user: 'w1' },
    [],
  ])('%j is answered with the field', async (body) => {
    await refusedBy(stage.db, () => activate(a, body), 400, 'invalid');
  });
});
