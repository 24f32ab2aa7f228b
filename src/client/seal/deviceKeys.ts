/** The keys that a device makes for itself. None can be exported; IndexedDB keeps them as they are. */
import { toBase64url } from './base64url.ts';

export interface DeviceKeys {
  /** AES-GCM: seals the journal, so that a sync can finish while the screen is locked. */
  readonly journal: CryptoKey;
  /** HMAC: mixed into every PIN, so that a copy of the storage alone cannot be searched for PINs. */
  readonly pin: CryptoKey;
  /** ECDSA P-256: signs the batches of this device. */
  readonly signing: CryptoKeyPair;
}

const SIGNING = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Makes a key pair for signing. */
export function makeSigningKeys(crypto: Crypto): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(SIGNING, false, ['sign', 'verify']);
}

/** Makes the keys of a new device. */
export async function makeDeviceKeys(crypto: Crypto): Promise<DeviceKeys> {
  const [journal, pin, signing] = await Promise.all([
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    makeSigningKeys(crypto),
  ]);
  return { journal, pin, signing };
}

/** The public half for enrolment: raw uncompressed point, base64url. A public key may always be exported. */
export async function publicKeyText(crypto: Crypto, keys: DeviceKeys): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', keys.signing.publicKey)));
}

/** Signature of a text (P1363, base64url). */
export async function signText(crypto: Crypto, keys: DeviceKeys, text: string): Promise<string> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await crypto.subtle.sign(algorithm, keys.signing.privateKey, new TextEncoder().encode(text));
  return toBase64url(new Uint8Array(signature));
}
