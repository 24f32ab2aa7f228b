/** The product's HTTP server on a database of its own, and the ways a device can talk to it. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { registerRoutes } from '../../../src/server/http/routes.ts';
import { buildServer } from '../../../src/server/http/server.ts';
import { createLog } from '../../../src/server/log.ts';

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** One HTTP exchange. Rejects when the connection breaks. */
export type Transport = (sent: Sent) => Promise<Answer>;

/** The server with every route of the product, not listening. Photos are kept in `dataDir`; it comes to be with the first. */
export async function syncServer(
  db: Kysely<Database>,
  dataDir = join(tmpdir(), `village-points-${randomUUID()}`),
): Promise<App> {
  const log = createLog('silent');
  const app = await buildServer({
    config: { tls: null, trustProxy: ['loopback'] },
    db,
    log,
    routes: (routes) => registerRoutes(routes, { db, log, config: { publicUrl: null, tls: null, dataDir } }),
    pages: async () => {},
  });
  await app.ready();
  return app;
}

let addresses = 0;

/** Requests without a socket; each transport has an address of its own, so that limits per address do not add up. */
export function injected(app: App): Transport {
  addresses += 1;
  const remoteAddress = `10.0.${addresses >> 8}.${addresses & 255}`;
  return async ({ method, path, headers, body }) => {
    const answer = await app.inject({
      method,
      url: path,
      headers: { host: 'points.test', ...headers },
      remoteAddress,
      ...(body ? { payload: body } : {}),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers as Answer['headers'],
      body: answer.rawPayload,
    };
  };
}

/** Requests over the network. `address` is what a proxy in front would say of the client. */
export function fetched(origin: string, address: string): Transport {
  return async ({ method, path, headers, body }) => {
    const answer = await fetch(origin + path, {
      method,
      headers: { 'x-forwarded-for': address, ...headers },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  };
}
