/** The data key in use: it seals the cache, and exists in memory only while somebody is unlocked. */
import type { Bytes } from './sealing.ts';

export interface DataKey {
  readonly key: CryptoKey;
  /** Tells keys apart without telling anything of them: start of the SHA-256 of 256 random bits, hex. */
  readonly id: string;
}

const ID_BYTES = 8;

/** Takes the key's 32 bytes into a key that cannot be exported. */
export async function importDataKey(crypto: Crypto, bytes: Bytes): Promise<DataKey> {
  const [key, digest] = await Promise.all([
    crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']),
    crypto.subtle.digest('SHA-256', bytes),
  ]);
  const start = new Uint8Array(digest).subarray(0, ID_BYTES);
  return { key, id: Array.from(start, (b) => b.toString(16).padStart(2, '0')).join('') };
}
