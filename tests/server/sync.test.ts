/** The batch, the feed and the first load (SY), through the real endpoint on a real database. */
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import { unpackFiles } from '../../src/protocol/snapshot.ts';
import { PULL_EVENTS_MAX } from '../../src/protocol/sync.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { LEDGER_GENESIS } from '../../src/server/ingest/ledger.ts';
import { auditTown, serverFiles, texts } from './support/auditTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import {
  asConsole,
  carried,
  device,
  emptyTown,
  makeTown,
  officeBrowser,
  PEOPLE,
  registration,
  TOWN,
} from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import { jsonOf, type TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
let fresh: FreshDatabase;
let app: App;
let a: TestDevice;

beforeAll(async () => {
  fresh = await freshDatabase();
  app = await syncServer(fresh.db);
});
beforeEach(async () => {
  await emptyTown(fresh.db);
  await makeTown(fresh.db);
  a = await device(app, fresh.db, 'tablet', 'XW', ['w1']);
});
afterEach(() => auditTown(fresh.db, TOWN));
afterAll(async () => {
  await app.close();
  await fresh.drop();
});

const other = () => device(app, fresh.db, 'tablet', 'XW', ['w2']);

describe('ops', () => {
  test('[SY-1] [SY-2] what an op creates has the op’s reference as its id; device ids are short and readable', async () => {
    expect(a.id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4,6}$/);
    const ref = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(ref).toBe(`${a.id}-000001`);
    expect((await serverFiles(fresh.db, TOWN)).flatMap((f) => f.entries.map((e) => e.id))).toEqual([ref]);
  });

  test('[SY-4] a batch that overlaps what was taken is taken from where it is new', async () => {
    for (let i = 0; i < 3; i++) a.score(H, 'FX-01', 'w1');
    await a.post(await a.request());
    for (let i = 0; i < 2; i++) a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect(a.file(H).entries).toHaveLength(5);
  });

  test('[SY-4] the same batch several times side by side has one effect', async () => {
    for (let i = 0; i < 20; i++) a.score(H, 'FX-01', 'w1');
    const request = await a.request();
    const answers = await Promise.all(Array.from({ length: 6 }, () => a.post(request)));
    const verdicts = answers.map((answer) => JSON.stringify(jsonOf<{ verdicts: unknown }>(answer).verdicts));
    expect(new Set(verdicts).size).toBe(1);
    await a.syncAll();
    expect(a.file(H).entries).toHaveLength(20);
  });

  test('[SY-5] verdicts travel back until they are acknowledged', async () => {
    a.score(H, 'FX-01', 'w1');
    const held = a.score(H, 'OFF-01', 'w1');
    await a.post(await a.request({ pull: false }));
    const again = await a.sync({ push: false, pull: false });
    expect(again.verdicts).toMatchObject({ n: 2 });
    expect(a.verdict(held).outcome).toBe('held');
    expect((await a.sync({ pull: false })).verdicts).toBeUndefined();
  });

  test('[SY-6] a refused and a held op block nothing behind them', async () => {
    const bad = a.log.appendRaw('entry.record', {}, { by: 'w1', at: Date.now() });
    const held = a.score(H, 'OFF-01', 'w1');
    const good = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    expect([bad, held, good].map((ref) => a.verdict(ref).outcome)).toEqual(['refused', 'held', 'applied']);
  });

  test('[SY-7] the server’s order is the order, whatever the clocks say', async () => {
    const b = await other();
    a.clock = () => Date.now() - 7_200_000;
    const late = a.score(H, 'FX-02', 'w1', { points: 3 });
    const first = b.score(H, 'FX-02', 'w2', { points: 3 });
    await b.syncAll();
    await a.syncAll();
    expect(b.verdict(first).outcome).toBe('applied');
    expect(a.verdict(late)).toMatchObject({ outcome: 'held', params: { competing: [first] } });
    expect(a.verdicts.get(late)?.shiftMs).toBeGreaterThan(7_100_000);
  });
});

describe('the batch', () => {
  test('[SY-8] a backlog goes in as many round trips as it needs, each complete in itself', async () => {
    for (let i = 0; i < 1_100; i++) a.score(H, 'FX-01', 'w1', { note: `第${i}次` });
    const seen: number[] = [];
    while (a.ack < a.log.ops.length) {
      await a.sync();
      seen.push(a.ack);
      expect(a.file(H).entries).toHaveLength(a.ack);
    }
    expect(seen).toEqual([500, 1000, 1100]);
  });

  test('[SY-8] an answer lost at any moment loses and repeats nothing', async () => {
    const b = await other();
    for (let i = 0; i < 30; i++) {
      a.score(H, 'FX-01', 'w1');
      b.score(H, 'FX-01', 'w2');
      // What was answered never arrives.
      if (i % 3 === 0) await a.post(await a.request());
      if (i % 5 === 0) await b.syncAll();
      if (i % 7 === 0) await a.syncAll();
    }
    for (const one of [a, b, a]) await one.syncAll();
    expect(texts([a.file(H)])).toEqual(texts([b.file(H)]));
    expect(a.file(H).entries).toHaveLength(60);
  });

  test('[SY-8] while verdicts are still coming, changes wait: own effects are always there first', async () => {
    const office = await officeBrowser(app, fresh.db, PEOPLE.office);
    const refs = Array.from({ length: 2_100 }, () => a.score(H, 'FX-03', 'w1', { points: 5 }));
    const last = refs.at(-1) ?? '';
    // The device hears none of the answers.
    for (let after = 0; after < 2_100; after += 500)
      await a.post(await a.request({ pull: false, change: { push: await a.pushOf({}, after) } }));
    office.record('entry.review', { household: H, entry: last, decision: 'approve' }, 'office');
    await office.syncAll();
    const first = await a.sync({ push: false });
    expect(first.changes).toBeUndefined();
    await a.syncAll();
    expect(a.file(H).entries.find((e) => e.id === last)?.status).toBe('approved');
    await office.load();
    expect(texts([a.file(H)])).toEqual(texts([office.file(H)]));
  });

  test('[SY-10] a locked tablet pushes without pulling and misses nothing afterwards', async () => {
    const b = await other();
    b.score(H, 'FX-01', 'w2');
    await b.syncAll();
    a.score(H, 'FX-01', 'w1');
    const locked = await a.sync({ pull: false });
    expect(locked.changes).toBeUndefined();
    expect(a.file(H).entries).toHaveLength(0);
    await a.syncAll();
    await b.syncAll();
    expect(a.file(H).entries).toHaveLength(2);
    expect(texts([a.file(H)])).toEqual(texts([b.file(H)]));
  });
});

describe('the feed', () => {
  test('[SY-9] own ops are not echoed, and effects of verdicts equal the server’s file', async () => {
    const b = await other();
    a.score(H, 'FX-01', 'w1');
    a.record('household.edit', { household: H, set: [{ field: 'head', value: '新户主', was: `户主${H}` }] }, 'w1');
    a.record('card.replace', { household: H, n: 2, reason: '丢失' }, 'w1');
    await a.syncAll();
    await b.syncAll();
    expect(a.events).toEqual([]);
    expect(b.events.map((e) => e.type)).toEqual(['entry.recorded', 'profile.edited', 'card.replaced']);
    const server = texts((await serverFiles(fresh.db, TOWN)).filter((f) => f.code === H));
    expect(texts([a.file(H)])).toEqual(server);
    expect(texts([b.file(H)])).toEqual(server);
  });

  test('[SY-9] the office hears its own decisions on entries it has not loaded yet', async () => {
    const office = await officeBrowser(app, fresh.db, PEOPLE.office);
    const entry = a.score(H, 'FX-03', 'w1', { points: 5 });
    const wrong = a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    office.record('entry.review', { household: H, entry, decision: 'approve' }, 'office');
    office.record('entry.reverse', { household: H, entry: wrong, reason: '重复' }, 'office');
    await office.syncAll();
    await a.syncAll();
    expect(texts([office.file(H)])).toEqual(texts([a.file(H)]));
    expect(office.file(H).entries).toHaveLength(3);
  });

  test('[SY-9] a device gets only what its people may see', async () => {
    const narrow = await device(app, fresh.db, 'tablet', 'XW', ['g1']);
    const daluo = await device(app, fresh.db, 'tablet', 'DL', ['d1']);
    const town = await officeBrowser(app, fresh.db, PEOPLE.admin);
    const codes = (one: TestDevice) => [...one.files.keys()].map((c) => c.slice(0, 4));
    expect(new Set(codes(a))).toEqual(new Set(['XW-0', 'XW-1']));
    expect(new Set(codes(narrow))).toEqual(new Set(['XW-0']));
    expect(new Set(codes(daluo))).toEqual(new Set(['DL-0']));
    expect(new Set(codes(town))).toEqual(new Set(['XW-0', 'XW-1', 'DL-0']));
    await asConsole(fresh.db, [carried(H, 1), carried('XW-1001', 2), carried('DL-0001', 3)]);
    for (const one of [a, narrow, daluo, town]) await one.syncAll();
    const seen = (one: TestDevice) => one.events.map((e) => ('household' in e ? e.household : ''));
    expect(seen(a)).toEqual([H, 'XW-1001']);
    expect(seen(narrow)).toEqual([H]);
    expect(seen(daluo)).toEqual(['DL-0001']);
    expect(seen(town)).toEqual([H, 'XW-1001', 'DL-0001']);
    expect(Object.keys(daluo.catalogue?.policies ?? {})).toEqual(['DL']);
    expect(Object.keys(a.catalogue?.people ?? {})).not.toContain('d1');
  });

  test('[SY-9] the cursor goes on page by page over a long absence', async () => {
    const many = PULL_EVENTS_MAX + 300;
    await asConsole(
      fresh.db,
      Array.from({ length: many }, (_, i) => carried(i % 2 ? H : 'DL-0001', 1)),
    );
    await asConsole(
      fresh.db,
      Array.from({ length: many }, () => carried(H, 1)),
    );
    const pages: boolean[] = [];
    for (;;) {
      const { changes } = await a.sync();
      pages.push(changes?.more ?? false);
      if (!changes?.more) break;
    }
    expect(pages).toEqual([true, false]);
    expect(a.events).toHaveLength(many / 2 + many);
    expect((await a.sync()).changes).toMatchObject({ events: { order: [] }, more: false });
  });

  test('[SY-9] the catalogue comes when it changed, and only then', async () => {
    expect((await a.sync()).catalogue).toBeUndefined();
    await asConsole(fresh.db, [{ kind: 'policy.publish', body: { village: null, policy: { carryMaxPoints: 12 } } }]);
    expect((await a.sync()).catalogue?.policies.XW).toMatchObject({ carryMaxPoints: 12, deedDaysBack: 30 });
    expect((await a.sync()).catalogue).toBeUndefined();
  });
});

describe('changed history', () => {
  test.each([
    ['another hash at its place', (c: TestDevice['cursor']) => c && { ...c, hash: 'f'.repeat(64) }],
    ['another epoch', (c: TestDevice['cursor']) => c && { ...c, epoch: 'other' }],
    ['a place the ledger has not reached', (c: TestDevice['cursor']) => c && { ...c, seq: c.seq + 1 }],
  ])('[SY-14] a cursor with %s: ops are taken, and the device is told to reload', async (_name, change) => {
    const ref = a.score(H, 'FX-01', 'w1');
    a.cursor = change(a.cursor);
    const answer = await a.sync();
    expect(answer).toMatchObject({ directive: 'reload', high: 1 });
    expect(answer.changes).toBeUndefined();
    expect(a.verdict(ref).outcome).toBe('applied');
    await a.load();
    expect((await a.sync()).directive).toBeUndefined();
    expect(a.file(H).entries.map((e) => e.id)).toEqual([ref]);
  });

  test('[SY-14] a changed ledger row is noticed by the chain', async () => {
    await asConsole(fresh.db, [carried(H, 1)]);
    await sql`update ledger set body = replace(body::text, '"points":1', '"points":9')::json where type = 'entry.recorded'`.execute(
      fresh.db,
    );
    await expect(auditTown(fresh.db, TOWN)).rejects.toThrow();
    await sql`update ledger set body = replace(body::text, '"points":9', '"points":1')::json where type = 'entry.recorded'`.execute(
      fresh.db,
    );
  });
});

describe('first load', () => {
  test('[SY-9] in chunks, the home grid of the device’s people first, resumable behind every chunk', async () => {
    await asConsole(
      fresh.db,
      Array.from({ length: 600 }, (_, i) => ({
        kind: 'household.register' as const,
        body: registration(`XW-${5_000 + i}`, 'XW', i % 2 ? 'XW-G1' : 'XW-G2'),
      })),
    );
    const b = await device(app, fresh.db, 'tablet', 'XW', ['g1', 'w1']);
    const { head, chunks } = await b.load();
    expect(head.households).toBe(608);
    expect(b.files.size).toBe(608);
    const files = chunks.map((c) => unpackFiles(c.files));
    const grids = files.flat().map((f) => f.grid);
    expect(grids.lastIndexOf('XW-G1')).toBeLessThan(grids.indexOf('XW-G2'));
    expect(head.home).toBe(grids.indexOf('XW-G2'));
    expect(chunks.length).toBeGreaterThan(2);
    for (let i = 0; i < chunks.length; i++) {
      const answer = await b.snapshot(`?after=${chunks[i]?.key}`, 'identity');
      const rest = answer.body.toString().trimEnd().split('\n').slice(1);
      expect(rest.map((line) => JSON.parse(line).key)).toEqual(chunks.slice(i + 1).map((c) => c.key));
    }
  });

  test('[SY-9] the files are the server’s, in each compression; changes since the head come by the feed', async () => {
    const sale = { lines: [{ sku: 's', quantity: 2, price: 3 }], points: 6, mode: 'online' as const };
    await asConsole(fresh.db, [carried(H, 50)]);
    a.record('redemption.record', { household: H, ...sale }, 'w1');
    a.score(H, 'PU-01', 'w1', { quantity: 3, points: 6, member: 'm2', note: '带“引号”\n换行', photos: ['p1'] });
    a.carry = ['XW-G1'];
    await a.syncAll();
    const server = texts((await serverFiles(fresh.db, TOWN)).filter((f) => f.village === 'XW'));
    for (const encoding of ['br', 'gzip', 'identity']) {
      const b = await other();
      const { head } = await b.load(encoding);
      expect(texts(b.files.values())).toEqual(server);
      expect(head.counted).toBe(0);
    }
    expect((await a.load()).head.counted).toBe(a.log.ops.length);
  });

  test('[SY-9] a reloaded tablet still knows its Cases', async () => {
    const held = a.score(H, 'OFF-01', 'w1');
    await a.syncAll();
    await a.load();
    expect(a.cases).toMatchObject([{ type: 'case.opened', case: held, code: 'rule_off' }]);
  });
});

describe('the clients of other versions', () => {
  test('[SY-8] a client that is too old is told so and may still push', async () => {
    const ref = a.score(H, 'FX-01', 'w1');
    await expect(a.sync({ change: { protocol: 0 } })).rejects.toMatchObject({ code: 'too-old', status: 426 });
    await a.sync({ push: false, pull: false, change: { protocol: 0 } });
    expect(a.verdict(ref).outcome).toBe('applied');
  });

  test('[SY-8] what a device says of its storage is kept until it says something else', async () => {
    const said = () =>
      fresh.db
        .selectFrom('devices')
        .select(['unsent', 'used_bytes', 'quota_bytes', 'persisted'])
        .where('id', '=', a.id)
        .executeTakeFirstOrThrow();
    await a.sync({ change: { status: { unsent: 2, usedBytes: 7, quotaBytes: 9, persisted: true } } });
    expect(await said()).toEqual({ unsent: 2, used_bytes: 7, quota_bytes: 9, persisted: true });
    await a.sync({ change: { status: { unsent: 0, persisted: false } } });
    expect(await said()).toEqual({ unsent: 0, used_bytes: 7, quota_bytes: 9, persisted: false });
  });

  test('[SY-9] from the very beginning of the feed a device gets all that happened', async () => {
    a.score(H, 'FX-01', 'w1');
    await a.syncAll();
    const b = await other();
    b.files.clear();
    b.cursor = { epoch: must(b.cursor, 'a cursor').epoch, seq: 0, hash: LEDGER_GENESIS };
    expect((await b.sync()).directive).toBeUndefined();
    await b.syncAll();
    const files = (await serverFiles(fresh.db, TOWN)).filter((file) => file.village === 'XW');
    expect(texts(b.files.values())).toEqual(texts(files));
  });

  test('[SY-8] bodies may be gzip’d or plain; answers are compressed as asked', async () => {
    a.score(H, 'FX-01', 'w1');
    const plain = await a.transport({
      method: 'POST',
      path: '/api/sync',
      headers: {
        'content-type': 'application/json',
        'accept-encoding': 'identity',
        authorization: `Device ${a.id}.${a.identity.token}`,
      },
      body: Buffer.from(JSON.stringify(await a.request({ pull: false }))),
    });
    expect([plain.status, jsonOf<{ high: number }>(plain).high]).toEqual([200, 1]);
    expect((await a.post(gzipSync(JSON.stringify(await a.request())))).status).toBe(200);
  });
});
