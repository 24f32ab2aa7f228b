/**
 * The product's server as a process of its own, with floors beside it: what the least server could do with the same bytes.
 * Settings come in the environment; counters are asked for over the process channel.
 */

import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { connect } from '../../../src/server/db/connect.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { addPages } from '../../../src/server/http/base-pages.ts';
import { registerRoutes } from '../../../src/server/http/routes.ts';
import { buildServer } from '../../../src/server/http/server.ts';
import { createLog } from '../../../src/server/log.ts';

/** What the process has done since it began; bytes are those on the sockets, headers included. */
export interface Counters {
  readonly requests: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** User and system time of this process, µs. */
  readonly cpuUs: number;
}

const pack = promisify(gzip);

/** Answers rows as gzip'd JSON, built anew each time. */
async function packed(rows: unknown) {
  return pack(JSON.stringify(rows));
}

/** GET town and entries as plain rows, POST ops into one table: no rights, no verdicts, no chain. */
function addFloors(app: App, db: Kysely<Database>): void {
  const gzipped = { 'content-encoding': 'gzip', 'content-type': 'application/json', 'cache-control': 'no-store' };
  app.get('/floor/town', { schema: { hide: true } }, async (_request, reply) => {
    const [households, entries] = await Promise.all([
      sql`select code, village, grid, base from households`.execute(db),
      sql`select id, household, rule, date, points, quantity, note, by_user, at, status from entries`.execute(db),
    ]);
    return reply.headers(gzipped).send(await packed({ households: households.rows, entries: entries.rows }));
  });
  app.get('/floor/entries', { schema: { hide: true } }, async (_request, reply) => {
    const { rows } = await sql`select id, household, rule, date, points, quantity, note, by_user, at, status
      from entries order by at desc limit 500`.execute(db);
    return reply.headers(gzipped).send(await packed(rows));
  });
  app.post('/floor/ops', { schema: { hide: true } }, async (request) => {
    await sql`insert into floor_ops (device, seq, body) select x.device, x.seq, x.body
      from json_to_recordset(${JSON.stringify(request.body)}::json) as x(device text, seq bigint, body json)`.execute(
      db,
    );
    return { ok: true };
  });
}

async function main(databaseUrl: string, clientDir: string, dataDir: string): Promise<void> {
  const log = createLog('warn');
  const db = connect(databaseUrl, log);
  const app = await buildServer({
    config: { tls: null, trustProxy: ['loopback'] },
    db,
    log,
    routes: async (routes) => {
      await registerRoutes(routes, { db, log, config: { publicUrl: null, tls: null, dataDir } });
      addFloors(routes, db);
    },
    pages: (pages) => addPages(pages, clientDir),
  });
  let requests = 0;
  let closedUp = 0;
  let closedDown = 0;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      closedUp += socket.bytesRead;
      closedDown += socket.bytesWritten;
    });
  });
  app.server.on('request', () => {
    requests += 1;
  });
  const counters = (): Counters => {
    const { user, system } = process.cpuUsage();
    const open = [...sockets];
    return {
      requests,
      bytesUp: closedUp + open.reduce((sum, s) => sum + s.bytesRead, 0),
      bytesDown: closedDown + open.reduce((sum, s) => sum + s.bytesWritten, 0),
      cpuUs: user + system,
    };
  };
  await app.listen({ host: '127.0.0.1', port: 0 });
  process.on('message', () => process.send?.(counters()));
  process.on('disconnect', () => process.exit(0));
  const address = app.server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
}

const { BENCH_DATABASE_URL = '', BENCH_CLIENT_DIR = '', BENCH_DATA_DIR = '' } = process.env;
await main(BENCH_DATABASE_URL, BENCH_CLIENT_DIR, BENCH_DATA_DIR);
