/** Pictures of goods and notices: small, kept beside the photos of deeds, and for everybody of the town. */
import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { isJpeg } from '../../protocol/photo.ts';
import type { Database } from '../db/schema.ts';
import { ProblemError } from '../http/base-problem.ts';
import type { PhotoFiles } from './photoFiles.ts';

/**
 * Keeps a picture of at most so many bytes; gives its id. The same one again changes nothing.
 * @throws ProblemError `bad-media-type` for anything but a JPEG, `too-large`, `disk-full`
 */
export async function keepPicture(
  db: Kysely<Database>,
  files: PhotoFiles,
  by: { readonly town: string; readonly id: string },
  jpeg: Buffer,
  bytesMax: number,
): Promise<string> {
  if (!isJpeg(jpeg)) throw new ProblemError('bad-media-type');
  if (jpeg.length > bytesMax) throw new ProblemError('too-large');
  await files.prepare();
  if (await files.full()) throw new ProblemError('disk-full');
  const id = createHash('sha256').update(jpeg).digest('hex');
  const upload = join(files.incoming, `picture-${randomUUID()}`);
  try {
    await writeFile(upload, jpeg, { mode: 0o600 });
    const bytes = await files.keep(upload, by.town, id);
    await db
      .insertInto('goods_photos')
      .values({ town: by.town, id, bytes, added_by: by.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  } finally {
    await rm(upload, { force: true });
  }
  return id;
}

/** A picture of the town's goods or notices; undefined when there is none of that id. */
export async function readPicture(
  db: Kysely<Database>,
  files: PhotoFiles,
  town: string,
  id: string,
): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('goods_photos')
    .select('id')
    .where('town', '=', town)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && files.read(town, id);
}
