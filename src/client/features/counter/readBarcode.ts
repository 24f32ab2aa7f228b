/** What a barcode stands for in the catalogue. */
import type { Goods } from '../../../domain/op.ts';

export type BarcodeReading =
  | { readonly kind: 'goods'; readonly goods: Goods }
  /** Known, and no longer on offer. */
  | { readonly kind: 'retired'; readonly goods: Goods }
  /** Digits like a barcode's that no goods carry. */
  | { readonly kind: 'unknown' };

/** EAN-8 to ITF-14; a household's code has letters. */
const BARCODE = /^\d{8,14}$/;

/** A gun may tell the twelve digits of an American code, which is an EAN-13 that begins with 0. */
const whole = (digits: string) => digits.padStart(13, '0');

/** Reads a code as a barcode; undefined when it is none. */
export function readBarcode(text: string, goods: readonly Goods[]): BarcodeReading | undefined {
  if (!BARCODE.test(text)) return undefined;
  const same = goods.filter((one) => BARCODE.test(one.barcode) && whole(one.barcode) === whole(text));
  const active = same.find((one) => one.active);
  if (active) return { kind: 'goods', goods: active };
  return same[0] ? { kind: 'retired', goods: same[0] } : { kind: 'unknown' };
}
