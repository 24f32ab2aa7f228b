/** What a keydown means for the recogniser of barcode guns. */

/** The parts of a KeyboardEvent that count. */
export interface KeyLike {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

export type KeyReading =
  /** A key that says nothing by itself (Shift before a capital). */
  | { readonly kind: 'ignored' }
  /** A person's for sure: a shortcut, a key that is kept down. */
  | { readonly kind: 'person' }
  /** `taken`: an input method has it already, so it cannot be held back, only mended afterwards. */
  | { readonly kind: 'key'; readonly key: string; readonly taken: boolean };

const SILENT = new Set(['Shift', 'CapsLock', 'NumLock']);

/** Keys of a US keyboard, which is what guns pretend to be, by their place: an input method hides the character itself. */
const BY_PLACE: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ['-', '_'],
  Slash: ['/', '?'],
  Period: ['.', '>'],
  Semicolon: [';', ':'],
  Equal: ['=', '+'],
  Enter: ['Enter', 'Enter'],
  NumpadEnter: ['Enter', 'Enter'],
};

function characterAt(code: string, shift: boolean): string | undefined {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit) return digit;
  return BY_PLACE[code]?.[shift ? 1 : 0];
}

/** Reads one keydown. */
export function readKey(event: KeyLike): KeyReading {
  if (SILENT.has(event.key)) return { kind: 'ignored' };
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return { kind: 'person' };
  if (event.isComposing || event.key === 'Process' || event.key === 'Unidentified') {
    const key = characterAt(event.code, event.shiftKey);
    // A keyboard on the screen has no places: a person's.
    return key === undefined ? { kind: 'person' } : { kind: 'key', key, taken: true };
  }
  return { kind: 'key', key: event.key, taken: false };
}
