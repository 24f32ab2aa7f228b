/** Reading a backup: every line is checked as it comes; only the end proves that all of it was there. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { BackupError } from './backupError.ts';
import {
  BACKUP_FORMAT,
  BACKUP_VERSION,
  type BackupHead,
  type BackupRow,
  type BackupSummary,
  type BackupTable,
  backupEndSchema,
  backupHeadSchema,
  backupRowSchema,
  backupTableSchema,
} from './backupFormat.ts';

export interface BackupVisitor {
  head?(head: BackupHead): Promise<void>;
  table?(table: BackupTable): Promise<void>;
  row?(row: BackupRow, table: BackupTable): Promise<void>;
}

/**
 * Reads a backup through; `visitor` gets its parts before the end has proved them, so what it does must be undone when this
 * throws.
 * @throws BackupError `not-a-backup`, `newer`, `damaged`, `truncated`, or what the visitor throws
 */
export async function readBackup(source: Readable, visitor: BackupVisitor = {}): Promise<BackupSummary> {
  const hash = createHash('sha256');
  const rows: Record<string, number> = {};
  let head: BackupHead | undefined;
  let table: BackupTable | undefined;
  for await (const line of linesIn(source)) {
    if (head === undefined) {
      head = headIn(line);
      await visitor.head?.(head);
    } else if (line.startsWith('[')) {
      const row = parsed(line, backupRowSchema);
      if (!table || row.length !== table.columns.length) throw damaged();
      rows[table.table] = (rows[table.table] ?? 0) + 1;
      await visitor.row?.(row, table);
    } else if (line.startsWith('{"end"')) {
      const { end } = parsed(line, backupEndSchema);
      const sha256 = hash.digest('hex');
      if (end.sha256 !== sha256 || !sameCounts(end.rows, rows)) throw damaged();
      return { head, rows, sha256 };
    } else {
      table = parsed(line, backupTableSchema);
      if (rows[table.table] !== undefined) throw damaged();
      rows[table.table] = 0;
      await visitor.table?.(table);
    }
    hash.update(`${line}\n`);
  }
  throw truncated();
}

function headIn(line: string): BackupHead {
  const value = jsonIn(line);
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== BACKUP_FORMAT) {
    throw notABackup();
  }
  if ('version' in value && typeof value.version === 'number' && value.version > BACKUP_VERSION) {
    throw new BackupError(
      'newer',
      '这份备份是更新版本的程序做的，请先升级程序再恢复。数据没有改动。',
      'A newer version of the program made this backup; upgrade first. Nothing was changed.',
    );
  }
  return parsed(line, backupHeadSchema);
}

function sameCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function parsed<T>(line: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(jsonIn(line));
  if (!result.success) throw damaged();
  return result.data;
}

/** Whole lines of the unpacked text. A last line without its line feed was cut. */
async function* linesIn(source: Readable): AsyncGenerator<string> {
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  let rest = '';
  unpacked.setEncoding('utf8');
  try {
    for await (const part of unpacked) {
      const lines = `${rest}${part as string}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw readable(error);
  } finally {
    source.destroy();
  }
}

/** What gzip says of bytes that are none, cut or changed; anything else is not about the file. */
function readable(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return truncated();
  if (code !== 'Z_DATA_ERROR') return error;
  return error instanceof Error && error.message === 'incorrect header check' ? notABackup() : damaged();
}

function notABackup(): BackupError {
  return new BackupError(
    'not-a-backup',
    '这个文件不是积分随行的备份。数据没有改动。',
    'This file is no backup of Village Points. Nothing was changed.',
  );
}

function damaged(): BackupError {
  return new BackupError(
    'damaged',
    '备份文件损坏了，不能用。请换一份备份。数据没有改动。',
    'The backup file is damaged. Use another one. Nothing was changed.',
  );
}

function truncated(): BackupError {
  return new BackupError(
    'truncated',
    '备份文件不完整，后面缺了一截，不能用。请换一份备份。数据没有改动。',
    'The backup file is cut off. Use another one. Nothing was changed.',
  );
}

/** Bytes in memory as a source, for small towns and tests. */
export function sourceOf(bytes: Uint8Array): Readable {
  return Readable.from([bytes]);
}
