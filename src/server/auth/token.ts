import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A new bearer secret: 256 random bits, base64url. Only its hash is kept. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/**
 * What is stored of a secret that this server made: SHA-256, hex. With 256 random bits nothing slower is needed, and the
 * lookup by hash tells nothing about how near a guess was.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
