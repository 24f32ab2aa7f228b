/**
 * AES-GCM sealing of values at rest. A sealed value is a random 12-byte nonce, then ciphertext and tag; `context` says what
 * the value is (as additional data), so that a sealed value cannot be passed off as another kind.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

const NONCE_BYTES = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A sealed value that does not open: wrong key, wrong context, or damaged storage. */
export class SealBrokenError extends Error {
  readonly context: string;
  constructor(context: string) {
    super('sealed value does not open');
    this.context = context;
  }
}

/** Seals bytes under an AES-GCM key. */
export async function sealBytes(crypto: Crypto, key: CryptoKey, context: string, plain: Bytes): Promise<Bytes> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce, additionalData: encoder.encode(context) },
    key,
    plain,
  );
  const sealed = new Uint8Array(NONCE_BYTES + box.byteLength);
  sealed.set(nonce);
  sealed.set(new Uint8Array(box), NONCE_BYTES);
  return sealed;
}

/** Opens what sealBytes made; throws SealBrokenError. */
export async function openBytes(crypto: Crypto, key: CryptoKey, context: string, sealed: Bytes): Promise<Bytes> {
  const algorithm = {
    name: 'AES-GCM',
    iv: sealed.subarray(0, NONCE_BYTES),
    additionalData: encoder.encode(context),
  };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed.subarray(NONCE_BYTES)));
  } catch (error) {
    if (error instanceof DOMException) throw new SealBrokenError(context);
    throw error;
  }
}

/** Seals a JSON value. */
export function sealJson(crypto: Crypto, key: CryptoKey, context: string, value: unknown): Promise<Bytes> {
  return sealBytes(crypto, key, context, encoder.encode(JSON.stringify(value)));
}

/**
 * Opens what sealJson made. The value is what this app wrote itself under the same context: the tag proves it, so its type is
 * the caller's word. Throws SealBrokenError.
 */
export async function openJson<T>(crypto: Crypto, key: CryptoKey, context: string, sealed: Bytes): Promise<T> {
  return JSON.parse(decoder.decode(await openBytes(crypto, key, context, sealed))) as T;
}
