import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from './config.ts';
import { type OpenDatabase, openDatabase } from './db/connect.ts';
import { migrate } from './db/migrate.ts';
import { demoEnrolment, demoSignIns } from './demo/demoWelcome.ts';
import { loadDemoTown } from './demo/loadDemoTown.ts';
import type { App } from './http/base-app.ts';
import { addPages } from './http/base-pages.ts';
import { addPwaSources, buildPwaIfStale } from './http/base-pwa.ts';
import { registerRoutes } from './http/routes.ts';
import { buildServer } from './http/server.ts';
import { MonthWatch } from './ingest/monthWatch.ts';
import { rejudgeUnknown } from './ingest/rejudge.ts';
import { createLog, type Log } from './log.ts';
import { StartError } from './start-error.ts';
import { type Welcome, welcomeText } from './welcome.ts';

const PROJECT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** How long requests may go on once we have been asked to stop. */
const LAST_REQUESTS_MS_MAX = 10_000;
const PARENT_CHECK_MS = 500;

/** Starts everything in order, waits for a reason to stop, and stops it in reverse. */
async function main(): Promise<void> {
  const asked = stopAsked();
  const config = readConfig(process.env, process.argv.slice(2));
  const log = createLog(config.logLevel);
  if (config.build && !config.dev) await buildPwaIfStale(PROJECT, log);
  if (asked.aborted) return;
  const database = await openDatabase(config, log, { whenRunning: 'refuse' });
  try {
    if (!asked.aborted) await serve(config, log, database, asked);
  } finally {
    await database.stop();
  }
}

async function serve(config: Config, log: Log, database: OpenDatabase, asked: AbortSignal): Promise<void> {
  const { db } = database;
  await migrate(db);
  // Ops that an older version did not know are judged as soon as this one does (CF-20).
  await rejudgeUnknown(db);
  const demo = await loadDemoTown(db, {
    dataDir: config.dataDir,
    create: !config.empty,
    signal: asked,
    onStart: () => process.stdout.write('正在装入示范镇 · loading the demo town …\n'),
  });
  if (asked.aborted) return;
  const app = await buildServer({
    config,
    db,
    log,
    routes: (app) => registerRoutes(app, { config, db, log }),
    pages: await choosePages(config, log),
  });
  const months = new MonthWatch({ db, log, clock: Date.now });
  try {
    const port = await listen(app, config);
    months.start();
    process.stdout.write(welcomeText({ config, port, ...(await welcomed(database, config, demo)) }));
    await Promise.race([asked.aborted || once(asked, 'abort'), diedFirst(database)]);
  } finally {
    const lastCall = setTimeout(() => app.server.closeAllConnections(), LAST_REQUESTS_MS_MAX);
    await months.stop();
    await app.close();
    clearTimeout(lastCall);
  }
}

/** What a person needs to go on, by what the database holds. */
async function welcomed(
  { db }: OpenDatabase,
  { dataDir }: Config,
  demo: boolean,
): Promise<Omit<Welcome, 'config' | 'port'>> {
  if (demo) {
    return { signIns: await demoSignIns(db, dataDir), enrolment: await demoEnrolment(db), withoutTown: false };
  }
  const town = await db.selectFrom('towns').select('town').executeTakeFirst();
  return { signIns: [], enrolment: null, withoutTown: town === undefined };
}

async function choosePages(config: Config, log: Log): Promise<(app: App) => Promise<void>> {
  if (config.dev) return (app) => addPwaSources(app, PROJECT);
  const clientDir = join(PROJECT, 'dist/client');
  const built = await stat(clientDir).catch(() => null);
  if (built === null) log.warn('there is no built PWA; only the API is served');
  return (app) => addPages(app, built === null ? null : clientDir);
}

async function listen(app: App, config: Config): Promise<number> {
  try {
    await app.listen({ port: config.port, host: config.host });
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    const why = {
      EADDRINUSE: { zh: '已被别的程序占用', en: 'is taken by another program' },
      EACCES: { zh: '当前用户不能使用', en: 'is not allowed for this user' },
    }[code] ?? { zh: `不能使用（${code}）`, en: `cannot be used (${code})` };
    throw new StartError(
      `端口 ${config.port} ${why.zh}。请用 PORT 换一个，例如 PORT=8081。`,
      `Port ${config.port} ${why.en}. Choose another with PORT, such as PORT=8081.`,
      { cause },
    );
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : config.port;
}

async function diedFirst(database: OpenDatabase): Promise<never> {
  await database.died;
  throw new StartError(
    '数据库意外停止，服务随之停止。已确认的数据都在硬盘上，重新启动即可。',
    'The database ended unexpectedly, so the server stops. What was acknowledged is on the disk; start again.',
  );
}

/** Ctrl-C, a service manager's stop, a closed terminal. Asking twice changes nothing: stopping is under way. */
function stopAsked(): AbortSignal {
  const asked = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.abort());
  if (process.env.npm_lifecycle_event !== undefined) {
    // npm hands a stop to the shell between us, which ends without handing it on. Its end is our sign.
    const shell = process.ppid;
    setInterval(() => process.ppid === shell || asked.abort(), PARENT_CHECK_MS).unref();
  }
  return asked.signal;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (error instanceof StartError) process.stderr.write(`${error.zh}\n${error.en}\n`);
    else console.error(error);
    process.exit(1);
  },
);
