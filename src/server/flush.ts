import { open } from 'node:fs/promises';

/** Resolves when a file, or the names in a folder (`r`), are on the disk and survive a power cut. */
export async function flush(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
