import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { type Config, readConfig } from '../config.ts';
import { openDatabase } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import type { Database } from '../db/schema.ts';
import { createLog } from '../log.ts';
import { CliError } from './cliError.ts';

/** What a command works with. */
export interface Cli {
  readonly db: Kysely<Database>;
  readonly config: Config;
  /** Writes one line to the terminal. */
  readonly print: (line: string) => void;
}

export interface TownName {
  readonly code: string;
  readonly name: string;
}

/**
 * Runs a command on the database of the running server, or on its own while none runs.
 * @param mayCreate whether a data folder without a database gets one; else it is more likely the wrong folder
 * @throws CliError, StartError
 */
export async function withDatabase(mayCreate: boolean, work: (cli: Cli) => Promise<void>): Promise<void> {
  const config = readConfig(process.env, []);
  if (!mayCreate && config.databaseUrl === null) await refuseNewFolder(config.dataDir);
  const database = await openDatabase(config, createLog(config.logLevel), { whenRunning: 'join' });
  try {
    await migrate(database.db);
    await work({ db: database.db, config, print: (line) => process.stdout.write(`${line}\n`) });
  } finally {
    await database.stop();
  }
}

async function refuseNewFolder(dataDir: string): Promise<void> {
  const found = await stat(join(dataDir, 'postgres')).catch(() => null);
  if (found !== null) return;
  throw new CliError(
    `${dataDir} 里没有数据。请先启动服务（npm start），或用 DATA_DIR 指到数据文件夹。`,
    `There is no data in ${dataDir}. Start the server first (npm start), or point DATA_DIR at the data folder.`,
  );
}

/** The town of this database. @throws CliError while there is none, or when several need a choice */
export async function theTown(db: Kysely<Database>, wanted: string | undefined): Promise<TownName> {
  const towns = await db.selectFrom('towns').select(['town as code', 'name']).orderBy('town').execute();
  const [only] = wanted === undefined ? towns : towns.filter(({ code }) => code === wanted);
  if (only !== undefined && (towns.length === 1 || wanted !== undefined)) return only;
  if (towns.length === 0) {
    throw new CliError(
      '数据库里还没有镇。请先建一个：npm run town -- create --code CC --name 苍城镇',
      'There is no town yet. Make one first: npm run town -- create --code CC --name 苍城镇',
    );
  }
  const list = towns.map(({ code, name }) => `${code} ${name}`).join('、');
  throw new CliError(`请用 --town 选一个镇：${list}`, `Choose a town with --town: ${list}`, 2);
}

/** A village of the town by its code or name. @throws CliError when there is no such village */
export async function villageNamed(db: Kysely<Database>, town: string, wanted: string): Promise<TownName> {
  const villages = await villagesOf(db, town);
  const found = villages.find(({ code, name }) => code === wanted.toUpperCase() || name === wanted);
  if (found !== undefined) return found;
  const list = villages.map(({ code, name }) => `${code} ${name}`).join('、') || '（还没有 · none yet）';
  throw new CliError(
    `镇里没有“${wanted}”这个村。已有：${list}`,
    `There is no village ${wanted}. There are: ${list}`,
    2,
  );
}

/** All villages of the town, ordered by code. */
export function villagesOf(db: Kysely<Database>, town: string): Promise<readonly TownName[]> {
  return db.selectFrom('villages').select(['code', 'name']).where('town', '=', town).orderBy('code').execute();
}
