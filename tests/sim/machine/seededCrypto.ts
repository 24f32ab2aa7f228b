/**
 * `node:crypto` with random bytes that come from the seed. The bundle of the simulator puts it in the place of `node:crypto`, so
 * that ids, tokens and secrets of the server are the same for the same seed.
 */
import { Buffer } from 'node:buffer';
import { Dice } from './random.ts';

export * from 'node:crypto';

let dice = new Dice(1);

/** Starts the bytes of a seed. */
export function seedBytes(seed: number): void {
  dice = new Dice(seed);
}

export function randomBytes(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = dice.below(256);
  return bytes;
}

export function randomUUID(): string {
  const hex = randomBytes(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
