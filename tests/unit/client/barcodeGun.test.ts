/** A barcode gun types like a keyboard: it is told from a person by the clock, and nothing of either is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GUN_GAP_MS,
  type GunKey,
  type GunOutcome,
  keysPaused,
  NO_KEYS,
  pauseMs,
  pressKey,
} from '../../../src/client/scan/gun/gunKeys.ts';
import { type KeyLike, readKey } from '../../../src/client/scan/gun/readKey.ts';

const EAN = '6900000010372';
const CARD = `VP1/CC/XW-0001/1/${'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.repeat(4).slice(0, 103)}`;

interface Heard {
  readonly codes: readonly string[];
  /** What the page has in the end, in order: keys given back and keys that passed. */
  readonly page: readonly string[];
}

/**
 * Plays keys; a timer fires in every pause that is long enough for it. `late` are places between keys where it fires although the
 * next key was pressed in time: its event was late.
 */
function play(keys: readonly GunKey[], late: ReadonlySet<number> = new Set()): Heard {
  let state = NO_KEYS;
  const codes: string[] = [];
  const page: string[] = [];
  const take = ({ state: next, released, codes: read, mended }: GunOutcome) => {
    state = next;
    page.push(...released);
    if (mended > 0) page.splice(-mended);
    codes.push(...read);
  };
  for (const [i, key] of keys.entries()) {
    const wait = pauseMs(state);
    if (wait !== undefined && key.at - state.heldAt > wait) take(keysPaused(state));
    if (late.has(i) && wait === GUN_GAP_MS) take(keysPaused(state));
    const step = pressKey(state, key);
    take(step);
    if (step.key === 'passes') page.push(key.key);
  }
  take(keysPaused(state));
  return { codes, page };
}

/** Keys `gap` ms apart, the first one at `from`. */
const typed = (keys: readonly string[], from: number, gap: number): GunKey[] =>
  keys.map((key, i) => ({ key, at: from + i * gap }));
const gun = (code: string, from: number, gap = 5): GunKey[] => typed([...code, 'Enter'], from, gap);

describe('a burst of keys', () => {
  it.each([EAN, CARD, 'XW-0001'])('of a gun is one code, and nothing of it reaches the page: %s', (code) => {
    expect(play(gun(code, 1_000))).toMatchObject({ codes: [code], page: [] });
  });

  it('of a person reaches the page in order, Enter included', () => {
    expect(play(typed(['d', 'a', 'm', 'i', 'Enter'], 0, 90))).toMatchObject({
      codes: [],
      page: ['d', 'a', 'm', 'i', 'Enter'],
    });
  });

  it('is a person’s at 31 ms a key and a gun’s at 30', () => {
    expect(play(gun(EAN, 0, GUN_GAP_MS)).codes).toEqual([EAN]);
    expect(play(gun(EAN, 0, GUN_GAP_MS + 1))).toMatchObject({ codes: [], page: [...EAN, 'Enter'] });
  });

  it('of two or three keys that a quick hand rolls is the person’s', () => {
    const rolled = [...typed(['t', 'h'], 0, 12), { key: 'e', at: 140 }, { key: 'Enter', at: 300 }];
    expect(play(rolled)).toMatchObject({ codes: [], page: ['t', 'h', 'e', 'Enter'] });
  });

  it('without an Enter is a code too once it is long enough, and its late Enter presses nothing', () => {
    const open = typed([...EAN], 0, 5);
    expect(play(open).codes).toEqual([EAN]);
    for (const at of [200, 450])
      expect(play([...open, { key: 'Enter', at }])).toMatchObject({ codes: [EAN], page: [] });
    expect(play([...open, { key: 'Enter', at: 900 }])).toMatchObject({ codes: [EAN], page: ['Enter'] });
  });

  it('is over for an Enter once another key was pressed', () => {
    expect(play([...gun(EAN, 0), { key: 'F9', at: 200 }, { key: 'Enter', at: 300 }]).page).toEqual(['F9', 'Enter']);
  });

  it('may end with Tab, or with two Enters', () => {
    expect(play([...typed([...EAN], 0, 5), { key: 'Tab', at: 70 }])).toMatchObject({ codes: [EAN], page: [] });
    expect(play([...gun(EAN, 0), { key: 'Enter', at: 72 }])).toMatchObject({ codes: [EAN], page: [] });
  });

  it('that follows another is a code of its own', () => {
    expect(play([...gun(EAN, 0), ...gun(CARD, 200)])).toMatchObject({ codes: [EAN, CARD], page: [] });
  });

  it('of something endless is cut into codes and never grows beyond measure', () => {
    const endless = play(
      typed(
        Array.from({ length: 1_200 }, () => 'x'),
        0,
        1,
      ),
    );
    expect(endless.codes.map((code) => code.length)).toEqual([500, 500, 200]);
  });
});

it('an Enter at once after one or two quick keys is the person’s', () => {
  expect(play(typed(['7', 'Enter'], 0, 10))).toMatchObject({ codes: [], page: ['7', 'Enter'] });
  expect(play(typed(['7', '8', 'Enter'], 0, 10))).toMatchObject({ codes: [], page: ['7', '8', 'Enter'] });
});

it('a shortcut ends what is held, which comes first', () => {
  expect(play([...typed(['a', 'b'], 0, 10), { key: 'F9', at: 25 }])).toMatchObject({
    codes: [],
    page: ['a', 'b', 'F9'],
  });
});

it('for any mixture of a person and guns every key goes to exactly one of them, in order', () => {
  const personKey = fc.constantFrom('a', '7', '-', 'Backspace', 'F3', 'ArrowDown', ' ', 'Escape', '米');
  const act = fc.oneof(
    fc.record({
      by: fc.constant('person' as const),
      keys: fc.array(personKey, { minLength: 1, maxLength: 8 }),
      gap: fc.integer({ min: GUN_GAP_MS + 1, max: 400 }),
    }),
    fc.record({
      by: fc.constant('gun' as const),
      code: fc.stringMatching(/^[!-~]{6,120}$/),
      gap: fc.integer({ min: 0, max: GUN_GAP_MS }),
    }),
  );
  const pause = fc.integer({ min: GUN_GAP_MS + 1, max: 2_000 });
  const lateAt = fc.uniqueArray(fc.nat({ max: 400 })).map((places) => new Set(places));
  fc.assert(
    fc.property(fc.array(fc.tuple(act, pause), { maxLength: 12 }), lateAt, (acts, late) => {
      let at = 0;
      const keys: GunKey[] = [];
      const codes: string[] = [];
      const page: string[] = [];
      for (const [one, rest] of acts) {
        const more = one.by === 'gun' ? gun(one.code, at, one.gap) : typed(one.keys, at, one.gap);
        keys.push(...more);
        at = (more.at(-1)?.at ?? at) + rest;
        if (one.by === 'gun') codes.push(one.code);
        else page.push(...one.keys);
      }
      expect(play(keys, late)).toEqual({ codes, page });
    }),
    { numRuns: 500 },
  );
});

it('the rest of a code that comes late is taken with what was given back, by the time stamps', () => {
  expect(play(gun(EAN, 0), new Set([1]))).toEqual({ codes: [EAN], page: [] });
  expect(play(gun(EAN, 0), new Set([1, 3, 5]))).toEqual({ codes: [EAN], page: [] });
  const before = typed(['o', 'k'], 0, 100);
  expect(play([...before, ...gun(EAN, 500)], new Set([4]))).toEqual({ codes: [EAN], page: ['o', 'k'] });
});

describe('reading a key', () => {
  const key = (change: Partial<KeyLike>): KeyLike => ({
    key: 'a',
    code: 'KeyA',
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    repeat: false,
    isComposing: false,
    ...change,
  });

  it('takes what was typed, and not the Shift before it', () => {
    expect(readKey(key({ key: 'V', code: 'KeyV', shiftKey: true }))).toEqual({ kind: 'key', key: 'V', taken: false });
    expect(readKey(key({ key: 'Shift', code: 'ShiftLeft', shiftKey: true }))).toEqual({ kind: 'ignored' });
  });

  it('leaves shortcuts and keys kept down to the person', () => {
    for (const change of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { repeat: true }])
      expect(readKey(key(change))).toEqual({ kind: 'person' });
  });

  it.each([
    ['KeyV', true, 'V'],
    ['KeyV', false, 'v'],
    ['Digit7', false, '7'],
    ['Numpad7', false, '7'],
    ['Slash', false, '/'],
    ['Minus', false, '-'],
    ['Semicolon', true, ':'],
    ['Enter', false, 'Enter'],
  ])('behind an input method it goes by the place on the keyboard: %s', (code, shiftKey, expected) => {
    expect(readKey(key({ key: 'Process', code, shiftKey }))).toEqual({ kind: 'key', key: expected, taken: true });
    expect(readKey(key({ code, shiftKey, isComposing: true }))).toEqual({ kind: 'key', key: expected, taken: true });
  });

  it('a keyboard on the screen has no places, so it is a person’s', () => {
    expect(readKey(key({ key: 'Unidentified', code: '' }))).toEqual({ kind: 'person' });
  });
});
