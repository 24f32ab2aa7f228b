/**
 * A backup as a file: written beside its place, flushed, read again from the disk, and only then given its name. A crash at any
 * moment leaves the file that was there before, and never half a backup under the name of one.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { flush } from '../flush.ts';
import { LEDGER_GENESIS, ledgerHash } from '../ingest/ledger.ts';
import { BackupError } from './backupError.ts';
import type { BackupRow, BackupSummary, BackupTable } from './backupFormat.ts';
import { hasPhotos } from './backupPhotos.ts';
import { backupTown } from './backupTown.ts';
import { confirmBackup, type DevicePlaces } from './confirmBackup.ts';
import { readBackup } from './readBackup.ts';

/** A backup holds names, phones and keys: nobody else on this machine may read it. */
const FILE_MODE = 0o600;

export interface WrittenBackup extends BackupSummary {
  readonly bytes: number;
  /** Ids of the photos that belong to it. */
  readonly photos: readonly string[];
  /** False when the town's history was put back while the backup was written. */
  readonly confirmed: boolean;
}

interface Checked {
  readonly summary: BackupSummary;
  readonly places: DevicePlaces;
  readonly photos: readonly string[];
}

/** Writes, proves and confirms a backup of a town. @throws BackupError, or what the disk says; `file` is as it was then */
export async function writeBackupFile(db: Kysely<Database>, town: string, file: string): Promise<WrittenBackup> {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });
  let written: BackupSummary;
  let checked: Checked;
  let bytes: number;
  try {
    written = await backupTown(db, town, createWriteStream(partial, { mode: FILE_MODE }));
    await flush(partial, 'r+');
    checked = await checkBackup(partial);
    if (checked.summary.sha256 !== written.sha256) throw differs();
    bytes = await sizeOf(partial);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await rename(partial, file);
  if (process.platform !== 'win32') await flush(dirname(file), 'r');
  const confirmed = await confirmBackup(db, written, checked.places);
  return { ...written, bytes, photos: checked.photos, confirmed };
}

async function sizeOf(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/**
 * Reads a backup file through, as a restore would, and recomputes the ledger's hash chain on the way.
 * @throws BackupError when it could not be brought back
 */
export async function checkBackup(file: string): Promise<Checked> {
  const places = new Map<string, number>();
  const photos = new Set<string>();
  let hash = LEDGER_GENESIS;
  let seq = 0;
  const summary = await readBackup(createReadStream(file), {
    row: async (row, table) => {
      const value = (column: string) => cell(row, table, column);
      if (table.table === 'devices') places.set(value('id'), Number(value('high_seq')));
      if (hasPhotos(table.table)) photos.add(value('id'));
      if (table.table !== 'ledger') return;
      seq += 1;
      hash = ledgerHash(hash, seq, value('body'));
      if (Number(value('seq')) !== seq || value('hash') !== hash) throw brokenChain(Number(value('seq')));
    },
  });
  if (summary.head.feedSeq !== seq || summary.head.feedHash !== hash) throw brokenChain(seq);
  return { summary, places, photos: [...photos] };
}

function cell(row: BackupRow, table: BackupTable, column: string): string {
  return row[table.columns.indexOf(column)] ?? '';
}

function differs(): BackupError {
  return new BackupError(
    'not-written',
    '写到盘上的备份和写的时候不一样，这份不算数。请检查硬盘，换个地方再备份。',
    'What is on the disk is not what was written; this backup does not count. Check the disk and use another place.',
  );
}

function brokenChain(seq: number): BackupError {
  return new BackupError(
    'damaged',
    `流水第 ${seq} 条和前后对不上，这份备份不能用。请先运行 npm run town -- verify`,
    `Ledger row ${seq} does not fit the chain; this backup cannot be used. Run npm run town -- verify`,
  );
}
