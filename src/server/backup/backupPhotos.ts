/**
 * Photos beside a backup: `photos/<town>/<first two of the id>/<id>.jpg` in the folder of the backup file. A photo never changes, so all
 * backups in a folder share them and each run copies only what is new.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { flush } from '../flush.ts';
import { PhotoFiles } from '../photos/photoFiles.ts';

/** Tables whose rows have a file each: photos of deeds, pictures of goods. */
export function hasPhotos(table: string | undefined): boolean {
  return table === 'photos' || table === 'goods_photos';
}

export interface CopiedPhotos {
  readonly copied: number;
  /** Were there already. */
  readonly known: number;
  /** Ids of photos that are not where they should be, or are damaged. */
  readonly missing: readonly string[];
}

/** Copies a town's photos into the folder of a backup. `dataDir` is the server's data folder. */
export function savePhotos(
  dataDir: string,
  backupFile: string,
  town: string,
  ids: readonly string[],
): Promise<CopiedPhotos> {
  return copyPhotos(new PhotoFiles(dataDir), new PhotoFiles(dirname(backupFile)), town, ids);
}

/** Brings a town's photos back from the folder of a backup. */
export function bringBackPhotos(
  dataDir: string,
  backupFile: string,
  town: string,
  ids: readonly string[],
): Promise<CopiedPhotos> {
  return copyPhotos(new PhotoFiles(dirname(backupFile)), new PhotoFiles(dataDir), town, ids);
}

async function copyPhotos(
  from: PhotoFiles,
  to: PhotoFiles,
  town: string,
  ids: readonly string[],
): Promise<CopiedPhotos> {
  let [copied, known] = [0, 0];
  const missing: string[] = [];
  for (const id of ids) {
    if (await exists(to.pathOf(town, id))) known++;
    else if (await copyOne(from.pathOf(town, id), to.pathOf(town, id), id)) copied++;
    else missing.push(id);
  }
  return { copied, known, missing };
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** Copies under another name, proves the copy, flushes it and gives it its name; false without a whole original. */
async function copyOne(from: string, to: string, id: string): Promise<boolean> {
  if (!(await exists(from))) return false;
  const partial = `${to}.partial`;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, partial);
  if (
    createHash('sha256')
      .update(await readFile(partial))
      .digest('hex') !== id
  )
    return false;
  await flush(partial, 'r+');
  await rename(partial, to);
  if (process.platform !== 'win32') await flush(dirname(to), 'r');
  return true;
}
