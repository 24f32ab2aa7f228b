import type { Kysely } from 'kysely';
import type { Database } from '../../../src/server/db/schema.ts';
import type { App } from '../../../src/server/http/base-app.ts';
import { addPages } from '../../../src/server/http/base-pages.ts';
import { registerOfficeRoutes } from '../../../src/server/http/routes/office.ts';
import { buildServer } from '../../../src/server/http/server.ts';
import { createLog } from '../../../src/server/log.ts';

/** Where a browser would say it comes from, in `app.inject`. */
export const ORIGIN = 'http://localhost';

/** The HTTP server with the office's routes alone. `onRoute` sees every route as it is registered. */
export function officeServer(
  db: Kysely<Database>,
  onRoute?: (route: { method: string; url: string }) => void,
  trustProxy: readonly string[] = [],
): Promise<App> {
  return buildServer({
    config: { tls: null, trustProxy },
    db,
    log: createLog('silent'),
    routes: (app) => {
      app.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) if (one !== 'HEAD') onRoute?.({ method: one, url });
      });
      registerOfficeRoutes(app, { db, config: { publicUrl: 'https://points.example.cn' } });
    },
    pages: (app) => addPages(app, null),
  });
}
