import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { findRunning, startEmbedded } from './embedded.ts';
import type { Database } from './schema.ts';

/** Name of the database inside the embedded PostgreSQL. */
const EMBEDDED_DATABASE = 'village_points';
const VERSION_MIN = 15;
/** Below the embedded database's 50, so that a command line tool still finds a place. */
const CONNECTIONS_MAX = 20;

/** An open database and everything that has to end with it. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly url: string;
  /** Resolves when the embedded database has ended without being asked to; never with `DATABASE_URL`. */
  readonly died: Promise<void>;
  /** Closes the connections, and the embedded database if this process started it. May be called again. */
  stop(): Promise<void>;
}

export interface OpenOptions {
  /**
   * A living server has the embedded database: `refuse` tells who, `join` uses that server's database.
   * Command line tools join.
   */
  readonly whenRunning: 'refuse' | 'join';
}

/**
 * Opens the database that the configuration names: an existing PostgreSQL (`databaseUrl`) or the embedded one.
 * @throws StartError when it cannot be reached, started, or is older than PostgreSQL 15
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
  options: OpenOptions,
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return openUrl(config.databaseUrl, log);
  const joined = options.whenRunning === 'join' ? await findRunning(config.dataDir) : null;
  if (joined !== null) return openUrl(databaseUrl(joined, EMBEDDED_DATABASE), log);

  const embedded = await startEmbedded({ dataDir: config.dataDir, durable: true });
  try {
    await createDatabase(embedded.url, EMBEDDED_DATABASE);
    const opened = await openUrl(databaseUrl(embedded.url, EMBEDDED_DATABASE), log);
    const died = embedded.ended.then(({ expected }) => (expected ? new Promise<void>(() => {}) : undefined));
    return {
      ...opened,
      died,
      stop: async () => {
        await opened.stop();
        await embedded.stop();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/**
 * Connections to one database, as the whole server uses them: counts (`int8`) are numbers, days (`date`) are
 * `YYYY-MM-DD`, moments (`timestamptz`) are `Date`.
 */
export function connect(url: string, log: Log, connectionsMax: number = CONNECTIONS_MAX): Kysely<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: 10_000,
    application_name: 'village-points',
    types: { getTypeParser: parserOf },
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  // While we stop, the database may say goodbye to a connection that is just being closed.
  pool.on('error', (error) => {
    if (!pool.ending) log.warn({ err: error }, 'an idle database connection broke');
  });
  // The pool does not listen while a connection is taken. If it breaks between two questions of a transaction, whoever has it
  // hears so by the next one.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

/** The same server and user with another database. */
export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Creates an empty database unless it exists. */
async function createDatabase(maintenanceUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function openUrl(url: string, log: Log): Promise<OpenDatabase> {
  const db = connect(url, log);
  try {
    await checkVersion(db, url);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    db,
    url,
    died: new Promise<void>(() => {}),
    stop: () => {
      closing ??= db.destroy();
      return closing;
    },
  };
}

async function checkVersion(db: Kysely<Database>, url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const asked = sql<{ version: number }>`select current_setting('server_version_num')::int as version`;
  const { rows } = await asked.execute(db).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : '';
    throw new StartError(
      `连不上数据库 ${host}${pathname}。请检查 DATABASE_URL 和那边的服务。`,
      `The database ${host}${pathname} cannot be reached: ${reason}. Check DATABASE_URL and that server.`,
      { cause },
    );
  });
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (major < VERSION_MIN) {
    throw new StartError(
      `数据库是 PostgreSQL ${major}，至少要 ${VERSION_MIN}。`,
      `The database is PostgreSQL ${major}; at least ${VERSION_MIN} is needed.`,
    );
  }
}

const { builtins } = pg.types;
const parserOf: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === builtins.INT8) return parseCount;
  if (format !== 'binary' && oid === builtins.DATE) return (day: string) => day;
  return pg.types.getTypeParser(oid, format as 'text');
}) as typeof pg.types.getTypeParser;

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count)) throw new RangeError('A database count is beyond what a number holds exactly.');
  return count;
}
