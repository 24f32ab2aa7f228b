/**
 * Bringing a town back from a backup (SY-14): one transaction that ends with a new epoch, so that every device notices. A server may go on
 * serving meanwhile: whoever writes to the town waits for the lock of its row, and then finds the restored town.
 */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Insertable, type Kysely, sql } from 'kysely';
import { migrations as allMigrations } from '../db/migrations/index.ts';
import type { SessionTable } from '../db/schema/people.ts';
import type { Database } from '../db/schema.ts';
import { BackupError } from './backupError.ts';
import type { BackupHead, BackupRow, BackupSummary, BackupTable } from './backupFormat.ts';
import { hasPhotos } from './backupPhotos.ts';
import { readBackup } from './readBackup.ts';
import { type TownTableInfo, townTables } from './townTables.ts';

export interface RestoreOptions {
  /** The town may be here already and is then replaced; whatever it has beyond the backup comes back only from its devices. */
  readonly replace: boolean;
  /** Only a backup of this town is brought back. */
  readonly town?: string | undefined;
}

export interface Restored extends BackupSummary {
  readonly epoch: string;
  /** Feed place the town had reached here before, if it was here. */
  readonly replacedSeq: number | undefined;
  readonly photos: readonly string[];
}

/** Rows inserted by one statement. */
const ROWS_AT_ONCE = 500;
/** Where an older backup is brought up to date before its rows take their places. */
const WORKBENCH = 'restore_workbench';

/** @throws BackupError; nothing was changed then */
export async function restoreTown(db: Kysely<Database>, source: Readable, options: RestoreOptions): Promise<Restored> {
  return db.transaction().execute(async (trx) => {
    const work = new Restoring(trx, options);
    const summary = await readBackup(source, {
      head: (head) => work.begin(head),
      table: (table) => work.table(table),
      row: (row) => work.row(row),
    });
    return { ...summary, ...(await work.finish(summary)) };
  });
}

class Restoring {
  private readonly trx: Kysely<Database>;
  private readonly options: RestoreOptions;
  private tables: ReadonlyMap<string, TownTableInfo> = new Map();
  private replacedSeq: number | undefined;
  private catalogueVersion = 0;
  /** Public card key of the town that is here. */
  private cardKey: string | undefined;
  /** Steps of the schema that the backup's tables still lack. */
  private lacking: readonly string[] = [];
  private current: BackupTable | undefined;
  private waiting: BackupRow[] = [];
  private readonly photos = new Set<string>();
  /** Who is signed in stays so: these are of now, not of the backup. */
  private sessions: readonly Insertable<SessionTable>[] = [];

  constructor(trx: Kysely<Database>, options: RestoreOptions) {
    this.trx = trx;
    this.options = options;
  }

  async begin(head: BackupHead): Promise<void> {
    const { trx, options } = this;
    const ours = Object.keys(allMigrations);
    if (head.migrations.some((name) => !ours.includes(name))) throw newer();
    if (options.town !== undefined && options.town !== head.town) throw otherTown(head, options.town);
    const here = await trx
      .selectFrom('towns')
      .select(['name', 'card_public', 'feed_seq', 'catalogue_version'])
      .where('town', '=', head.town)
      .forUpdate()
      .executeTakeFirst();
    if (here && !options.replace) throw townExists(head, here.feed_seq);
    this.replacedSeq = here?.feed_seq;
    this.catalogueVersion = here?.catalogue_version ?? 0;
    this.cardKey = here?.card_public;
    this.lacking = ours.filter((name) => !head.migrations.includes(name));
    if (this.lacking.length > 0) await this.openWorkbench(head.migrations);
    else if (here) await this.clear(head.town);
    this.tables = new Map((await townTables(trx)).map((table) => [table.name, table]));
  }

  /** Everything of the town but its row: whoever waits for the row's lock must find it again. */
  private async clear(town: string): Promise<void> {
    const tables = [...(await townTables(this.trx))].reverse();
    this.sessions = await this.trx.selectFrom('sessions').selectAll().where('town', '=', town).execute();
    await sql`delete from sessions where town = ${town}`.execute(this.trx);
    for (const { name } of tables) {
      if (name !== 'towns') await sql`delete from ${sql.table(name)} where town = ${town}`.execute(this.trx);
    }
  }

  private async openWorkbench(done: readonly string[]): Promise<void> {
    await sql`create schema ${sql.ref(WORKBENCH)}`.execute(this.trx);
    await sql`set local search_path to ${sql.ref(WORKBENCH)}`.execute(this.trx);
    for (const name of done) await allMigrations[name]?.up(this.trx);
  }

  async table(table: BackupTable): Promise<void> {
    await this.flush();
    const known = this.tables.get(table.table);
    const columns = new Set(known?.columns.map((c) => c.name));
    if (!known || table.columns.some((name) => !columns.has(name))) throw newer();
    this.current = table;
  }

  async row(row: BackupRow): Promise<void> {
    const cell = (column: string) => row[this.current?.columns.indexOf(column) ?? -1] ?? '';
    if (hasPhotos(this.current?.table)) this.photos.add(cell('id'));
    // Two towns may have taken the same code; their cards are not each other's.
    if (this.current?.table === 'towns' && cell('card_public') !== (this.cardKey ?? cell('card_public'))) {
      throw anotherTown(cell('name'), cell('town'));
    }
    this.waiting.push(row);
    if (this.waiting.length >= ROWS_AT_ONCE) await this.flush();
  }

  private async flush(): Promise<void> {
    const { current, waiting } = this;
    this.waiting = [];
    const known = current && this.tables.get(current.table);
    if (!current || !known || waiting.length === 0) return;
    const typeOf = new Map(known.columns.map((c) => [c.name, c.type]));
    const columns = sql.join(current.columns.map((name) => sql.ref(name)));
    const values = sql.join(
      current.columns.map((name, i) => sql`(r ->> ${sql.lit(i)})::${sql.raw(typeOf.get(name) ?? 'text')}`),
    );
    const changed = sql.join(current.columns.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`));
    const conflict = current.table === 'towns' ? sql` on conflict (town) do update set ${changed}` : sql``;
    await sql`insert into ${sql.table(current.table)} (${columns})
      select ${values} from json_array_elements(${JSON.stringify(waiting)}::json) as r${conflict}`.execute(this.trx);
  }

  async finish({ head }: BackupSummary): Promise<Pick<Restored, 'epoch' | 'replacedSeq' | 'photos'>> {
    await this.flush();
    if (this.lacking.length > 0) await this.closeWorkbench(head.town);
    await this.keepSessions(head.town);
    const epoch = randomUUID();
    await beginEpoch(this.trx, head, epoch, this.catalogueVersion);
    return { epoch, replacedSeq: this.replacedSeq, photos: [...this.photos] };
  }

  private async keepSessions(town: string): Promise<void> {
    const users = await this.trx.selectFrom('users').select('id').where('town', '=', town).execute();
    const known = new Set(users.map(({ id }) => id));
    const sessions = this.sessions.filter(({ user_id }) => known.has(user_id));
    if (sessions.length > 0) await this.trx.insertInto('sessions').values(sessions).execute();
  }

  /** The rows, brought up to date, take their places in the tables that are served. */
  private async closeWorkbench(town: string): Promise<void> {
    const { trx } = this;
    for (const name of this.lacking) await allMigrations[name]?.up(trx);
    const tables = await townTables(trx);
    await sql`set local search_path to default`.execute(trx);
    if (this.replacedSeq !== undefined) await this.clear(town);
    for (const { name, columns } of tables) {
      const names = sql.join(columns.map((c) => sql.ref(c.name)));
      const changed = sql.join(columns.map((c) => sql`${sql.ref(c.name)} = excluded.${sql.ref(c.name)}`));
      const conflict = name === 'towns' ? sql` on conflict (town) do update set ${changed}` : sql``;
      await sql`insert into ${sql.table(name)} (${names}) select ${names} from ${sql.ref(`${WORKBENCH}.${name}`)}${conflict}`.execute(
        trx,
      );
    }
    await sql`drop schema ${sql.ref(WORKBENCH)} cascade`.execute(trx);
  }
}

/**
 * The restored history is another one from here on. Every device that may hold promises or redemptions which this server forgot is
 * awaited; the console starts a new log, because references of its lost ops may be on paper and on devices.
 */
async function beginEpoch(
  trx: Kysely<Database>,
  head: BackupHead,
  epoch: string,
  catalogueVersion: number,
): Promise<void> {
  const { town } = head;
  await sql`update towns set epoch = ${epoch}, restored_seq = feed_seq, backed_up_at = ${new Date(head.at)},
    catalogue_version = greatest(catalogue_version, ${catalogueVersion}) + 1 where town = ${town}`.execute(trx);
  await trx
    .insertInto('restores')
    .values({ town, epoch, feed_seq: head.feedSeq, feed_hash: head.feedHash, backup_at: new Date(head.at) })
    .execute();
  await sql`update devices d set backed_up_seq = high_seq, judged_seq = null, faith_seq = null, waived_by = null,
    report_due = status = 'active' and kind <> 'console',
    status = case when kind = 'console' then 'revoked' else status end,
    awaited = status = 'active' and (kind in ('tablet', 'counter') or exists (
      select from ops o where o.town = d.town and o.device = d.id and o.kind = 'redemption.record'))
    and kind <> 'console' where town = ${town}`.execute(trx);
  // A code that was used after the backup would be good once more.
  await sql`update enrol_codes set expires_at = now() where town = ${town} and used_at is null and expires_at > now()`.execute(
    trx,
  );
}

function newer(): BackupError {
  return new BackupError(
    'newer',
    '这份备份是更新版本的程序做的，请先升级程序再恢复。数据没有改动。',
    'A newer version of the program made this backup; upgrade first. Nothing was changed.',
  );
}

function otherTown(head: BackupHead, wanted: string): BackupError {
  return new BackupError(
    'other-town',
    `这是 ${head.name}（${head.town}）的备份，不是 ${wanted} 的。数据没有改动。`,
    `This is a backup of ${head.name} (${head.town}), not of ${wanted}. Nothing was changed.`,
  );
}

function anotherTown(name: string, code: string): BackupError {
  return new BackupError(
    'other-town',
    `这份备份里的 ${name}（${code}）和数据库里的 ${code} 代码一样，卡的密钥不一样，不是同一个镇。数据没有改动。`,
    `${name} (${code}) of this backup has the code of the town that is here, and another card key: it is another town. Nothing was changed.`,
  );
}

function townExists(head: BackupHead, seq: number): BackupError {
  const when = new Date(head.at).toISOString();
  return new BackupError(
    'town-exists',
    `数据库里已有 ${head.name}（${head.town}），流水到第 ${seq} 条；这份备份是 ${when} 的，到第 ${head.feedSeq} 条。先备份现在的，确实要换再加 --replace。`,
    `${head.name} (${head.town}) is here already, up to ledger row ${seq}; this backup of ${when} goes to row ${head.feedSeq}. Back up what is here first; add --replace to replace it.`,
  );
}
