import type { ScannedCode } from './scanner.ts';

/** How long a code must be out of view before it is told again. */
export const REPEAT_AFTER_MS = 1_500;
/** EAN-13 misreads with a valid check digit were measured (1 to 2 in 60), QR ones never: goods want two equal reads in a row. */
const READS_NEEDED = { qr_code: 1, ean_13: 2 } as const;

export interface CodeGate {
  /** Says whether this read shall be told. `nowMs` is any monotonic clock. */
  offer(code: ScannedCode, nowMs: number): boolean;
}

/** Turns the stream of reads, many a second, into one event per code shown. */
export function createCodeGate(): CodeGate {
  let candidate: ScannedCode | undefined;
  let reads = 0;
  let told: ScannedCode | undefined;
  let lastSeenMs = Number.NEGATIVE_INFINITY;
  return {
    offer(code, nowMs) {
      if (told && sameCode(told, code)) {
        const stayedInView = nowMs - lastSeenMs < REPEAT_AFTER_MS;
        lastSeenMs = nowMs;
        if (stayedInView) {
          // A single misread in between must not count as the first of two.
          candidate = undefined;
          return false;
        }
        told = undefined;
      }
      reads = candidate && sameCode(candidate, code) ? reads + 1 : 1;
      candidate = code;
      if (reads < READS_NEEDED[code.format]) return false;
      told = code;
      lastSeenMs = nowMs;
      candidate = undefined;
      return true;
    },
  };
}

function sameCode(a: ScannedCode, b: ScannedCode): boolean {
  return a.text === b.text && a.format === b.format;
}
