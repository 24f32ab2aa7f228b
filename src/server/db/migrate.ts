import { type Kysely, type Migration, Migrator } from 'kysely';
import { StartError } from '../start-error.ts';
import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/**
 * Brings the database's tables up to this version of the program.
 *
 * Two servers may start at once: the second waits for the first and finds nothing left to do. All steps of one call
 * are one transaction.
 * @param list only tests pass another one
 * @returns the names of the steps done now; empty when all was up to date
 * @throws StartError when a step fails, or the database was made by a newer version
 */
export async function migrate(
  db: Kysely<Database>,
  list: Readonly<Record<string, Migration>> = migrations,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...list }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return (results ?? []).map((step) => step.migrationName);

  const failed = results?.find((step) => step.status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : String(error);
  throw new StartError(
    failed ? `数据库升级没有成功（${failed}），数据没有改动。` : '数据库是更新版本的程序建的，这个版本不能使用它。',
    failed
      ? `Upgrading the database failed at ${failed}, nothing was changed: ${reason}`
      : `The database does not fit this version: ${reason}`,
    { cause: error },
  );
}
