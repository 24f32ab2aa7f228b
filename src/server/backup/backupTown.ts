/** Writing a backup: everything a town has, as one repeatable-read snapshot saw it. */
import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/schema.ts';
import { BackupError } from './backupError.ts';
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupHead, type BackupSummary } from './backupFormat.ts';
import { migrationsDone, type TownTableInfo, townTables } from './townTables.ts';

/** Rows fetched at once: enough to be fast, few enough that a town of any size fits the memory. */
const ROWS_AT_ONCE = 2_000;

/**
 * Writes a town to a stream and ends it; what was written. Nobody waits meanwhile: the snapshot needs no lock.
 * @throws BackupError `no-town`, or what the stream throws
 */
export async function backupTown(db: Kysely<Database>, town: string, sink: Writable): Promise<BackupSummary> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const head = await headOf(trx, town);
      const rows: Record<string, number> = {};
      const digest = { sha256: '' };
      await pipeline(Readable.from(linesOf(trx, head, rows, digest)), createGzip({ level: 6 }), sink);
      return { head, rows, sha256: digest.sha256 };
    });
}

async function headOf(trx: Kysely<Database>, town: string): Promise<BackupHead> {
  const row = await trx
    .selectFrom('towns')
    .select(['name', 'epoch', 'feed_seq', 'feed_hash'])
    .where('town', '=', town)
    .executeTakeFirst();
  if (!row) throw new BackupError('no-town', `数据库里没有 ${town} 这个镇。`, `There is no town ${town}.`);
  return {
    format: BACKUP_FORMAT,
    version: BACKUP_VERSION,
    town,
    name: row.name,
    at: Date.now(),
    migrations: [...(await migrationsDone(trx))],
    epoch: row.epoch,
    feedSeq: row.feed_seq,
    feedHash: row.feed_hash,
  };
}

async function* linesOf(
  trx: Kysely<Database>,
  head: BackupHead,
  rows: Record<string, number>,
  digest: { sha256: string },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const hashed = (text: string): string => {
    hash.update(text);
    return text;
  };
  yield hashed(`${JSON.stringify(head)}\n`);
  for (const table of await townTables(trx)) {
    rows[table.name] = 0;
    yield hashed(`${JSON.stringify({ table: table.name, columns: table.columns.map((c) => c.name) })}\n`);
    for await (const page of pagesOf(trx, head.town, table)) {
      rows[table.name] = (rows[table.name] ?? 0) + page.length;
      yield hashed(page.map((line) => `${line}\n`).join(''));
    }
  }
  digest.sha256 = hash.digest('hex');
  yield `${JSON.stringify({ end: { rows, sha256: digest.sha256 } })}\n`;
}

async function* pagesOf(
  trx: Kysely<Database>,
  town: string,
  { name, columns, key }: TownTableInfo,
): AsyncGenerator<readonly string[]> {
  const texts = sql.join(columns.map((column) => sql`${sql.ref(column.name)}::text`));
  const order = key.length > 0 ? sql` order by ${sql.join(key.map((column) => sql.ref(column)))}` : sql``;
  await sql`declare backup_rows no scroll cursor for
    select json_build_array(${texts})::text as line from ${sql.table(name)} where town = ${sql.lit(town)}${order}`.execute(
    trx,
  );
  for (;;) {
    const page = await sql<{ line: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from backup_rows`.execute(trx);
    if (page.rows.length === 0) break;
    yield page.rows.map(({ line }) => line);
  }
  await sql`close backup_rows`.execute(trx);
}
