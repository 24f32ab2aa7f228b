/**
 * A backup is one town as gzip'd lines of JSON: a head, per table a line that names its columns and one line per row, and
 * an end with counts and the SHA-256 of every line before it. Values are PostgreSQL's own texts, so that a row comes back to
 * the letter (the hash chains are over stored texts).
 */
import { z } from 'zod';

export const BACKUP_FORMAT = 'village-points-backup';
export const BACKUP_VERSION = 1;

const place = { epoch: z.string(), feedSeq: z.number().int(), feedHash: z.string() };

export const backupHeadSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.number().int(),
  town: z.string(),
  name: z.string(),
  /** Instant of the snapshot, ms. */
  at: z.number().int(),
  /** Steps of the database's schema that made these tables, in order. */
  migrations: z.array(z.string()),
  ...place,
});
export type BackupHead = z.infer<typeof backupHeadSchema>;

export const backupTableSchema = z.object({ table: z.string(), columns: z.array(z.string()) });
export type BackupTable = z.infer<typeof backupTableSchema>;

export const backupEndSchema = z.object({
  end: z.object({
    /** Rows by table. */
    rows: z.record(z.string(), z.number().int()),
    /** Of every line before this one, each with its line feed. */
    sha256: z.string(),
  }),
});

/** One row: PostgreSQL's text of each column. */
export type BackupRow = readonly (string | null)[];
export const backupRowSchema = z.array(z.string().nullable());

/** What a whole backup says of itself. */
export interface BackupSummary {
  readonly head: BackupHead;
  readonly rows: Readonly<Record<string, number>>;
  readonly sha256: string;
}
