import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type TownPublicKey, townPublicKeySchema } from '../../protocol/card.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** The town's private card key as it is kept at rest (JWK). It signs every household card of the town; it never leaves the server. */
export const townPrivateKeySchema = townPublicKeySchema.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type TownPrivateKey = z.infer<typeof townPrivateKeySchema>;

/** Makes a new key for a town's cards. Cards signed with an earlier key stop being valid when devices learn the new one. */
export async function generateTownKey(): Promise<TownPrivateKey> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  return townPrivateKeySchema.parse(await crypto.subtle.exportKey('jwk', pair.privateKey));
}

/** The half that devices get. */
export function publicTownKey(key: TownPrivateKey): TownPublicKey {
  return townPublicKeySchema.parse(key);
}

/** Imports the key for `signCard`, not extractable. Rejects with a `DOMException` if the numbers are no key of the curve. */
export function importTownPrivateKey(key: TownPrivateKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', key, ALGORITHM, false, ['sign']);
}

/** A short stable name for a key, to tell keys apart in lists and logs: RFC 7638 thumbprint, base64url. */
export function townKeyId({ crv, kty, x, y }: TownPublicKey): string {
  // RFC 7638 fixes the order of the members: lexicographic, no white space.
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
