import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { problem } from '../../protocol/problem.ts';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import type { App } from './base-app.ts';
import { sendProblem } from './base-problem.ts';

/** What the built PWA is made of, relative to the project. */
const SOURCES = [
  ...['src/client', 'src/protocol', 'src/domain', 'public', 'index.html'],
  ...['vite.config.ts', 'tailwind.config.ts', 'package-lock.json'],
];

/**
 * Builds the PWA into `<project>/dist/client` unless what is there is newer than all its sources.
 * @throws StartError with the builder's words
 */
export async function buildPwaIfStale(project: string, log: Log): Promise<void> {
  const built = await changedAt(join(project, 'dist/client/index.html'));
  const changed = await Promise.all(SOURCES.map((source) => changedAt(join(project, source))));
  if (built > Math.max(...changed)) return;
  log.info('building the PWA');
  const { build } = await import('vite');
  try {
    await build({ root: project, logLevel: 'error', mode: 'production' });
  } catch (cause) {
    throw new StartError(
      '页面没有构建成功，服务没有启动。',
      `Building the PWA failed, the server was not started: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** Serves the client's sources with hot reload, for whoever works on them, where no route answers. */
export async function addPwaSources(app: App, project: string): Promise<void> {
  const { createServer } = await import('vite');
  const vite = await createServer({
    root: project,
    appType: 'spa',
    server: { middlewareMode: true, hmr: { server: app.server } },
  });
  app.addHook('onClose', () => vite.close());
  app.setNotFoundHandler((request, reply) => {
    if (request.url.startsWith('/api/')) return sendProblem(reply, problem('not-found'));
    reply.hijack();
    // Hot reload puts inline scripts into pages, which the built PWA never has.
    reply.raw.removeHeader('content-security-policy');
    vite.middlewares(request.raw, reply.raw);
  });
}

/** The latest change in a file or folder, in ms since 1970; 0 if it does not exist. */
async function changedAt(path: string): Promise<number> {
  const info = await stat(path).catch(() => null);
  if (info === null) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => changedAt(join(path, name))));
  return Math.max(info.mtimeMs, ...inside);
}
