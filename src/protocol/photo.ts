/**
 * Photos as evidence of a deed (CF-22). An op announces them by id; the files follow on their own, by tus, at
 * `/api/photos/<reference of the op>/<id>`: POST creates the upload, HEAD says how far it is, PATCH goes on.
 */

/** SHA-256 of the JPEG file, lower-case hex: what was announced and what arrives cannot differ unnoticed. */
export const PHOTO_ID = /^[0-9a-f]{64}$/;

/** Largest photo that is taken, bytes. Devices send about 300 KB: 1280 px, JPEG. */
export const PHOTO_BYTES_MAX = 2 * 1024 * 1024;

/** Largest picture of goods that is taken, bytes. The office sends about 20 KB: 360 px, JPEG. */
export const GOODS_PHOTO_BYTES_MAX = 64 * 1024;

/** Largest picture of a notice that is taken, bytes. The office sends about 100 KB: 960 px, JPEG. */
export const NOTICE_PHOTO_BYTES_MAX = 256 * 1024;

/** How a JPEG file begins. */
const JPEG_START = [0xff, 0xd8, 0xff] as const;

/** Whether bytes begin as a JPEG file does. */
export function isJpeg(bytes: Uint8Array): boolean {
  return JPEG_START.every((byte, i) => bytes[i] === byte);
}

/** Address of a photo's upload. */
export function photoPath(op: string, id: string): string {
  return `/api/photos/${op}/${id}`;
}

/** Address of a picture of goods or of a notice, for a device. */
export function goodsPhotoPath(id: string): string {
  return `/api/goods/photos/${id}`;
}
