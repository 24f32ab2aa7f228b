import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PROBLEMS, type Problem, type ProblemCode, problemCode, problemSchema } from '../../src/protocol/problem.ts';
import { connect } from '../../src/server/db/connect.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { addPages } from '../../src/server/http/base-pages.ts';
import { ProblemError } from '../../src/server/http/base-problem.ts';
import { buildServer } from '../../src/server/http/server.ts';
import { createLog } from '../../src/server/log.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const JSON_GZIP = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
const opsSchema = z.object({ ops: z.array(z.object({ kind: z.string(), points: z.number().int() })) });

let database: FreshDatabase;
let clientDir: string;
let app: App;
let origin: string;
const logged: string[] = [];

/** Routes that fail or answer in every way the base has to deal with. */
function probes(server: App): void {
  server.post('/api/ops', { schema: { body: opsSchema } }, async (request) => ({ ops: request.body.ops.length }));
  server.post('/api/small', { bodyLimit: 1024 }, async () => ({ ok: true }));
  server.post('/api/capped', { config: { inflatedBytesMax: 64 * 1024 } }, async () => ({ ok: true }));
  server.get('/api/households/:code', async (request) => {
    request.deviceId = 'device-7';
    return { code: (request.params as { code: string }).code };
  });
  server.get('/api/long', async () => ({ text: '积分'.repeat(2000) }));
  server.get('/api/short', async () => ({ text: 'a' }));
  server.get('/api/stream', async (_request, reply) => {
    reply.header('content-encoding', 'gzip').type('application/json');
    return reply.send(Readable.from([gzipSync('{"from":"stream"}')]));
  });
  server.get('/api/boom', async () => {
    throw new Error('no idea');
  });
  server.get('/api/bad-value', async () => sql`select ${'谢关明'}::text::int`.execute(database.db));
  server.get('/api/mine', async () => {
    throw new ProblemError('conflict', { detail: '第二次' });
  });
  server.get('/api/guess', { config: { rateLimit: { max: 2, timeWindow: 60_000 } } }, async () => ({ ok: true }));
  server.get('/api/who', async (request) => ({ ip: request.ip, protocol: request.protocol }));
}

beforeAll(async () => {
  database = await freshDatabase();
  clientDir = await mkdtemp(join(tmpdir(), 'village-points-client-'));
  await mkdir(join(clientDir, 'assets'));
  await writeFile(join(clientDir, 'index.html'), '<!doctype html><title>积分随行</title>');
  await writeFile(join(clientDir, 'sw.js'), '// worker');
  await writeFile(join(clientDir, 'assets/app-1a2b3c.js'), `export const words = '${'points '.repeat(500)}';`);
  app = await build();
  origin = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(clientDir, { recursive: true });
});

function build(trustProxy: readonly string[] = ['loopback']): Promise<App> {
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  const config = { tls: null, trustProxy };
  return buildServer({ config, db: database.db, log, routes: probes, pages: (server) => addPages(server, clientDir) });
}

async function expectProblem(answer: Response, code: ProblemCode): Promise<Problem> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = problemSchema.strict().parse(await answer.json());
  expect({ code: problemCode(body), status: answer.status }).toEqual({ code, status: PROBLEMS[code].status });
  expect(body).toMatchObject(PROBLEMS[code]);
  return body;
}

const post = (path: string, body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(origin + path, { method: 'POST', body, headers });

describe('problem answers', () => {
  test('values that the schema refuses name their place, all of them', async () => {
    const body = { ops: [{ kind: 'score', points: '3' }, { points: 1 }] };
    const answer = await expectProblem(await post('/api/ops', JSON.stringify(body)), 'invalid');
    expect(answer.errors?.map((field) => field.path)).toEqual(['/body/ops/0/points', '/body/ops/1/kind']);
  });

  test.each([
    ['cut-off JSON', '{"ops":'],
    ['an empty body', ''],
    ['a forbidden key', '{"__proto__":{"admin":true}}'],
  ])('%s is bad-json', async (_name, body) => {
    await expectProblem(await post('/api/ops', body), 'bad-json');
  });

  test('another content type, an unknown encoding, an unknown address, an address that is none', async () => {
    await expectProblem(await post('/api/ops', '<a/>', { 'content-type': 'text/xml' }), 'bad-media-type');
    const zstd = { 'content-type': 'application/json', 'content-encoding': 'zstd' };
    await expectProblem(await post('/api/ops', '{}', zstd), 'bad-encoding');
    await expectProblem(await fetch(`${origin}/api/nothing`, { headers: { accept: 'text/html' } }), 'not-found');
    await expectProblem(await fetch(`${origin}/api/households/%E0%A4%A`), 'bad-request');
  });

  test('what a route throws keeps its code; what it did not mean to throw tells nothing', async () => {
    const own = await expectProblem(await fetch(`${origin}/api/mine`), 'conflict');
    expect(own.detail).toBe('第二次');
    const foreign = await expectProblem(await fetch(`${origin}/api/boom`), 'internal');
    expect(JSON.stringify(foreign)).not.toContain('no idea');
  });

  test('the rate limiter answers with a problem and says when to come back', async () => {
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push(await fetch(`${origin}/api/guess`));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
    expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectProblem(answers[2] as Response, 'rate-limited');
  });

  test('bytes that are no HTTP get a problem, and the server goes on', async () => {
    const socket = connectSocket(Number(new URL(origin).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.end('\u0016\u0003\u0001 hello\r\n\r\n');
    await once(socket, 'close');
    expect(text).toContain('HTTP/1.1 400');
    expect(problemCode(problemSchema.parse(JSON.parse(text.split('\r\n\r\n')[1] ?? '')))).toBe('bad-request');
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });
});

describe('bodies', () => {
  const ops = JSON.stringify({ ops: Array.from({ length: 500 }, () => ({ kind: 'score', points: 3 })) });

  test('gzip bodies arrive', async () => {
    const answer = await post('/api/ops', gzipSync(ops), JSON_GZIP);
    expect(await answer.json()).toEqual({ ops: 500 });
  });

  test('a gzip body cut off at any of 40 places is bad-gzip, never some ops less', async () => {
    const whole = gzipSync(ops);
    for (let n = 0; n < 40; n += 1) {
      const cut = whole.subarray(0, Math.floor((whole.length * n) / 40));
      await expectProblem(await post('/api/ops', cut, JSON_GZIP), 'bad-gzip');
    }
  });

  test('damaged gzip and what is no gzip at all are bad-gzip', async () => {
    const damaged = gzipSync(ops);
    damaged[damaged.length - 6] = (damaged[damaged.length - 6] ?? 0) ^ 0xff;
    await expectProblem(await post('/api/ops', damaged, JSON_GZIP), 'bad-gzip');
    await expectProblem(await post('/api/ops', ops, JSON_GZIP), 'bad-gzip');
  });

  test('a small body that inflates beyond 1 MiB is too-large, and so is one beyond a route’s own cap', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    await expectProblem(await post('/api/ops', bomb, JSON_GZIP), 'too-large');
    // Below the limit for plain bodies, so that only the cap can refuse it.
    await expectProblem(await post('/api/ops', gzipSync(Buffer.alloc(1_500_000, ' ')), JSON_GZIP), 'too-large');
    await expectProblem(await post('/api/capped', gzipSync(Buffer.alloc(80 * 1024, ' ')), JSON_GZIP), 'too-large');
  });

  test('a body over a route’s limit, inflated below its cap, is too-large', async () => {
    await expectProblem(await post('/api/small', gzipSync(Buffer.alloc(60 * 1024, ' ')), JSON_GZIP), 'too-large');
  });

  test('10 MB are too-large, plain and gzip, and the client can read the answer', async () => {
    const noise = randomBytes(10_000_000);
    await expectProblem(await post('/api/ops', noise), 'too-large');
    await expectProblem(await post('/api/ops', gzipSync(noise, { level: 0 }), JSON_GZIP), 'too-large');
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });

  test('a client that goes away in the middle of a gzip body harms nobody', async () => {
    const socket = connectSocket(Number(new URL(origin).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /api/ops HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n');
    socket.write('content-length: 5000\r\n\r\n');
    socket.write(gzipSync(ops).subarray(0, 60));
    socket.destroy();
    await once(socket, 'close');
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  });
});

describe('answers', () => {
  const raw = (path: string, encoding: string) =>
    app.inject({ method: 'GET', url: path, headers: { 'accept-encoding': encoding } });

  test('JSON over 1 KB is compressed as the client likes it', async () => {
    const brotli = await raw('/api/long', 'gzip, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(brotli.rawPayload).toString())).toEqual({ text: '积分'.repeat(2000) });
    const gzip = await raw('/api/long', 'gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toContain('积分');
    expect((await raw('/api/long', 'identity')).headers['content-encoding']).toBeUndefined();
  });

  test('short answers stay plain, and a stream that is compressed already stays as it is', async () => {
    expect((await raw('/api/short', 'gzip, br')).headers['content-encoding']).toBeUndefined();
    const stream = await raw('/api/stream', 'gzip, br');
    expect(stream.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(stream.rawPayload).toString()).toBe('{"from":"stream"}');
  });

  test('security headers are on every page and file', async () => {
    for (const path of ['/', '/households/XW-0001', '/assets/app-1a2b3c.js']) {
      const { headers } = await app.inject({ method: 'GET', url: path, headers: { accept: 'text/html' } });
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';script-src 'self' 'wasm-unsafe-eval';style-src 'self';img-src 'self' blob: data:;media-src 'self' blob:;connect-src 'self';worker-src 'self';frame-ancestors 'none';object-src 'none';base-uri 'none';form-action 'self'",
      );
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=(self)'),
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
      });
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });

  test('data answers carry what protects data, and nothing that only a page could heed', async () => {
    for (const path of ['/healthz', '/api/nothing', '/api/openapi.json']) {
      const { headers } = await app.inject({ method: 'GET', url: path });
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      expect(headers['permissions-policy']).toBeUndefined();
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });

  test('hashed files are kept for good; pages, worker and manifest are asked for every time', async () => {
    const cacheOf = async (path: string) => (await app.inject({ method: 'GET', url: path })).headers['cache-control'];
    expect(await cacheOf('/assets/app-1a2b3c.js')).toBe('public, max-age=31536000, immutable');
    expect(await cacheOf('/sw.js')).toBe('no-cache');
    expect(await cacheOf('/')).toBe('no-cache');
  });

  test('any page address of the app gives the app; a missing script does not', async () => {
    const page = await fetch(`${origin}/households/XW-017?from=card`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await page.text()).toContain('积分随行');
    await expectProblem(await fetch(`${origin}/assets/gone.js`), 'not-found');
    await expectProblem(await fetch(`${origin}/../../package.json`), 'not-found');
    await expectProblem(await fetch(`${origin}/%2e%2e/%2e%2e/package.json`), 'not-found');
  });

  test('the published description lists the routes', async () => {
    const api = (await (await fetch(`${origin}/api/openapi.json`)).json()) as { paths: Record<string, unknown> };
    expect(Object.keys(api.paths)).toContain('/api/ops');
  });

  test('readiness follows the database', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true });
    const nowhere = connect('postgres://nobody@127.0.0.1:1/none', createLog('silent'));
    const lonely = await buildServer({
      ...{ config: { tls: null, trustProxy: [] }, db: nowhere, log: createLog('silent') },
      ...{ routes: () => {}, pages: (server) => addPages(server, null) },
    });
    const answer = await lonely.inject({ method: 'GET', url: '/healthz' });
    expect(answer.statusCode).toBe(503);
    expect(problemCode(problemSchema.parse(answer.json()))).toBe('not-ready');
    await lonely.close();
    await nowhere.destroy();
  });

  test('a forwarded address is believed from a trusted proxy alone', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
    const trusting = await app.inject({ method: 'GET', url: '/api/who', headers });
    expect(trusting.json()).toEqual({ ip: '203.0.113.9', protocol: 'https' });
    const wary = await build([]);
    expect((await wary.inject({ method: 'GET', url: '/api/who', headers })).json().ip).toBe('127.0.0.1');
    await wary.close();
  });
});

describe('the log', () => {
  test('keeps route, status and device, and nothing that was asked, sent or failed on', async () => {
    logged.length = 0;
    await fetch(`${origin}/api/households/XW-017?name=${encodeURIComponent('谢关明')}&phone=13800000001`);
    await post('/api/ops', '{"ops":"谢关明"', { 'content-type': 'application/json', authorization: 'Bearer secret-1' });
    await expectProblem(await fetch(`${origin}/api/bad-value`), 'internal');
    await fetch(`${origin}/nowhere/XW-017`);

    const text = logged.join('');
    for (const personal of ['谢关明', '%E8%B0%A2', '13800000001', 'XW-017', 'secret-1'])
      expect(text).not.toContain(personal);
    const lines = logged.map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/api/households/:code', status: 200, device: 'device-7' }),
    );
    const failure = lines.find((line) => line.msg === 'request failed');
    expect(failure).toMatchObject({ level: 'error', route: '/api/bad-value', err: { code: '22P02' } });
    expect(failure.err.stack).toContain('at ');
  });
});
