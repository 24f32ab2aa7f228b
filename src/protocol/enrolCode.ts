import { encodeBase32, forgiveTypedBase32, isBase32 } from './base32.ts';

/** Characters of a one-time enrolment code: 10 x 5 = 50 bits. Single use, short-lived, and the server limits the tries. */
const ENROL_CODE_CHARS = 10;
const ENROL_CODE_BYTES_MIN = 7;

/** Makes the code out of at least 7 random bytes (the first 50 bits count). Canonical form: ten characters, no dash. */
export function enrolCodeFromRandom(random: Uint8Array): string {
  if (random.length < ENROL_CODE_BYTES_MIN) throw new RangeError(`needs ${ENROL_CODE_BYTES_MIN} random bytes`);
  return encodeBase32(random).slice(0, ENROL_CODE_CHARS);
}

/** How the code is shown and printed: `XXXXX-XXXXX`. */
export function formatEnrolCode(code: string): string {
  return `${code.slice(0, ENROL_CODE_CHARS / 2)}-${code.slice(ENROL_CODE_CHARS / 2)}`;
}

/** The address in the QR. The code is in the fragment, which browsers send to no server and write in no log. */
export function enrolUrl(origin: string, code: string): string {
  return `${origin}/enrol#${code}`;
}

/**
 * Reads a scanned or typed enrolment code: the address of `enrolUrl`, or the code itself with lower case, spaces, dashes,
 * O for 0 and I or L for 1. Gives the canonical ten characters, or `undefined` if it is none.
 */
export function parseEnrolCode(text: string): string | undefined {
  const trimmed = text.trim();
  const url = /^https?:\/\/[^\s#]+\/enrol#(\S+)$/i.exec(trimmed);
  const code = forgiveTypedBase32(url?.[1] ?? trimmed);
  return code.length === ENROL_CODE_CHARS && isBase32(code) ? code : undefined;
}
