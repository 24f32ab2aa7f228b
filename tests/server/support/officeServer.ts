import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { addPages } from '../../../src/server/http/base-pages.ts';
import { registerRoutes } from '../../../src/server/http/routes.ts';
import { buildServer } from '../../../src/server/http/server.ts';
import { createLog } from '../../../src/server/log.ts';

/** Where a browser would say it comes from, in `app.inject`. */
export const ORIGIN = 'http://localhost';

/** The HTTP server with every route of the product. `onRoute` sees each as it is registered. */
export function officeServer(
  db: Kysely<Database>,
  onRoute?: (route: { method: string; url: string }) => void,
  trustProxy: readonly string[] = [],
  /** Only photos are kept there; it comes to be with the first. */
  dataDir = join(tmpdir(), `village-points-${randomUUID()}`),
): Promise<App> {
  const log = createLog('silent');
  return buildServer({
    config: { tls: null, trustProxy },
    db,
    log,
    routes: async (app) => {
      app.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) if (one !== 'HEAD') onRoute?.({ method: one, url });
      });
      await registerRoutes(app, { db, log, config: { publicUrl: 'https://points.example.cn', tls: null, dataDir } });
    },
    pages: (app) => addPages(app, null),
  });
}
