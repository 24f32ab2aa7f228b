import { ApiError } from './apiError.ts';

/**
 * Newline-separated JSON from a byte stream: each whole line as soon as it is there; a line that was cut off is not given.
 * `heard` is called for everything that arrives. Throws ApiError `offline` when the connection breaks.
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<string, void, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let whole = false;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new ApiError('offline');
      });
      if (done) {
        whole = true;
        return;
      }
      heard();
      const pieces = decoder.decode(value, { stream: true }).split('\n');
      for (const piece of pieces.slice(0, -1)) {
        const line = [...parts, piece].join('');
        parts = [];
        if (line !== '') yield line;
      }
      parts.push(pieces.at(-1) ?? '');
    }
  } finally {
    // Leaving early (a chunk that could not be stored) closes the connection; a broken one has nothing left to close.
    if (!whole) reader.cancel().catch(() => undefined);
  }
}
