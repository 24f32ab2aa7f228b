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
      for (const [i, piece] of decoder.decode(value, { stream: true }).split('\n').entries()) {
        // Every piece but the first begins behind the end of a line.
        const line = i > 0 ? parts.join('') : '';
        if (i > 0) parts = [];
        parts.push(piece);
        if (line !== '') yield line;
      }
    }
  } finally {
    // Leaving early (a chunk that could not be stored) closes the connection; a broken one has nothing left to close.
    if (!whole) reader.cancel().catch(() => undefined);
  }
}
