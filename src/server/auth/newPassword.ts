import { randomBytes } from 'node:crypto';
import { encodeBase32 } from '../../protocol/base32.ts';

/** Enough for 10 base-32 characters: 50 bits, while sign-in is limited to a few tries. */
const PASSWORD_BYTES = 7;
const PASSWORD_CHARS = 10;

/** A new random password that is easy to read out and to type: `k7q2m-4xw9t`. */
export function newPassword(): string {
  const text = encodeBase32(randomBytes(PASSWORD_BYTES)).slice(0, PASSWORD_CHARS).toLowerCase();
  return `${text.slice(0, PASSWORD_CHARS / 2)}-${text.slice(PASSWORD_CHARS / 2)}`;
}
