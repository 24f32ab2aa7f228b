import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { connect, databaseUrl } from '../../../src/server/db/connect.ts';
import { startEmbedded } from '../../../src/server/db/embedded.ts';
import { migrate } from '../../../src/server/db/migrate.ts';
import type { Database } from '../../../src/server/db/schema.ts';
import { createLog } from '../../../src/server/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Maintenance database of the one PostgreSQL that all server tests share. */
    databaseUrl: string;
  }
}

const TEMPLATE = 'migrated';
const CONNECTIONS_MAX = 8;

/** A database of its own for one test file, migrated and empty. */
export interface FreshDatabase {
  readonly db: Kysely<Database>;
  readonly url: string;
  drop(): Promise<void>;
}

/** Runs once before all server tests: one real PostgreSQL, and in it a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'village-points-test-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  const postgres = await startEmbedded({ dataDir, durable: false }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const teardown = async () => {
    await postgres.stop();
    await remove();
  };
  try {
    await maintain(postgres.url, `create database ${TEMPLATE}`);
    const db = connect(databaseUrl(postgres.url, TEMPLATE), createLog('silent'));
    await migrate(db).finally(() => db.destroy());
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('databaseUrl', postgres.url);
  return teardown;
}

/**
 * Copies the migrated database; call `drop` in `afterAll`.
 * @param template `template0` for a database without any table
 */
export async function freshDatabase(template: 'migrated' | 'template0' = TEMPLATE): Promise<FreshDatabase> {
  // This file also runs outside the tests, as the global setup, where vitest's own functions do not exist.
  const { inject } = await import('vitest');
  const maintenanceUrl = inject('databaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await maintain(maintenanceUrl, `create database ${name} template ${template}`);
  const url = databaseUrl(maintenanceUrl, name);
  const db = connect(url, createLog('silent'), CONNECTIONS_MAX);
  return {
    db,
    url,
    drop: async () => {
      await db.destroy();
      await maintain(maintenanceUrl, `drop database ${name} with (force)`);
    },
  };
}

async function maintain(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
