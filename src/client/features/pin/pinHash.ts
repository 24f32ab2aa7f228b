/** Hashing a family PIN and comparing one with its hash, on the device itself: it works without a connection. */

/** Rounds for new PINs; a hash says with how many it was made. */
const ROUNDS = 200_000;
const SALT_BYTES = 16;

function toText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

async function stretched(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<string> {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, typed, 256);
  return toText(new Uint8Array(bits));
}

/** The hash that is kept of a PIN, with a salt of its own. */
export async function hashPin(pin: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return `${ROUNDS}:${toText(salt)}:${await stretched(pin, salt, ROUNDS)}`;
}

/** Whether this is the PIN of the hash. */
export async function isPin(typed: string, pinHash: string): Promise<boolean> {
  const [rounds, salt = '', hash] = pinHash.split(':');
  return (await stretched(typed, toBytes(salt), Number(rounds))) === hash;
}
