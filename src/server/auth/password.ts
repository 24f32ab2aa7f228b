import { randomBytes, randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet, Argon2id (this library's default algorithm): 19 MiB, 2 passes, 1 lane. */
const PASSWORD_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/**
 * A six-digit PIN has a million values, so cost cannot protect a stolen hash; the count of wrong tries protects the door.
 * Cheaper than a password, because a whole village may set up tablets on the same morning.
 */
const PIN_COST = { memoryCost: 8_192, timeCost: 2, parallelism: 1 } as const;
const PIN_VALUES = 1_000_000;
const PIN_DIGITS = 6;

/** Hash of nothing anybody knows, made once: a login that does not exist costs as much time as a wrong password. */
let decoy: Promise<string> | undefined;

/** Hashes a password for `users.password_hash` (PHC text with its parameters and salt). */
export function hashPassword(password: string): Promise<string> {
  return hash(password, PASSWORD_COST);
}

/** Whether the password is the one. A missing hash takes the same time and is never right. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(32).toString('hex'));
  const right = await verify(stored ?? (await decoy), password);
  return right && stored !== null;
}

/** Hashes a six-digit PIN for `users.pin_hash`. */
export function hashPin(pin: string): Promise<string> {
  return hash(pin, PIN_COST);
}

/** Whether the PIN is the one; never for a person without a PIN. */
export async function verifyPin(stored: string | null, pin: string): Promise<boolean> {
  return stored !== null && (await verify(stored, pin));
}

/** A new random six-digit PIN for a person to start with. */
export function newPin(): string {
  return String(randomInt(PIN_VALUES)).padStart(PIN_DIGITS, '0');
}
