/**
 * The data key wrapped under a person's PIN. PBKDF2-SHA-256 stretches the PIN, the device's HMAC key (which cannot leave the
 * device) is mixed in, and the AES-GCM tag tells a wrong PIN.
 */
import { type Bytes, openBytes, SealBrokenError, sealBytes } from './sealing.ts';

/** Rounds of PBKDF2 for new records; a record keeps the number it was made with. */
export const PIN_ROUNDS = 600_000;
const SALT_BYTES = 16;
const CONTEXT = 'data-key';

export interface WrappedKey {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly box: Bytes;
}

async function wrappingKey(crypto: Crypto, pinKey: CryptoKey, pin: string, salt: Bytes, rounds: number) {
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveBits']);
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    typed,
    256,
  );
  const mixed = await crypto.subtle.sign('HMAC', pinKey, stretched);
  return crypto.subtle.importKey('raw', mixed, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Wraps the 32 bytes of a data key under a PIN. */
export async function wrapDataKey(
  crypto: Crypto,
  pinKey: CryptoKey,
  pin: string,
  dataKey: Bytes,
  rounds: number,
): Promise<WrappedKey> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const key = await wrappingKey(crypto, pinKey, pin, salt, rounds);
  return { salt, rounds, box: await sealBytes(crypto, key, CONTEXT, dataKey) };
}

/** The data key's bytes; undefined for a wrong PIN. */
export async function unwrapDataKey(
  crypto: Crypto,
  pinKey: CryptoKey,
  pin: string,
  wrapped: WrappedKey,
): Promise<Bytes | undefined> {
  const key = await wrappingKey(crypto, pinKey, pin, wrapped.salt, wrapped.rounds);
  try {
    return await openBytes(crypto, key, CONTEXT, wrapped.box);
  } catch (error) {
    if (error instanceof SealBrokenError) return undefined;
    throw error;
  }
}
