import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../src/server/config.ts';
import type { App } from '../../src/server/http/base-app.ts';
import { addPages } from '../../src/server/http/base-pages.ts';
import { buildServer } from '../../src/server/http/server.ts';
import { createLog } from '../../src/server/log.ts';
import { type FreshDatabase, freshDatabase } from './support/postgres.ts';

const CADDYFILE = join(import.meta.dirname, '../../docs/Caddyfile.example');
const has = (program: string, argument: string) => spawnSync(program, [argument]).status === 0;

let folder: string;
let database: FreshDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-https-'));
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

function build(tls: Config['tls']): Promise<App> {
  return buildServer({
    config: { tls, trustProxy: ['loopback'] },
    db: database.db,
    log: createLog('silent'),
    pages: (app) => addPages(app, null),
    routes: (app) => {
      app.get('/api/who', async (asked) => ({ ip: asked.ip, protocol: asked.protocol, host: asked.host }));
      app.post('/api/echo', async (asked) => asked.body);
    },
  });
}

interface Asked {
  readonly port: number;
  readonly path: string;
  readonly ca: Buffer;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer;
}

async function ask(asked: Asked): Promise<{ headers: IncomingHttpHeaders; json: unknown }> {
  const { body, ...options } = asked;
  const sent = request({ ...options, host: 'localhost', method: body ? 'POST' : 'GET', agent: false }).end(body);
  const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { headers: answer.headers, json: JSON.parse(Buffer.concat(chunks).toString()) };
}

describe.runIf(has('openssl', 'version'))('a certificate of our own', () => {
  const makeCertificate = (name: string) => {
    const files = { certFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) };
    const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost';
    const more = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', files.keyFile, '-out', files.certFile];
    expect(spawnSync('openssl', [...words.split(' '), ...more]).status).toBe(0);
    return files;
  };

  test('serves HTTPS and tells browsers to stay with it', async () => {
    const tls = makeCertificate('own');
    const app = await build(tls);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as { port: number };
    const { headers, json } = await ask({ port, path: '/api/who', ca: await readFile(tls.certFile) });
    expect(json).toEqual({ ip: '127.0.0.1', protocol: 'https', host: `localhost:${port}` });
    expect(headers['strict-transport-security']).toBe('max-age=15552000');
    await app.close();
  });

  test('with another one’s key, or with no file, is refused by name', async () => {
    const own = makeCertificate('a');
    const other = makeCertificate('b');
    await expect(build({ ...own, keyFile: other.keyFile })).rejects.toMatchObject({
      en: expect.stringContaining('TLS_CERT and TLS_KEY'),
    });
    await expect(build({ ...own, keyFile: join(folder, 'none.key') })).rejects.toMatchObject({
      en: expect.stringContaining('TLS_KEY: the file'),
    });
  });
});

describe.runIf(has('caddy', 'version'))('behind Caddy, by the example', () => {
  let app: App;
  let caddy: ChildProcess;
  let port: number;
  let ca: Buffer;

  beforeAll(async () => {
    app = await build(null);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port: inner } = app.server.address() as { port: number };
    port = await freePort();
    const environment = { SITE: `https://localhost:${port}`, PORT: String(inner), HTTP_PORT: String(await freePort()) };
    caddy = spawn('caddy', ['run', '--config', CADDYFILE, '--adapter', 'caddyfile'], {
      env: {
        ...{ PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
        ...{ CADDY_ADMIN: `127.0.0.1:${await freePort()}`, ...environment },
      },
      stdio: 'ignore',
    });
    const root = join(folder, 'caddy/pki/authorities/local/root.crt');
    for (;;) {
      const found = await readFile(root).catch(() => null);
      if (found && (await ask({ port, path: '/healthz', ca: found }).catch(() => null))) {
        ca = found;
        return;
      }
      if (caddy.exitCode !== null) throw new Error('Caddy ended by itself.');
      await sleep(50);
    }
  });
  afterAll(async () => {
    caddy.kill('SIGTERM');
    await once(caddy, 'exit');
    await app.close();
  });

  test('the server knows the visitor’s address and protocol, and no visitor can claim another', async () => {
    const claimed = {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-host': 'evil.example',
    };
    const { headers, json } = await ask({ port, path: '/api/who', ca, headers: claimed });
    expect(json).toEqual({ ip: '127.0.0.1', protocol: 'https', host: `localhost:${port}` });
    expect(headers['strict-transport-security']).toBe('max-age=15552000');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  test('gzip bodies and problem answers pass through', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const body = gzipSync(JSON.stringify({ ops: [1, 2, 3] }));
    expect((await ask({ port, path: '/api/echo', ca, headers, body })).json).toEqual({ ops: [1, 2, 3] });
    const cut = await ask({ port, path: '/api/echo', ca, headers, body: body.subarray(0, 20) });
    expect(cut.json).toMatchObject({ type: 'urn:village-points:problem:bad-gzip' });
  });
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
