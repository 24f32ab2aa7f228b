import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import swagger from '@fastify/swagger';
import { type FastifyBaseLogger, fastify } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { problem } from '../../protocol/problem.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/schema.ts';
import type { Log } from '../log.ts';
import type { App } from './base-app.ts';
import { addGzipBodies } from './base-gzip.ts';
import { RequestLog } from './base-log.ts';
import { addProblems, problemResponses, sendError, sendProblem } from './base-problem.ts';
import { addSecurity } from './base-security.ts';
import { readTls } from './base-tls.ts';
import { OPENAPI } from './openapi/document.ts';

const BODY_BYTES_MAX = 2 * 1024 * 1024;
/** The largest body over the slowest line we plan for (200 kbit/s) takes 84 s. */
const REQUEST_MS_MAX = 120_000;

export interface ServerParts {
  readonly config: Pick<Config, 'tls' | 'trustProxy'>;
  readonly db: Kysely<Database>;
  readonly log: Log;
  /** Adds the product's own routes. */
  readonly routes: (app: App) => void | Promise<void>;
  /** Adds the pages, and the answer to addresses that nobody has: `addPages`, or `addPwaSources` while developing. */
  readonly pages: (app: App) => Promise<void>;
}

/**
 * Builds the HTTP server, ready to listen: limits, security headers, problem details, gzip both ways, `/healthz`,
 * `/api/openapi.json`, the product's routes, the PWA's files.
 * @throws StartError when the TLS files do not serve
 */
export async function buildServer(parts: ServerParts): Promise<App> {
  const { config, db, log } = parts;
  const tls = await readTls(config.tls);
  const loggerInstance: FastifyBaseLogger = log;
  const app: App = fastify({
    https: tls,
    loggerInstance,
    logController: new RequestLog(),
    trustProxy: config.trustProxy.length === 0 ? false : [...config.trustProxy],
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    // A request on an open connection is still answered while we stop; the database outlives the last one.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      sendError(error, request, reply);
    },
    clientErrorHandler: (_error, socket) => {
      const body = JSON.stringify(problem('bad-request'));
      if (!socket.writable) return;
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    },
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('deviceId', null);
  addProblems(app);
  await addSecurity(app, { tls: tls !== null });
  await app.register(cookie);
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    globalDecompression: false,
    // The default quality is made for files compressed once; 4 costs about as much as gzip and saves more.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  addGzipBodies(app);
  await app.register(swagger, OPENAPI);
  addHealth(app, db);
  await parts.routes(app);
  app.get('/api/openapi.json', async () => app.swagger());
  await parts.pages(app);
  return app;
}

/** Answers 200 once the database does; nothing else is needed to be ready. */
function addHealth(app: App, db: Kysely<Database>): void {
  const response = { 200: z.object({ ok: z.literal(true) }), ...problemResponses };
  app.get('/healthz', { schema: { response } }, async (request, reply) => {
    try {
      await sql`select 1`.execute(db);
    } catch (error) {
      request.log.warn({ err: error }, 'the database does not answer');
      return sendProblem(reply, problem('not-ready'));
    }
    return reply.header('cache-control', 'no-store').send({ ok: true });
  });
}
