/**
 * Tells a USB barcode gun from a person by the clock alone: a gun types a key about every 5 ms and ends with Enter, a person
 * needs more than 30 ms a key. Pure: who holds keys back and gives them back is `useBarcodeGun`.
 */

/** Keys closer together than this came from a gun, ms. */
export const GUN_GAP_MS = 30;
/** So many keys and an Enter are a code, however short its end was cut. */
const ENDED_CHARS_MIN = 3;
/** So many keys without an Enter are one too: some guns send none, some pause before it. */
const OPEN_CHARS_MIN = 6;
/** More than any code holds; beyond it something else is typing. */
const CHARS_MAX = 500;
/** An Enter this soon after a code is its late end or its second one, and presses no button, ms. */
const TAIL_MS = 500;
/** How long what looks like a code waits for its end: nobody misses these keys meanwhile, ms. */
const OPEN_WAIT_MS = 400;

/** A key as it was pressed: `at` is the time stamp of the event, ms on any clock that only goes forward. */
export interface GunKey {
  readonly key: string;
  readonly at: number;
}

export interface GunState {
  /** Keys in a row: nobody knows yet who typed them. */
  readonly held: string;
  /** So many of them have been given back already, because no more came in time. */
  readonly given: number;
  /** When the newest of them was pressed. */
  readonly heldAt: number;
  /** When the last code ended. */
  readonly codeAt: number;
}

/** What became of held keys. */
export interface GunOutcome {
  readonly state: GunState;
  /** Held keys that a person typed after all, in order; they belong where they were typed. */
  readonly released: string;
  /** What a gun read. */
  readonly codes: readonly string[];
  /** So many keys of the code were given back too early, and are taken back: events may come late while a device is busy. */
  readonly mended: number;
}

export interface GunStep extends GunOutcome {
  /** `held` and `swallowed` keys reach nothing else on the page. */
  readonly key: 'held' | 'passes' | 'swallowed';
}

const NEVER = Number.NEGATIVE_INFINITY;
export const NO_KEYS: GunState = { held: '', given: 0, heldAt: NEVER, codeAt: NEVER };

/** Codes are printable ASCII; a space begins no code and works buttons, so it is a person's. */
function mayBeCode(key: string): boolean {
  return key.length === 1 && key > ' ' && key <= '~';
}

function code({ held, given }: GunState, codeAt: number): GunOutcome {
  return { state: { ...NO_KEYS, codeAt }, released: '', codes: [held], mended: given };
}

/** What is held finds its end without an Enter. */
function settle(state: GunState): GunOutcome {
  const { held, given, heldAt, codeAt } = state;
  if (held.length >= OPEN_CHARS_MIN) return code(state, heldAt);
  return { state: { ...NO_KEYS, codeAt }, released: held.slice(given), codes: [], mended: 0 };
}

/** One key more. */
export function pressKey(state: GunState, { key, at }: GunKey): GunStep {
  const goesOn = state.held !== '' && at - state.heldAt <= GUN_GAP_MS && state.held.length < CHARS_MAX;
  if (mayBeCode(key) && goesOn) {
    return { state: { ...state, held: state.held + key, heldAt: at }, released: '', codes: [], mended: 0, key: 'held' };
  }
  const ends = key === 'Enter' || key === 'Tab';
  if (ends && goesOn && state.held.length >= ENDED_CHARS_MIN) return { ...code(state, at), key: 'swallowed' };
  const before = settle(state);
  if (mayBeCode(key)) return { ...before, state: { ...before.state, held: key, heldAt: at }, key: 'held' };
  const tail = ends && at - before.state.codeAt <= TAIL_MS;
  // Another key in between, and the hand is on the keyboard again.
  return tail ? { ...before, key: 'swallowed' } : { ...before, state: NO_KEYS, key: 'passes' };
}

/** How long to wait for the next key before `keysPaused`, ms; undefined when nothing waits. */
export function pauseMs({ held, given }: GunState): number | undefined {
  if (given === held.length) return undefined;
  return held.length >= OPEN_CHARS_MIN ? OPEN_WAIT_MS : GUN_GAP_MS;
}

/**
 * No key came in time. What looks like a code is one; otherwise a person sees their keys now. Should the rest of a code come
 * late all the same, its time stamps tell that it belongs to them.
 */
export function keysPaused(state: GunState): GunOutcome {
  const { held, given } = state;
  if (held.length >= OPEN_CHARS_MIN) return settle(state);
  return { state: { ...state, given: held.length }, released: held.slice(given), codes: [], mended: 0 };
}
