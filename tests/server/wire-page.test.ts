/** docs/wire.md against the real server: its example is answered as it says, and a client written from it works. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { canonicalJson } from '../../src/protocol/canonical.ts';
import type { EnrolResponse } from '../../src/protocol/device.ts';
import type { SyncRequest, SyncResponse } from '../../src/protocol/sync.ts';
import { hashToken } from '../../src/server/auth/token.ts';
import { auditTown, serverFiles } from './support/auditTown.ts';
import { asConsole, carried, device, emptyTown, enrolCode, makeTown, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import { StrangersClient } from './support/strangersClient.ts';
import { injected } from './support/syncServer.ts';
import { jsonOf, TestDevice } from './support/testDevice.ts';
import { pageJson } from './support/wirePage.ts';

let stage: Stage;
let origin: string;

beforeAll(async () => {
  stage = await openStage();
  await stage.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(stage.app.server.address() as AddressInfo).port}`;
});
afterAll(() => stage.close());
beforeEach(async () => {
  await emptyTown(stage.db);
  await makeTown(stage.db);
});

const noKey = { publicKey: '', sign: async () => '' };

test('[SY-1] [SY-5] the worked example is answered to the letter, and reaches another device as the page says', async () => {
  const { db, app } = stage;
  const request = pageJson<SyncRequest>('sync-request');
  const answer = pageJson<SyncResponse>('sync-answer');
  const asked = pageJson<{ publicKey: string }>('enrol-request');
  const told = pageJson<EnrolResponse>('enrol-answer');
  const other = await device(app, db, 'tablet', 'XW', ['w2']);
  const enrolled = await TestDevice.enrol(injected(app), await enrolCode(db, 'tablet', 'XW', ['w1']));
  // The server gives ids, secrets and genesis by chance; the example's are put in their place.
  await db.deleteFrom('device_users').where('device', '=', enrolled.id).execute();
  await db
    .updateTable('devices')
    .set({
      id: told.device,
      token_hash: hashToken(told.token),
      genesis: told.genesis,
      high_hash: told.genesis,
      public_key: asked.publicKey,
    })
    .where('town', '=', TOWN)
    .where('id', '=', enrolled.id)
    .execute();
  await db.insertInto('device_users').values({ town: TOWN, device: told.device, user_id: 'w1' }).execute();
  await db.updateTable('towns').set({ epoch: answer.epoch }).where('town', '=', TOWN).execute();

  vi.useFakeTimers({ toFake: ['Date'], now: answer.now });
  try {
    const example = new TestDevice(injected(app), told, noKey);
    const first = await example.post(request);
    expect(jsonOf(first)).toEqual(answer);
    // Lost on its way: the same again gives the same (CF-01).
    expect(jsonOf(await example.post(request))).toEqual(answer);
  } finally {
    vi.useRealTimers();
  }
  other.cursor = { ...(other.cursor ?? { seq: 0, hash: '' }), epoch: answer.epoch };
  const { changes } = await other.sync();
  const shown = pageJson<NonNullable<SyncResponse['changes']>>('changes');
  expect(changes?.events).toEqual(shown.events);
  expect(changes?.more).toBe(shown.more);
  expect(Object.keys(changes?.cursor ?? {})).toEqual(Object.keys(shown.cursor));
  await auditTown(db, TOWN);
});

test('[SY-8] [SY-9] a client written from the page alone enrols, loads, pushes and pulls', async () => {
  const { db, app } = stage;
  await asConsole(db, [carried('XW-0001', 50)]);
  const client = await StrangersClient.enrol(origin, await enrolCode(db, 'tablet', 'XW', ['w1']));
  await client.load();
  const files = (await serverFiles(db, TOWN)).filter((file) => file.village === 'XW');
  expect(client.loaded.h?.map((row) => row.code)).toEqual(files.map((file) => file.code));
  expect(client.loaded.m).toHaveLength(files.flatMap((file) => Object.keys(file.base.members)).length);
  expect(client.loaded.e?.map((row) => row.points)).toEqual([50]);

  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const deed = { household: 'XW-0001', rule: 'FX-01', date: today, quantity: 1, points: 2 };
  const entry = client.record('entry.record', { ...deed, note: '院子“干净”\n𬭎' }, 'w1');
  client.record('entry.record', { ...deed, rule: 'OFF-01', points: 1 }, 'w1');
  client.record('household.edit', { household: 'XW-0002', set: [{ field: 'tags', value: ['党员户'], was: [] }] }, 'w1');
  client.record('entry.reverse', { household: 'XW-0001', entry, reason: '记错了' }, 'w1');
  client.record('entry.record', { ...deed, wrong: true }, 'w1');
  const other = await device(app, db, 'tablet', 'XW', ['w2']);
  other.score('XW-0003', 'FX-01', 'w2');
  await other.syncAll();
  await client.sync(2);

  expect(client.verdicts.map(({ seq, o, c }) => [seq, o, c])).toEqual([
    [1, 'a', undefined],
    [2, 'h', 'rule_off'],
    [3, 'a', undefined],
    [4, 'a', undefined],
    [5, 'r', 'malformed'],
  ]);
  const theirs = (await serverFiles(db, TOWN)).find((file) => file.code === 'XW-0003')?.entries[0];
  const heard = client.events.filter((event) => event.type === 'entry.recorded');
  expect(heard.map((event) => canonicalJson(event.entry))).toEqual([canonicalJson(theirs)]);
  await auditTown(db, TOWN);
});
