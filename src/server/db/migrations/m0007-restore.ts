import { type Kysely, type Migration, sql } from 'kysely';

const STATEMENTS = [
  // Own ops up to here are in a confirmed backup (SY-14): the device may forget them after 30 days.
  'alter table devices add column backed_up_seq bigint not null default 0',
  // After a restore: the device has to say what it holds before anything else of it is taken.
  'alter table devices add column report_due boolean not null default false',
  // What it said: own ops up to here had a verdict, and up to here were recorded before it knew of the restore.
  'alter table devices add column judged_seq bigint, add column faith_seq bigint',
  // It may hold promises or redemptions that this server forgot, and has not handed all of them over yet.
  'alter table devices add column awaited boolean not null default false',
  // The write-off by which the office stopped waiting for it: what it holds beyond the known is written off by that.
  'alter table devices add column waived_by text',
  'create index devices_awaited on devices (town) where awaited',
  'alter table towns add column backed_up_at timestamptz',
  // Feed place of the last restore; null for a town whose history was never put back.
  'alter table towns add column restored_seq bigint',
  `create table restores (
    town text collate "C" references towns, epoch text not null, restored_at timestamptz not null default now(),
    feed_seq bigint not null, feed_hash text not null, backup_at timestamptz not null, primary key (town, epoch))`,
];

/** SY-14: confirmed backups, restores, and what devices have to hand over after one. */
export const restore: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
