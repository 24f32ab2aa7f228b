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
  const type = (body as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string' || !type.startsWith(PROBLEM_PREFIX)) throw new OfficeError('bad-answer');
  throw new OfficeError(type.slice(PROBLEM_PREFIX.length), Number(answer.headers.get('retry-after') ?? 0));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
