/** Long work of the office: whose it is, how far it is, cancel, and what a restart of the server does to it. */
import { randomUUID } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Job } from '../../src/protocol/officeJobs.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { anyJobKind } from '../../src/server/jobs/anyJobKind.ts';
import { type JobEnd, JobFailed, type JobRun } from '../../src/server/jobs/jobKind.ts';
import { addJob, cancelJob, findCutOff, listJobs, takeJob } from '../../src/server/jobs/jobRows.ts';
import { JobWorker } from '../../src/server/jobs/jobWorker.ts';
import { createLog } from '../../src/server/log.ts';
import { ORIGIN, officeServer } from './support/officeServer.ts';
import { addHousehold, cookieOf, createOfficeTown, TOWN } from './support/officeTown.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const dataDir = join(tmpdir(), `village-points-${randomUUID()}`);
let database: FreshDatabase;
let app: App;

beforeAll(async () => {
  database = await freshDatabase();
  await createOfficeTown(database.db);
  await addHousehold(database.db, { code: 'XW-0001', village: 'XW', head: '谢关明' });
  await addHousehold(database.db, { code: 'DL-0001', village: 'DL', head: '谢小燕' });
});
beforeEach(async () => {
  await database.db.deleteFrom('jobs').execute();
});
afterAll(async () => {
  await database.drop();
});

const newJob = (by = 'OFFICE-XW') =>
  ({ town: TOWN, by, kind: 'register.export', village: 'XW', input: { n: 3 } }) as const;

/** A worker whose only kind of work is `run`. */
function workerOf(
  run: (job: JobRun<{ n: number }>) => Promise<JobEnd>,
  whenCutOff: 'again' | 'tell' = 'again',
): JobWorker {
  const kind = anyJobKind({
    kind: 'register.export',
    roles: ['village_office'],
    input: z.object({ n: z.int() }),
    villageOf: () => 'XW',
    whenCutOff,
    run,
  });
  return new JobWorker({ db: database.db, log: createLog('silent'), dataDir, kinds: [kind] });
}

const theOnly = async (by = 'OFFICE-XW'): Promise<Job | undefined> => (await listJobs(database.db, TOWN, by))[0];

async function until(holds: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await theOnly();
    if (job && holds(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A door that stays shut until it is opened. */
function door(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('the worker', () => {
  test('takes work oldest first, one by one, and says what came out of it', async () => {
    const order: string[] = [];
    let inHand = 0;
    const worker = workerOf(async ({ id, input, folder, progress }) => {
      inHand += 1;
      expect(inHand).toBe(1);
      order.push(id);
      for (let i = 0; i <= input.n; i += 1) await progress(i, input.n);
      await writeFile(join(folder, 'out.csv'), 'a,b');
      inHand -= 1;
      return { result: { rows: input.n }, file: { path: 'out.csv', name: '名册.csv', type: 'text/csv' } };
    });
    const first = await addJob(database.db, newJob());
    const second = await addJob(database.db, newJob());
    worker.start();
    const done = await until(({ id, state }) => id === second.id && state === 'done');
    await worker.stop();
    expect(order).toEqual([first.id, second.id]);
    expect(done).toMatchObject({ done: 3, total: 3, result: { rows: 3 }, file: '名册.csv', error: null });
  });

  test('cancelled work stops at its next step; waiting work stops at once', async () => {
    let steps = 0;
    const begun = door();
    const worker = workerOf(async ({ progress }) => {
      for (;;) {
        await progress(steps, 1_000);
        steps += 1;
        begun.open();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    const { id } = await addJob(database.db, newJob());
    const waits = await addJob(database.db, newJob('TOWN'));
    expect(await cancelJob(database.db, TOWN, 'TOWN', waits.id)).toMatchObject({ state: 'cancelled' });
    worker.start();
    await begun.opened;
    expect(await cancelJob(database.db, TOWN, 'OFFICE-XW', id)).toMatchObject({ state: 'running' });
    const job = await until(({ state }) => state === 'cancelled');
    const stopped = steps;
    await worker.stop();
    expect(steps).toBe(stopped);
    expect(job).toMatchObject({ total: 1_000, error: null, file: null });
    expect(job.finishedAt).not.toBeNull();
  });

  test('a failure is said with its code, a fault of ours as such', async () => {
    const worker = workerOf(async ({ input }) => {
      if (input.n === 3) throw new JobFailed('too_wet');
      throw new Error('postgres://secret');
    });
    await addJob(database.db, newJob());
    await addJob(database.db, { ...newJob('TOWN'), input: { n: 4 } });
    worker.start();
    expect((await until(({ state }) => state === 'failed')).error).toBe('too_wet');
    while ((await theOnly('TOWN'))?.state !== 'failed') await new Promise((resolve) => setTimeout(resolve, 20));
    await worker.stop();
    expect((await theOnly('TOWN'))?.error).toBe('internal');
  });

  test('a server that stops in good order puts it back, and the next one does it', async () => {
    const begun = door();
    const endless = async ({ progress }: JobRun<{ n: number }>) => {
      for (;;) {
        await progress(1, 2);
        begun.open();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const first = workerOf(endless);
    await addJob(database.db, newJob());
    first.start();
    await begun.opened;
    await first.stop();
    expect(await theOnly()).toMatchObject({ state: 'queued', error: null, finishedAt: null });
    const second = workerOf(async () => ({ result: 'after all' }));
    second.start();
    expect((await until(({ state }) => state === 'done')).result).toBe('after all');
    await second.stop();
  });

  test('work that may not be done twice is said to have been cut off', async () => {
    const begun = door();
    const worker = workerOf(async ({ progress }) => {
      for (;;) {
        await progress(1, 2);
        begun.open();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }, 'tell');
    await addJob(database.db, newJob());
    worker.start();
    await begun.opened;
    await worker.stop();
    expect(await theOnly()).toMatchObject({ state: 'failed', error: 'cut_off', done: 1, total: 2 });
  });
});

describe('after a server was killed', () => {
  /** As a killed process leaves it: taken, and its last beat a minute ago. */
  async function killed(): Promise<void> {
    await takeJob(database.db, 'dead');
    await sql`update jobs set beat_at = now() - interval '1 minute'`.execute(database.db);
  }

  test('what it had in hand is begun again; a living server keeps its own', async () => {
    await addJob(database.db, newJob());
    await takeJob(database.db, 'living');
    expect(await findCutOff(database.db, 'me', ['register.export'])).toBe(0);
    await sql`update jobs set beat_at = now() - interval '1 minute'`.execute(database.db);
    // Its own it would know of.
    expect(await findCutOff(database.db, 'living', ['register.export'])).toBe(0);
    const worker = workerOf(async () => ({}));
    worker.start();
    expect(await until(({ state }) => state === 'done')).toMatchObject({ error: null });
    await worker.stop();
  });

  test('a kind that tells is said to have been cut off, and cancelled work stays cancelled', async () => {
    await addJob(database.db, newJob());
    await killed();
    await findCutOff(database.db, 'me', []);
    expect(await theOnly()).toMatchObject({ state: 'failed', error: 'cut_off' });
    const { id } = await addJob(database.db, newJob('TOWN'));
    await killed();
    await cancelJob(database.db, TOWN, 'TOWN', id);
    await findCutOff(database.db, 'me', ['register.export']);
    expect(await theOnly('TOWN')).toMatchObject({ state: 'cancelled', error: null });
  });

  test('work that three servers died under is not begun a fourth time', async () => {
    await addJob(database.db, newJob());
    for (let i = 0; i < 2; i += 1) {
      await killed();
      await findCutOff(database.db, 'me', ['register.export']);
      expect((await theOnly())?.state).toBe('queued');
    }
    await killed();
    await findCutOff(database.db, 'me', ['register.export']);
    expect(await theOnly()).toMatchObject({ state: 'failed', error: 'cut_off' });
  });
});

test('what ended a week ago is forgotten, its files too', async () => {
  const worker = workerOf(async ({ folder }) => {
    await writeFile(join(folder, 'x'), 'x');
    return {};
  });
  const { id } = await addJob(database.db, newJob());
  worker.start();
  await until(({ state }) => state === 'done');
  await worker.stop();
  expect(await readdir(join(dataDir, 'jobs'))).toContain(id);
  await sql`update jobs set finished_at = now() - interval '8 days'`.execute(database.db);
  const next = workerOf(async () => ({}));
  next.start();
  while ((await readdir(join(dataDir, 'jobs'))).includes(id)) await new Promise((resolve) => setTimeout(resolve, 20));
  await next.stop();
  expect(await theOnly()).toBeUndefined();
});

describe('over the network', () => {
  beforeAll(async () => {
    app = await officeServer(database.db, undefined, [], dataDir);
  });
  afterAll(() => app.close());

  async function call(user: string, method: 'GET' | 'POST', url: string, payload?: object) {
    const headers = { origin: ORIGIN, cookie: await cookieOf(database.db, user) };
    return app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  }
  const start = (user: string, village: string | null, format = 'csv') =>
    call(user, 'POST', '/api/office/jobs', { kind: 'register.export', input: { village, format } });

  test('a person starts, sees, and fetches their own; nobody else does', async () => {
    const answer = await start('OFFICE-XW', 'XW');
    expect(answer.statusCode, answer.body).toBe(200);
    const { id } = answer.json<Job>();
    await until(({ state }) => state === 'done');
    const file = await call('OFFICE-XW', 'GET', `/api/office/jobs/${id}/file`);
    expect(file.statusCode).toBe(200);
    expect(file.headers['cache-control']).toBe('no-store');
    expect(file.headers['content-disposition']).toContain(encodeURIComponent('住户名册-下湾村'));
    expect(file.body).toContain('谢关明');
    expect(file.body).not.toContain('谢小燕');
    for (const other of ['TOWN', 'OFFICE-DL', 'COMMITTEE-XW']) {
      expect((await call(other, 'GET', '/api/office/jobs')).json()).toEqual({ jobs: [] });
      expect((await call(other, 'GET', `/api/office/jobs/${id}`)).statusCode).toBe(404);
      expect((await call(other, 'GET', `/api/office/jobs/${id}/file`)).statusCode).toBe(404);
      expect((await call(other, 'POST', `/api/office/jobs/${id}/cancel`, {})).statusCode).toBe(404);
    }
  });

  test('cards are made by parts: signed, in order, names as asked, nothing of another village', async () => {
    const input = { village: 'XW', grid: null, part: 0, masked: true, language: 'zh' };
    const answer = await call('OFFICE-XW', 'POST', '/api/office/jobs', { kind: 'cards.print', input });
    const { id } = answer.json<Job>();
    const done = await until((job) => job.id === id && job.state === 'done');
    expect(done).toMatchObject({ done: 1, total: 1, result: { from: 1, to: 1 }, file: '户卡-下湾村-1至1.html' });
    const { body } = await call('OFFICE-XW', 'GET', `/api/office/jobs/${id}/file`);
    expect(body).toContain('谢*明');
    expect(body).not.toContain('谢关明');
    expect(body).not.toContain('DL-0001');
    expect(body.match(/class="card-face"/g)).toHaveLength(1);
    expect(body).toContain('第 1 页 共 1 页');
    const beyond = await call('OFFICE-XW', 'POST', '/api/office/jobs', {
      kind: 'cards.print',
      input: { ...input, part: 1 },
    });
    const none = await until((job) => job.id === beyond.json<Job>().id && job.state === 'done');
    expect(none).toMatchObject({ total: 0 });
  });

  test('the whole town is for people of the whole town, and wrong input is named', async () => {
    expect((await start('OFFICE-XW', null)).statusCode).toBe(403);
    expect((await start('OFFICE-XW', 'DL')).statusCode).toBe(403);
    expect((await start('TOWN', null)).statusCode).toBe(200);
    const wrong = await start('TOWN', 'XW', 'docx');
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toMatchObject({ errors: [{ path: '/body/input/format' }] });
    while ((await theOnly('TOWN'))?.state !== 'done') await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await theOnly('TOWN'))?.result).toEqual({ households: 2 });
  });
});
