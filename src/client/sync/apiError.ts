import { isQuota } from '../journal/isQuota.ts';

/** What stands for a request that did not succeed. */
export class ApiError extends Error {
  /** Stable problem code of the server, `offline` without an answer, `bad-answer` for one that is none. */
  readonly code: string;
  /** With `seq-gap`: the own seq up to which the server has ops. */
  readonly high: number | undefined;
  constructor(code: string, high?: number) {
    super(`request failed: ${code}`);
    this.code = code;
    this.high = high;
  }
}

/** The code that stands for what went wrong; errors that are no answer's are the device's own: `storage-full` or `storage`. */
export function problemCodeOf(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  return isQuota(error) ? 'storage-full' : 'storage';
}
