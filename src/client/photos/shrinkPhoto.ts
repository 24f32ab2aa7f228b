/** Makes a camera's file small enough for a village's line, and leaves behind where it was taken. */
import { fitWithin } from './fitWithin.ts';

/** Enough to see a tidy yard, about 300 KB. */
const DEED_SIDE_PX_MAX = 1280;
const QUALITY = 0.7;

/**
 * A JPEG of at most so many px on its long side, upright. It is drawn anew, so nothing of the file's own notes (place, time,
 * device) comes along.
 * @throws when the file is no picture that this browser reads
 */
export async function shrinkPhoto(file: Blob, sidePxMax = DEED_SIDE_PX_MAX): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, fitWithin(picture, sidePxMax));
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (!small) throw new Error('the picture cannot be written');
    return new Uint8Array(await small.arrayBuffer());
  } finally {
    picture.close();
  }
}
