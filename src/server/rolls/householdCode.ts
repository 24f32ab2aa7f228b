import { comparable } from './text.ts';

const codeDigits = 4;
const numberMax = 999_999;

/** XW-0086 from its village and number. */
export function formatCode(village: string, number: number): string {
  return `${village}-${String(number).padStart(codeDigits, '0')}`;
}

/**
 * A household's code in its one form: xw-86, XW 0086, ＸＷ－００８６ and 86 are XW-0086 in village XW.
 * '' when the cell is blank, undefined when it cannot be a code of this village.
 */
export function readCode(raw: string, village: string): string | undefined {
  const text = comparable(raw).toUpperCase();
  if (/^[/\\\-—无]*$/.test(text)) return '';
  const prefix = village.toUpperCase();
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const digits = /^[-_—–.]*(\d+)$/.exec(rest)?.[1];
  if (digits === undefined) return undefined;
  const number = Number(digits);
  return number >= 1 && number <= numberMax ? formatCode(village, number) : undefined;
}

/** The running number of a code of this village; undefined for codes of others. */
export function codeNumber(code: string, village: string): number | undefined {
  const read = readCode(code, village);
  return read ? Number(/\d+$/.exec(read)?.[0]) : undefined;
}
