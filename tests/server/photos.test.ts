import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DetailedError, Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHOTO_BYTES_MAX, photoPath } from '../../src/protocol/photo.ts';
import { hashToken, newToken } from '../../src/server/auth/token.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';
import { asConsole, device, makeTown, PEOPLE, registration, TOWN } from './support/smallTown.ts';
import { syncServer } from './support/syncServer.ts';
import type { TestDevice } from './support/testDevice.ts';

let database: FreshDatabase;
let dataDir: string;
let app: App;
let origin: string;
let tablet: TestDevice;
let elsewhere: TestDevice;

beforeAll(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'village-points-photos-'));
  await makeTown(database.db);
  app = await syncServer(database.db, dataDir);
  await app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  tablet = await device(app, database.db, 'tablet', 'XW', [PEOPLE.w1.id]);
  elsewhere = await device(app, database.db, 'tablet', 'DL', [PEOPLE.d1.id]);
});

afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A file that begins as a JPEG does; every one is another. */
function jpeg(bytes = 300_000): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(bytes - 4)]);
}

function idOf(photo: Buffer): string {
  return createHash('sha256').update(photo).digest('hex');
}

/** Scores a deed with these photos and syncs; the reference of its op. */
async function deed(from: TestDevice, ids: readonly string[], household = 'XW-0001', rule = 'PU-01'): Promise<string> {
  const by = household.startsWith('XW') ? PEOPLE.w1.id : PEOPLE.d1.id;
  const ref = from.score(household, rule, by, { photos: [...ids] });
  await from.syncAll();
  return ref;
}

function auth({ identity }: TestDevice): Record<string, string> {
  return { authorization: `Device ${identity.device}.${identity.token}` };
}

interface Sent {
  /** Bytes of the file in each PATCH: where it began. */
  readonly offsets: readonly number[];
  readonly methods: readonly string[];
}

/** Sends a photo with the real client. Rejects with the code of the problem that ended it. */
function upload(from: TestDevice, op: string, id: string, content: Buffer): Promise<Sent> {
  const url = origin + photoPath(op, id);
  const offsets: number[] = [];
  const methods: string[] = [];
  return new Promise((resolve, reject) => {
    const sending = new Upload(content, {
      endpoint: url,
      uploadUrl: url,
      headers: auth(from),
      chunkSize: 100_000,
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: (sent) => {
        methods.push(sent.getMethod());
        if (sent.getMethod() === 'PATCH') offsets.push(Number(sent.getHeader('Upload-Offset')));
      },
      onSuccess: () => resolve({ offsets, methods }),
      onError: (error) => {
        const body = (error as DetailedError).originalResponse?.getBody() ?? '{}';
        reject(
          new Error(
            String((JSON.parse(body) as { type?: string }).type)
              .split(':')
              .at(-1),
          ),
        );
      },
    });
    sending.start();
  });
}

async function head(from: TestDevice, op: string, id: string): Promise<{ status: number; offset: number }> {
  const answer = await fetch(origin + photoPath(op, id), {
    method: 'HEAD',
    headers: { ...auth(from), 'tus-resumable': '1.0.0' },
  });
  return { status: answer.status, offset: Number(answer.headers.get('upload-offset') ?? 0) };
}

/** Begins an upload, sends the first bytes of the file and cuts the line. */
async function cutAfter(from: TestDevice, op: string, id: string, content: Buffer, bytes: number): Promise<void> {
  const url = origin + photoPath(op, id);
  const tus = { ...auth(from), 'tus-resumable': '1.0.0' };
  const made = await fetch(url, { method: 'POST', headers: { ...tus, 'upload-length': String(content.length) } });
  expect(made.status).toBe(201);
  await new Promise<void>((resolve) => {
    const sending = request(url, {
      method: 'PATCH',
      headers: {
        ...tus,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': String(content.length),
      },
    });
    sending.on('error', () => undefined);
    sending.on('close', resolve);
    sending.write(content.subarray(0, bytes), () => sending.destroy());
  });
}

async function sessionOf(user: string): Promise<string> {
  const token = newToken();
  await database.db
    .insertInto('sessions')
    .values({ town: TOWN, token_hash: hashToken(token), user_id: user, expires_at: new Date(Date.now() + 3_600_000) })
    .execute();
  return `office_session=${token}`;
}

async function look(user: string, id: string): Promise<Response> {
  return fetch(`${origin}/api/office/photos/${id}`, { headers: { cookie: await sessionOf(user) } });
}

interface Listed {
  readonly id: string;
  readonly household: string;
  readonly photos: number;
  readonly photosHere: readonly string[];
}

async function listed(entry: string): Promise<Listed | undefined> {
  const filter = { status: null, village: null, grid: null, rule: null, worker: null, from: null, to: null, q: '' };
  const answer = await fetch(`${origin}/api/office/entries/search`, {
    method: 'POST',
    headers: { cookie: await sessionOf('admin'), origin, 'content-type': 'application/json' },
    body: JSON.stringify({ ...filter, household: null, cursor: null }),
  });
  return ((await answer.json()) as { entries: Listed[] }).entries.find((e) => e.id === entry);
}

async function rows(id: string): Promise<number> {
  return (await database.db.selectFrom('photos').select('id').where('id', '=', id).execute()).length;
}

async function filesOf(id: string): Promise<readonly string[]> {
  const all = await readdir(join(dataDir, 'photos'), { recursive: true });
  return all.filter((path) => path.includes(id)).map((path) => path.replaceAll('\\', '/'));
}

test('[CF-22] an announced photo is missing until it has arrived; then the office of its village sees it, and no other', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id], 'XW-0001', 'FX-03');
  expect(tablet.verdict(op).outcome).toBe('applied');
  expect(await listed(op)).toMatchObject({ photos: 1, photosHere: [] });
  expect((await look('office', id)).status).toBe(404);

  await upload(tablet, op, id, photo);
  expect(await listed(op)).toMatchObject({ photos: 1, photosHere: [id] });
  const seen = await look('office', id);
  expect(Buffer.from(await seen.arrayBuffer()).equals(photo)).toBe(true);
  expect(Object.fromEntries(seen.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('private'),
  });
  expect((await look('admin', id)).status).toBe(200);
  await database.db
    .insertInto('users')
    .values({
      ...{ town: TOWN, id: 'office-dl', name: 'x', role: 'village_office', village: 'DL', grids: [], home_grid: null },
      ...{ login: null, password_hash: null, pin_hash: null },
    })
    .execute();
  expect((await look('office-dl', id)).status).toBe(404);
  expect(await filesOf(id)).toEqual([`${TOWN}/${id.slice(0, 2)}/${id}.jpg`]);
});

test('an upload that was cut goes on from where the line broke', async () => {
  const photo = jpeg(900_000);
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await cutAfter(tablet, op, id, photo, 450_000);
  let { offset } = await head(tablet, op, id);
  for (let i = 0; i < 1_000 && offset === 0; i++) ({ offset } = await head(tablet, op, id));
  expect(offset).toBeGreaterThan(0);
  expect(offset).toBeLessThan(photo.length);
  expect(await rows(id)).toBe(0);

  const sent = await upload(tablet, op, id, photo);
  expect(sent.methods).not.toContain('POST');
  expect(sent.offsets[0]).toBeGreaterThanOrEqual(offset);
  expect(Buffer.from(await (await look('office', id)).arrayBuffer()).equals(photo)).toBe(true);
});

test('a photo that is here already is asked for once and not sent again', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await upload(tablet, op, id, photo);
  expect(await upload(tablet, op, id, photo)).toEqual({ methods: ['HEAD'], offsets: [] });
  expect(await rows(id)).toBe(1);
});

test('a whole file that the server did not take in before it died is taken in when the device asks', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await fetch(origin + photoPath(op, id), {
    method: 'POST',
    headers: { ...auth(tablet), 'tus-resumable': '1.0.0', 'upload-length': String(photo.length) },
  });
  const [begun = ''] = await filesOf(`${op}~${id}`);
  await writeFile(join(dataDir, 'photos', begun), photo);
  expect(await upload(tablet, op, id, photo)).toEqual({ methods: ['HEAD'], offsets: [] });
  expect(await rows(id)).toBe(1);
  expect((await look('office', id)).status).toBe(200);
});

test('a photo whose arrival was not noted before the server died is sent again', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await upload(tablet, op, id, photo);
  await database.db.deleteFrom('photos').where('id', '=', id).execute();
  await upload(tablet, op, id, photo);
  expect(await rows(id)).toBe(1);
});

test('a file that is not the announced one is thrown away, and the true one is still taken', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await expect(upload(tablet, op, id, jpeg())).rejects.toThrow('photo-damaged');
  expect(await rows(id)).toBe(0);
  expect(await filesOf(id)).toEqual([]);
  expect((await head(tablet, op, id)).status).toBe(404);
  await upload(tablet, op, id, photo);
  expect(await rows(id)).toBe(1);
});

test('a file that is no JPEG is thrown away, also when it is what was announced', async () => {
  const program = Buffer.concat([Buffer.from('MZ'), randomBytes(1_000)]);
  const id = idOf(program);
  const op = await deed(tablet, [id]);
  await expect(upload(tablet, op, id, program)).rejects.toThrow('bad-media-type');
  expect(await rows(id)).toBe(0);
  expect(await filesOf(id)).toEqual([]);
});

test('a photo that is too large is refused before it is sent', async () => {
  const photo = jpeg(PHOTO_BYTES_MAX + 1);
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await expect(upload(tablet, op, id, photo)).rejects.toThrow('too-large');
  expect(await filesOf(id)).toEqual([]);
});

test('a photo that no op announced is not taken', async () => {
  const photo = jpeg();
  const op = await deed(tablet, [idOf(jpeg())]);
  await expect(upload(tablet, op, idOf(photo), photo)).rejects.toThrow('not-found');
  await expect(upload(tablet, `${tablet.id}-999999`, idOf(photo), photo)).rejects.toThrow('not-found');
  expect(await filesOf(idOf(photo))).toEqual([]);
});

test('a photo of a refused deed is not taken, one of a held deed is', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const refused = tablet.score('XW-0001', 'PU-01', PEOPLE.w1.id, { photos: [id], quantity: 0 });
  const held = await deed(tablet, [id], 'XW-0001', 'OFF-01');
  expect([tablet.verdict(refused).outcome, tablet.verdict(held).outcome]).toEqual(['refused', 'held']);
  await expect(upload(tablet, refused, id, photo)).rejects.toThrow('not-found');
  await upload(tablet, held, id, photo);
  expect(await rows(id)).toBe(1);
});

test('a device of another village neither sends nor asks', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  const op = await deed(tablet, [id]);
  await expect(upload(elsewhere, op, id, photo)).rejects.toThrow('forbidden');
  expect((await head(elsewhere, op, id)).status).toBe(403);
  expect(await rows(id)).toBe(0);
});

test('[CF-09] a deed that followed its household to another takes its photo along, whenever that comes', async () => {
  const { db } = database;
  await asConsole(db, [
    { kind: 'household.register', body: registration('XW-0501', 'XW', 'XW-G1') },
    { kind: 'household.register', body: registration('XW-0502', 'XW', 'XW-G1') },
  ]);
  const [before, after] = [jpeg(), jpeg()];
  const held = await deed(tablet, [idOf(before)], 'XW-0501', 'OFF-01');
  await upload(tablet, held, idOf(before), before);
  await asConsole(db, [{ kind: 'household.merge', body: { household: 'XW-0501', into: 'XW-0502', reason: 'r' } }]);
  await asConsole(db, [{ kind: 'case.decide', body: { case: held, decision: 'accept' } }]);
  const followed = await deed(tablet, [idOf(after)], 'XW-0501');
  expect(tablet.verdict(followed)).toMatchObject({ outcome: 'applied', params: { to: 'XW-0502' } });
  await upload(tablet, followed, idOf(after), after);
  for (const [op, photo] of [
    [held, before],
    [followed, after],
  ] as const)
    expect(await listed(op)).toMatchObject({ household: 'XW-0502', photosHere: [idOf(photo)] });
});

test('[CF-09] a photo of a household that moved away still comes from where the deed was recorded', async () => {
  const { db } = database;
  await asConsole(db, [{ kind: 'household.register', body: registration('XW-0503', 'XW', 'XW-G1') }]);
  const photo = jpeg();
  const op = await deed(tablet, [idOf(photo)], 'XW-0503');
  const body = { household: 'XW-0503', village: 'DL', grid: 'DL-G1', naturalVillage: '', doorPlate: '', reason: 'r' };
  await asConsole(db, [{ kind: 'household.move', body }]);
  await upload(tablet, op, idOf(photo), photo);
  expect(await listed(op)).toMatchObject({ photosHere: [idOf(photo)] });
  await expect(upload(elsewhere, op, idOf(photo), photo)).rejects.toThrow('forbidden');
});

test('another village that announces a photo it does not have learns nothing of it', async () => {
  const photo = jpeg();
  const id = idOf(photo);
  await upload(tablet, await deed(tablet, [id]), id, photo);
  const claim = await deed(elsewhere, [id], 'DL-0001');
  expect((await head(elsewhere, claim, id)).status).toBe(404);
  expect((await look('office-dl', id)).status).toBe(404);
  expect(await listed(claim)).toMatchObject({ photos: 1, photosHere: [] });
});

test('without a device there is no upload, and no office photo without a session', async () => {
  const url = origin + photoPath(`${tablet.id}-000001`, 'a'.repeat(64));
  expect((await fetch(url, { method: 'POST', headers: { 'tus-resumable': '1.0.0' } })).status).toBe(401);
  expect((await fetch(`${origin}/api/office/photos/${'a'.repeat(64)}`)).status).toBe(401);
});
