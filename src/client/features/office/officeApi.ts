/** Requests of the office. Every failure is an OfficeError with a stable code; `offline` means that no answer came. */

const PROBLEM_PREFIX = 'urn:village-points:problem:';
const TIMEOUT_MS = 30_000;

/** A request that did not succeed. */
export class OfficeError extends Error {
  /** Stable problem code of the server, `offline` without an answer, `bad-answer` for one that is none. */
  readonly code: string;
  /** Seconds to wait before the next try; 0 when the server named none. */
  readonly waitSeconds: number;

  constructor(code: string, waitSeconds = 0) {
    super(`request failed: ${code}`);
    this.code = code;
    this.waitSeconds = waitSeconds;
  }
}

/** The stable code of whatever was thrown. */
export function codeOf(error: unknown): string {
  return error instanceof OfficeError ? error.code : 'internal';
}

/** GET; the shape is the server's word, which the same build made. */
export function getJson<T>(path: string): Promise<T> {
  return ask<T>(path, { method: 'GET' });
}

/** POST with a JSON body. */
export function postJson<T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  return ask<T>(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** POST of bytes as they are, with what the server wants to know of them in the headers. */
export function postBytes<T>(path: string, bytes: Blob, headers: Readonly<Record<string, string>>): Promise<T> {
  return ask<T>(path, { method: 'POST', headers, body: bytes });
}

/** POST of a JPEG. */
export function postJpeg<T>(path: string, jpeg: Uint8Array<ArrayBuffer>): Promise<T> {
  return ask<T>(path, { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: jpeg });
}

/** POST whose answer is a file, which the browser then saves under this name. */
export async function postFile(path: string, body: unknown, name: string): Promise<void> {
  let answer: Response;
  let file: Blob;
  try {
    answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    file = await answer.blob();
  } catch {
    throw new OfficeError('offline');
  }
  if (!answer.ok) throw failureOf(answer, parse(await file.text()));
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function failureOf(answer: Response, body: unknown): OfficeError {
  const type = (body as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string' || !type.startsWith(PROBLEM_PREFIX)) return new OfficeError('bad-answer');
  return new OfficeError(type.slice(PROBLEM_PREFIX.length), Number(answer.headers.get('retry-after') ?? 0));
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(path, {
      ...init,
      cache: 'no-store',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await answer.text();
  } catch {
    // fetch rejects for every reason that no whole answer came: offline, cut, timed out.
    throw new OfficeError('offline');
  }
  const body = parse(text);
  if (answer.ok && body !== undefined) return body as T;
  throw failureOf(answer, body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
