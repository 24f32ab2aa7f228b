/** Input that no honest app sends: each gets a clear problem, and nothing changes. */
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashToken } from '../../src/server/auth/token.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { recordAsConsole } from '../../src/server/ingest/console.ts';
import { auditTown } from './support/auditTown.ts';
import { newDeviceKey } from './support/deviceLog.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { refusedBy } from './support/refused.ts';
import { device, emptyTown, makeTown, officeBrowser, PEOPLE, PIN, TOWN } from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import { TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
let fresh: FreshDatabase;
let app: App;
let a: TestDevice;

beforeAll(async () => {
  fresh = await freshDatabase();
  app = await syncServer(fresh.db);
  await emptyTown(fresh.db);
  await makeTown(fresh.db);
});
beforeEach(async () => {
  a = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
});
afterAll(async () => {
  await auditTown(fresh.db, TOWN);
  await app.close();
  await fresh.drop();
});

describe('bodies', () => {
  test('10 MB, plain and gzip’d to little', async () => {
    const big = { ...(await a.request()), app: 'x'.repeat(10 * 1024 * 1024) };
    await refusedBy(fresh.db, () => a.post(big), 413, 'too-large');
    const headers = { 'content-type': 'application/json', authorization: `Device ${a.id}.${a.identity.token}` };
    const body = Buffer.from(JSON.stringify(big));
    await refusedBy(
      fresh.db,
      () => a.transport({ method: 'POST', path: '/api/sync', headers, body }),
      413,
      'too-large',
    );
  });

  test('a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(512 * 1024);
    await refusedBy(fresh.db, () => a.post(bomb), 413, 'too-large');
  });

  test('a real batch that is cut off at any place, or damaged', async () => {
    for (let i = 0; i < 50; i++) a.score(H, 'FX-01', 'w1', { note: `n${i}` });
    const packed = gzipSync(JSON.stringify(await a.request()));
    for (const share of [0.01, 0.3, 0.7, 0.99]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share));
      await refusedBy(fresh.db, () => a.post(cut), 400, 'bad-gzip');
    }
    const damaged = Buffer.from(packed);
    damaged.fill(0x55, damaged.length >> 1, (damaged.length >> 1) + 8);
    await refusedBy(fresh.db, () => a.post(damaged), 400, 'bad-gzip');
    await refusedBy(fresh.db, () => a.post(Buffer.from('not gzip at all')), 400, 'bad-gzip');
  });

  test('more ops than a batch has, more bytes than a batch has', async () => {
    for (let i = 0; i < 501; i++) a.score(H, 'FX-01', 'w1');
    const all = await a.log.batch(0, 501);
    const problem = await refusedBy(
      fresh.db,
      async () => a.post({ ...(await a.request({ push: false })), push: all }),
      413,
      'too-large',
    );
    expect(problem.high).toBe(0);
    const b = await device(app, fresh.db, 'tablet', 'XW', ['w2']);
    for (let i = 0; i < 330; i++) b.score(H, 'FX-01', 'w2', { note: `汉${i}`.padEnd(300, '汉') });
    await refusedBy(fresh.db, async () => b.post(await b.request()), 413, 'too-large');
  });
});

describe('wrong JSON types in each field', () => {
  const HASH = 'a'.repeat(64);
  const WRONG: readonly (readonly [path: string, value: unknown])[] = [
    ...[
      'protocol',
      'now',
      'ack',
      'push/after',
      'pull/cursor/seq',
      'pull/catalogue',
      'status/unsent',
      'status/usedBytes',
      'status/quotaBytes',
    ].flatMap((path) => ['1', 1.5, {}, [1], true, 1e300].map((value) => [path, value] as const)),
    ...['ack', 'push/after', 'pull/cursor/seq', 'pull/catalogue', 'status/unsent'].map((path) => [path, -1] as const),
    ...[
      'protocol',
      'now',
      'ack',
      'app',
      'push/after',
      'push/prev',
      'push/head',
      'push/sig',
      'push/ops',
      'pull/cursor',
      'pull/carry',
      'pull/catalogue',
    ].flatMap((path) => [null, undefined].map((value) => [path, value] as const)),
    ...['app', 'push/prev', 'push/head', 'push/sig', 'pull/cursor/epoch', 'pull/cursor/hash'].flatMap((path) =>
      [1, {}, ['x'], false].map((value) => [path, value] as const),
    ),
    ...['push/prev', 'push/head', 'pull/cursor/hash'].flatMap((path) =>
      ['', 'g'.repeat(64), HASH.toUpperCase(), `${HASH}a`].map((value) => [path, value] as const),
    ),
    ['app', 'x'.repeat(41)],
    ['app', 'a\0b'],
    ['push/sig', 's'.repeat(121)],
    ['pull/cursor/epoch', ''],
    ...['XW-G1', {}, [1], [null], ['a\0b'], Array(201).fill('XW-G1')].map((value) => ['pull/carry', value] as const),
    ...['x', 1, [], true].flatMap((value) =>
      ['push', 'pull', 'status', 'pull/cursor'].map((path) => [path, value] as const),
    ),
    ['status/persisted', 'yes'],
    // What a batch claims to be.
    ...[
      'x',
      1,
      [],
      {},
      { order: [], groups: [] },
      { order: ['entry.record', 1], groups: {} },
      { order: [], groups: {} },
    ].map((value) => ['push/ops', value] as const),
    ['push/ops', { order: ['k', 1], groups: { k: { n: 1, c: {} } } }],
    ['push/ops', { order: ['k', 1], groups: { k: { n: 1e9, c: { by: { v: 'w1' } } } } }],
    ['push/ops', { order: ['k', 1], groups: { k: { n: 1, c: { by: { v: 1 }, at: { v: 1 }, schema: { v: 1 } } } } }],
    [
      'push/ops',
      { order: ['k', 1], groups: { k: { n: 1, c: { by: { v: 'w1' }, at: { v: 'now' }, schema: { v: 1 } } } } },
    ],
    [
      'push/ops',
      { order: ['k', 1], groups: { k: { n: 1, c: { by: { v: 'w1' }, at: { v: 1 }, schema: { v: 'x' } } } } },
    ],
    [
      'push/ops',
      { order: ['k', 1], groups: { k: { n: 1, c: { by: { v: 'w1' }, at: { v: 1 }, schema: { v: 2 ** 40 } } } } },
    ],
    [
      'push/ops',
      { order: ['k', 1], groups: { k: { n: 1, c: { by: { v: 'a\0b' }, at: { v: 1 }, schema: { v: 1 } } } } },
    ],
    [
      'push/ops',
      { order: ['a\0b', 1], groups: { 'a\0b': { n: 1, c: { by: { v: 'w' }, at: { v: 1 }, schema: { v: 1 } } } } },
    ],
  ];

  function changed(request: unknown, path: string, value: unknown): unknown {
    const copy = structuredClone(request) as Record<string, unknown>;
    let at = copy;
    const parts = path.split('/');
    for (const part of parts.slice(0, -1)) at = at[part] as Record<string, unknown>;
    at[parts.at(-1) ?? ''] = value;
    return copy;
  }

  test.each(WRONG.map(([path, value]) => [path, JSON.stringify(value)?.slice(0, 90), value] as const))(
    '%s = %s',
    async (path, _text, value) => {
      a.score(H, 'FX-01', 'w1');
      const good = { ...(await a.request()), status: { unsent: 1, usedBytes: 1, quotaBytes: 2, persisted: true } };
      const problem = await refusedBy(fresh.db, () => a.post(changed(good, path, value)), 400, 'invalid');
      const named = problem.errors?.[0]?.path ?? '';
      expect(`/body/${path}`.startsWith(named) || named.startsWith(`/body/${path}`), named).toBe(true);
    },
  );

  test.each(['null', '1', '"x"', '[]', '{}', '{"protocol":1'])('the body %s', async (text) => {
    const send = () => a.post(gzipSync(text));
    await refusedBy(fresh.db, send, 400, text === '{"protocol":1' ? 'bad-json' : 'invalid');
  });
});

describe('the chain', () => {
  test('a wrong signature, another device’s signature, an altered op, a wrong head', async () => {
    a.score(H, 'FX-01', 'w1');
    const b = await device(app, fresh.db, 'tablet', 'XW', ['w2']);
    b.score(H, 'FX-01', 'w1');
    const good = await a.pushOf({});
    const push = (change: object) => async () => a.post({ ...(await a.request()), push: { ...good, ...change } });
    const key = await newDeviceKey();
    await refusedBy(fresh.db, push({ sig: await key.sign(good.head) }), 401, 'signature-invalid');
    await refusedBy(fresh.db, push({ sig: '' }), 401, 'signature-invalid');
    await refusedBy(fresh.db, push({ sig: '!!!!' }), 401, 'signature-invalid');
    await refusedBy(fresh.db, push({ sig: (await b.pushOf({})).sig }), 401, 'signature-invalid');
    const altered = JSON.parse(JSON.stringify(good.ops).replace('"b.points":{"v":2}', '"b.points":{"v":9}'));
    expect(altered).not.toEqual(good.ops);
    await refusedBy(fresh.db, push({ ops: altered }), 400, 'invalid');
    await refusedBy(fresh.db, push({ head: 'a'.repeat(64) }), 400, 'invalid');
    await a.syncAll();
    expect(a.file(H).entries.length).toBeGreaterThan(0);
  });

  test('[SY-4] a gap is told with the highest seq that is there', async () => {
    for (let i = 0; i < 5; i++) a.score(H, 'FX-01', 'w1');
    const gap = await a.pushOf({}, 3);
    const problem = await refusedBy(
      fresh.db,
      async () => a.post({ ...(await a.request()), push: gap }),
      409,
      'seq-gap',
    );
    expect(problem.high).toBe(0);
    await a.syncAll();
  });

  test('[SY-13] the same seq with other content is a fork, never an overwrite', async () => {
    const key = await newDeviceKey();
    const twin = new TestDevice(a.transport, a.identity, key);
    a.score(H, 'FX-01', 'w1', { note: '一' });
    a.score(H, 'FX-01', 'w1', { note: '二' });
    await a.syncAll();
    Object.assign(twin.log, { key: Reflect.get(a.log, 'key') });
    twin.cursor = a.cursor;
    twin.score(H, 'FX-01', 'w1', { note: '一' });
    twin.score(H, 'FX-01', 'w1', { note: '三' });
    twin.score(H, 'FX-01', 'w1', { note: '四' });
    for (const after of [0, 1, 2]) {
      const push = await twin.pushOf({}, after);
      const problem = await refusedBy(
        fresh.db,
        async () => twin.post({ ...(await twin.request()), push }),
        409,
        'fork',
      );
      expect(problem.high).toBe(2);
    }
  });
});

describe('who speaks', () => {
  const as = (authorization: string) => async () => {
    const body = gzipSync(JSON.stringify(await a.request()));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip', authorization };
    return a.transport({ method: 'POST', path: '/api/sync', headers, body });
  };

  test('no device, a wrong token, another device’s token, a device that is not there', async () => {
    const b = await device(app, fresh.db, 'tablet', 'XW', ['w2']);
    // An id of digits alone is the same in small letters.
    while (!/[A-Z]/.test(a.id)) a = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
    for (const authorization of [
      '',
      'Bearer x',
      `Device ${a.id}`,
      `Device ${a.id}.${'x'.repeat(43)}`,
      `Device ${a.id}.${b.identity.token}`,
      `Device ZZZZ.${a.identity.token}`,
      `Device ${a.id.toLowerCase()}.${a.identity.token}`,
    ])
      await refusedBy(fresh.db, as(authorization), 401, 'device-unknown');
  });

  test('a revoked device', async () => {
    a.score(H, 'FX-01', 'w1');
    await fresh.db.updateTable('devices').set({ status: 'revoked' }).where('id', '=', a.id).execute();
    await refusedBy(fresh.db, () => a.snapshot('', 'br'), 401, 'device-unknown');
    await refusedBy(fresh.db, () => a.ask('/api/device/activate', { user: 'w1', pin: PIN }), 401, 'device-unknown');
    // To hand over it is known (CF-17), but only by its own secret and signature.
    await refusedBy(fresh.db, as(`Device ${a.id}.${'x'.repeat(43)}`), 401, 'device-unknown');
    const push = await a.pushOf({ sig: 'A'.repeat(86) });
    await refusedBy(fresh.db, async () => a.post(await a.request({ change: { push } })), 401, 'signature-invalid');
  });

  test('two towns may have a device of the same id; the token tells them apart', async () => {
    await sql`insert into towns select 'T2', name, zone_offset_minutes, 'other', 0, repeat('0', 64), 1, card_private, card_public
      from towns where town = ${TOWN}`.execute(fresh.db);
    await sql`insert into devices (town, id, kind, name, token_hash, public_key, genesis, data_key, high_hash, enrolled_by)
      select 'T2', id, kind, name, ${hashToken('y'.repeat(43))}, public_key, genesis, data_key, genesis, enrolled_by from devices
      where town = ${TOWN} and id = ${a.id}`.execute(fresh.db);
    await a.syncAll();
    expect((await as(`Device ${a.id}.${'y'.repeat(43)}`)()).status).toBe(200);
    await sql`delete from devices where town = 'T2'`.execute(fresh.db);
    await sql`delete from towns where town = 'T2'`.execute(fresh.db);
  });

  test('the console never speaks over the network', async () => {
    await recordAsConsole(fresh.db, TOWN, []);
    await sql`update devices set token_hash = ${hashToken('z'.repeat(43))} where kind = 'console'`.execute(fresh.db);
    const row = await fresh.db
      .selectFrom('devices')
      .select('id')
      .where('kind', '=', 'console')
      .executeTakeFirstOrThrow();
    await refusedBy(fresh.db, as(`Device ${row.id}.${'z'.repeat(43)}`), 403, 'forbidden');
  });

  test('an office browser speaks only while a person who may is signed in, from its own pages', async () => {
    const office = await officeBrowser(app, fresh.db, PEOPLE.office);
    const signedIn = office.headers;
    office.record('month.publish', { village: 'XW', month: '2018-01' }, 'office');
    office.headers = {};
    await refusedBy(fresh.db, async () => office.post(await office.request()), 403, 'cross-origin');
    office.headers = { origin: 'http://points.test' };
    await refusedBy(fresh.db, async () => office.post(await office.request()), 401, 'not-signed-in');
    await refusedBy(fresh.db, () => office.snapshot('', 'br'), 401, 'not-signed-in');
    office.headers = { ...signedIn, origin: 'http://elsewhere.test' };
    await refusedBy(fresh.db, async () => office.post(await office.request()), 403, 'cross-origin');
    await sql`update sessions set expires_at = now() - interval '1 second'`.execute(fresh.db);
    office.headers = signedIn;
    await refusedBy(fresh.db, async () => office.post(await office.request()), 401, 'not-signed-in');
  });

  test('a place in the first load that is none', async () => {
    for (const key of ['x', '0:', "0:'; drop table ops", '2:XW-0001'])
      await refusedBy(fresh.db, () => a.snapshot(`?after=${encodeURIComponent(key)}`, 'br'), 400, 'invalid');
  });
});
