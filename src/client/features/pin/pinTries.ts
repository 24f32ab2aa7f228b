/**
 * Tries of family PINs on this device, as long as the page stands. They go by the hash: a household that gets a new PIN begins
 * anew.
 */
import { isPin } from './pinHash.ts';

/** After so many wrong ones in a row … */
const TRIES = 5;
/** … nothing is taken for so long, ms. */
const WAIT_MS = 60_000;

interface Tries {
  readonly wrong: number;
  readonly waitsUntil?: number;
}

const NONE: Tries = { wrong: 0 };
const tried = new Map<string, Tries>();

/** Wrong tries since the last right one or the last wait, and until when to wait. */
export function triesOf(pinHash: string, now = Date.now()): Tries & { readonly left: number } {
  const known = tried.get(pinHash) ?? NONE;
  const tries = known.waitsUntil !== undefined && known.waitsUntil <= now ? NONE : known;
  return { ...tries, left: TRIES - tries.wrong };
}

/** Whether this is the PIN; a wrong one counts, and while one has to wait none is right. */
export async function tryPin(typed: string, pinHash: string, now = Date.now()): Promise<boolean> {
  const { wrong, left } = triesOf(pinHash, now);
  if (left === 0) return false;
  // Counted before it is known: whoever types on meanwhile gets no try more.
  tried.set(pinHash, { wrong: wrong + 1, ...(left === 1 ? { waitsUntil: now + WAIT_MS } : {}) });
  const right = await isPin(typed, pinHash);
  if (right) tried.delete(pinHash);
  return right;
}
