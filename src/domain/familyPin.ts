/**
 * The family PIN, which a household may set so that nobody redeems with a card that was found. What is kept is
 * `<rounds>:<salt>:<hash>` of PBKDF2-SHA-256, salt of 16 and hash of 32 bytes in base64url.
 */

/** Below the first a found device is searched too soon, above the second an old tablet takes too long. */
const ROUNDS_MIN = 100_000;
const ROUNDS_MAX = 1_000_000;

const PIN_HASH = /^(\d{6,7}):[\w-]{22}:[\w-]{43}$/;

/** What may be typed as a family PIN: 4 to 6 digits. */
export const FAMILY_PIN = /^\d{4,6}$/;

/** Whether a text is a hashed family PIN. */
export function isPinHash(text: string): boolean {
  const rounds = Number(PIN_HASH.exec(text)?.[1]);
  return rounds >= ROUNDS_MIN && rounds <= ROUNDS_MAX;
}

/** What an edit of the family PIN did, which is all that is ever shown of it. */
export function pinChange({ was, value }: { was: unknown; value: unknown }): 'set' | 'changed' | 'removed' {
  if (value === null) return 'removed';
  return was === null ? 'set' : 'changed';
}
