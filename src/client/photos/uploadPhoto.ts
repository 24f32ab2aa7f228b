/** Sends one photo by tus: goes on from where an earlier try ended, asks only when it is there already. */
import type { DetailedError } from 'tus-js-client';
import { photoPath } from '../../protocol/photo.ts';
import { type ApiDeps, PROBLEM_PREFIX } from '../sync/api.ts';
import { ApiError } from '../sync/apiError.ts';
import { blobReader, tusStack } from './tusStack.ts';

/** Small enough that a bad line brings some of them home. */
const PART_BYTES = 128 * 1024;

/**
 * Resolves when the server has proved and kept the photo.
 * @throws ApiError `offline` without an answer, `not-ready` when the server failed, `photo-refused` when it declined the photo,
 * `bad-answer` when somebody else answered
 */
export async function uploadPhoto(
  api: ApiDeps,
  auth: string,
  photo: { readonly op: string; readonly id: string; readonly jpeg: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const { Upload } = await import('tus-js-client');
  const url = `${api.origin}${photoPath(photo.op, photo.id)}`;
  const stack = tusStack(api);
  const file = new Blob([photo.jpeg]);
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: url,
      // The address follows from the photo, so nothing must be remembered to go on.
      uploadUrl: url,
      headers: { Authorization: auth },
      chunkSize: PART_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => photo.id,
      httpStack: stack,
      fileReader: blobReader(file),
      onSuccess: () => resolve(),
      onError: (error) => reject(apiError(error)),
    });
    upload.start();
  });
}

function apiError(error: Error | DetailedError): ApiError {
  const status = 'originalResponse' in error ? error.originalResponse?.getStatus() : undefined;
  if (status === undefined) return new ApiError('offline');
  if (status >= 500 || status === 401 || status === 429) return new ApiError('not-ready');
  const said = 'originalResponse' in error ? error.originalResponse?.getBody() : undefined;
  return new ApiError(said?.includes(PROBLEM_PREFIX) ? 'photo-refused' : 'bad-answer');
}
