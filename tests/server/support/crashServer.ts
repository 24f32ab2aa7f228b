/**
 * The server of crash.test.ts, bundled by it: the product's database, routes and HTTP server in the order of main.ts, without
 * pages and demo town, so that it starts in a second and can be killed many times.
 */
import { readConfig } from '../../../src/server/config.ts';
import { openDatabase } from '../../../src/server/db/connect.ts';
import { migrate } from '../../../src/server/db/migrate.ts';
import { registerRoutes } from '../../../src/server/http/routes.ts';
import { buildServer } from '../../../src/server/http/server.ts';
import { rejudgeUnknown } from '../../../src/server/ingest/rejudge.ts';
import { createLog } from '../../../src/server/log.ts';

const config = readConfig(process.env, process.argv.slice(2));
const log = createLog('error');
const { db, died, stop } = await openDatabase(config, log, { whenRunning: 'refuse' });
await migrate(db);
await rejudgeUnknown(db);
const app = await buildServer({
  config,
  db,
  log,
  routes: (routes) => registerRoutes(routes, { db, log, config }),
  pages: async () => {},
});
await app.listen({ port: config.port, host: config.host });
const address = app.server.address();
process.stdout.write(`http://localhost:${typeof address === 'object' ? address?.port : ''} Ctrl-C\n`);
// As main.ts: asked to stop, it takes its database with it.
process.once('SIGTERM', async () => {
  await app.close();
  await stop();
  process.exit(0);
});
// As main.ts: a server without its database ends, and is started again by whoever runs it.
await died;
process.exit(1);
