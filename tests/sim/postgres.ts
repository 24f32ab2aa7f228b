/** The simulator's own PostgreSQL: real, and forgotten afterwards, so nothing is forced to disk. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect, databaseUrl } from '../../src/server/db/connect.ts';
import { startEmbedded } from '../../src/server/db/embedded.ts';
import { migrate } from '../../src/server/db/migrate.ts';
import { createLog } from '../../src/server/log.ts';

const TEMPLATE = 'sim_template';

export interface SimPostgres {
  /** A migrated database of its own, empty. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<SimPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'village-points-sim-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const postgres = await startEmbedded({ dataDir, durable: false }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const maintain = async (statement: string) => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await maintain(`create database ${TEMPLATE}`);
  const db = connect(databaseUrl(postgres.url, TEMPLATE), createLog('silent'), 1);
  await migrate(db).finally(() => db.destroy());
  return {
    database: async (name) => {
      await maintain(`drop database if exists ${name} with (force)`);
      await maintain(`create database ${name} template ${TEMPLATE}`);
      return databaseUrl(postgres.url, name);
    },
    stop: async () => {
      await postgres.stop();
      await remove();
    },
  };
}
