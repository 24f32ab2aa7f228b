/**
 * WebCrypto for the clients: the real algorithms of node:crypto, computed at once, so that nothing but the seed decides what
 * happens first. Keys are plain values, because a disk keeps them.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  pbkdf2Sync,
  sign,
} from 'node:crypto';
import { randomBytes, randomUUID } from './seededCrypto.ts';

const TAG_BYTES = 16;

interface SimKey {
  readonly algorithm: string;
  readonly raw: Uint8Array;
}

type Named = string | { readonly name: string };

function nameOf(algorithm: Named): string {
  return typeof algorithm === 'string' ? algorithm : algorithm.name;
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

/** A buffer of its own: callers keep views of it. */
function owned(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

interface Gcm {
  readonly iv: Uint8Array;
  readonly additionalData: Uint8Array;
}

const signers = new Map<string, KeyObject>();

function signerOf(key: SimKey): KeyObject {
  const text = Buffer.from(key.raw).toString('base64');
  let known = signers.get(text);
  if (!known) {
    known = createPrivateKey({ key: Buffer.from(key.raw), format: 'der', type: 'pkcs8' });
    if (signers.size > 200) signers.clear();
    signers.set(text, known);
  }
  return known;
}

const subtle = {
  async generateKey(algorithm: Named): Promise<SimKey | { publicKey: SimKey; privateKey: SimKey }> {
    const name = nameOf(algorithm);
    if (name !== 'ECDSA') return { algorithm: name, raw: new Uint8Array(randomBytes(32)) };
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = pair.publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([
      Buffer.from([4]),
      Buffer.from(jwk.x ?? '', 'base64url'),
      Buffer.from(jwk.y ?? '', 'base64url'),
    ]);
    const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
    return {
      publicKey: { algorithm: name, raw: new Uint8Array(point) },
      privateKey: { algorithm: name, raw: new Uint8Array(secret) },
    };
  },
  async importKey(_format: string, raw: ArrayBuffer | ArrayBufferView, algorithm: Named): Promise<SimKey> {
    return { algorithm: nameOf(algorithm), raw: Uint8Array.from(bytesOf(raw)) };
  },
  async exportKey(_format: string, key: SimKey): Promise<ArrayBuffer> {
    return owned(key.raw);
  },
  async encrypt(gcm: Gcm, key: SimKey, plain: Uint8Array): Promise<ArrayBuffer> {
    const cipher = createCipheriv('aes-256-gcm', key.raw, gcm.iv);
    cipher.setAAD(gcm.additionalData);
    return owned(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
  },
  async decrypt(gcm: Gcm, key: SimKey, box: Uint8Array): Promise<ArrayBuffer> {
    const decipher = createDecipheriv('aes-256-gcm', key.raw, gcm.iv);
    decipher.setAAD(gcm.additionalData);
    decipher.setAuthTag(box.subarray(box.length - TAG_BYTES));
    try {
      return owned(Buffer.concat([decipher.update(box.subarray(0, box.length - TAG_BYTES)), decipher.final()]));
    } catch {
      throw new DOMException('does not open', 'OperationError');
    }
  },
  async digest(_algorithm: Named, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> {
    return owned(createHash('sha256').update(bytesOf(data)).digest());
  },
  async deriveBits(
    how: { readonly salt: Uint8Array; readonly iterations: number },
    key: SimKey,
    bits: number,
  ): Promise<ArrayBuffer> {
    return owned(pbkdf2Sync(key.raw, how.salt, how.iterations, bits / 8, 'sha256'));
  },
  async sign(algorithm: Named, key: SimKey, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer> {
    if (nameOf(algorithm) === 'HMAC') return owned(createHmac('sha256', key.raw).update(bytesOf(data)).digest());
    return owned(sign('sha256', bytesOf(data), { key: signerOf(key), dsaEncoding: 'ieee-p1363' }));
  },
};

/** What a client gets as `crypto`. */
export const clientCrypto = {
  subtle,
  getRandomValues: (array: Uint8Array) => {
    array.set(randomBytes(array.length));
    return array;
  },
  randomUUID,
} as unknown as Crypto;
