/**
 * Growing waits after wrong PINs. The count of wrong tries decides, so no clock can buy more tries than the table has: after
 * the last one only the office can help. Within a run of the app a wait is measured on the monotonic clock; a restart takes
 * the wall clock's word only for time that has passed, never for more waiting than the wait is long.
 */
export interface PinTries {
  /** Wrong tries since the last right one. */
  readonly wrong: number;
  /** Wall clock at the last wrong try, ms. */
  readonly lastAt: number;
}

/** Wait after the nth wrong try, ms. */
const WAIT_MS: Readonly<Record<number, number>> = { 5: 30_000, 6: 120_000, 7: 600_000 };
/** From this many wrong tries on the office must unlock. */
export const WRONG_TRIES_MAX = 8;

/** How long a person must wait now, ms; 0 when the next try is free. */
export function waitAfter(tries: PinTries | undefined): number | 'office' {
  if (!tries) return 0;
  return tries.wrong >= WRONG_TRIES_MAX ? 'office' : (WAIT_MS[tries.wrong] ?? 0);
}

/** What is left of a wait when the app starts, by the wall clock alone. */
export function leftAtStart(tries: PinTries, now: number): number | 'office' {
  const wait = waitAfter(tries);
  if (wait === 'office') return wait;
  return Math.max(0, wait - Math.max(0, now - tries.lastAt));
}

/** Waits as one run of the app measures them: once a wait is known, only the monotonic clock shortens it. */
export class PinWaits {
  private readonly clock: { now(): number; monotonic(): number };
  private readonly known = new Map<string, { readonly tries: PinTries; readonly freeAt: number }>();

  constructor(clock: { now(): number; monotonic(): number }) {
    this.clock = clock;
  }

  /** What this person must still wait, ms; 0 when they may try. */
  left(user: string, tries: PinTries | undefined): number | 'office' {
    if (!tries) return 0;
    const known = this.known.get(user);
    if (known && known.tries.wrong === tries.wrong && known.tries.lastAt === tries.lastAt) {
      return waitAfter(tries) === 'office' ? 'office' : Math.max(0, known.freeAt - this.clock.monotonic());
    }
    const left = leftAtStart(tries, this.clock.now());
    if (left !== 'office') this.known.set(user, { tries, freeAt: this.clock.monotonic() + left });
    return left;
  }
}
