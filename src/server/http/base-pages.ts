import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyRequest } from 'fastify';
import { problem } from '../../protocol/problem.ts';
import type { App } from './base-app.ts';
import { sendProblem } from './base-problem.ts';

/** Serves the built PWA and answers what no route has. `clientDir` is `null` when there is none to serve. */
export async function addPages(app: App, clientDir: string | null): Promise<void> {
  if (clientDir !== null) {
    await app.register(fastifyStatic, {
      root: clientDir,
      cacheControl: false,
      schemaHide: true,
      // Names under assets/ carry a hash of their content. All else keeps its name when it changes.
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(clientDir, 'assets') + sep);
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (clientDir !== null && isNavigation(request)) return reply.sendFile('index.html');
    return sendProblem(reply, problem('not-found'));
  });
}

/** Somebody opens a page of the app by its address. A missing script must not get a page in its place. */
function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  if (path === '/api' || path.startsWith('/api/')) return false;
  return (
    (request.method === 'GET' || request.method === 'HEAD') && (request.headers.accept ?? '').includes('text/html')
  );
}
