/** Pictures of goods and notices: fetched once, and kept where this browser keeps such things. */
import { goodsPhotoPath } from '../../protocol/photo.ts';
import type { ApiDeps } from './api.ts';

/** Keeps pictures by their id. Nothing personal is in them, and losing them costs a fetch. */
export interface PictureShelf {
  get(id: string): Promise<Blob | undefined>;
  put(id: string, picture: Blob): Promise<void>;
}

/** A picture of goods; undefined while it is neither here nor to be had. Never throws. */
export async function goodsPhoto(
  deps: ApiDeps,
  auth: string,
  shelf: PictureShelf | undefined,
  id: string,
): Promise<Blob | undefined> {
  try {
    const kept = await shelf?.get(id);
    if (kept) return kept;
    const answer = await deps.fetch(`${deps.origin}${goodsPhotoPath(id)}`, {
      headers: { Authorization: auth },
      credentials: 'same-origin',
    });
    if (!answer.ok) return undefined;
    const picture = await answer.blob();
    await shelf?.put(id, picture).catch(() => undefined);
    return picture;
  } catch {
    // Without a line, or with a shelf that this browser does not open, there is no picture.
    return undefined;
  }
}
