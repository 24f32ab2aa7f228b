/** Barcodes of goods: EAN-8, UPC-A (12), EAN-13 and ITF-14, whose last digit proves the others. */

export type BarcodeProblem = 'digits' | 'length' | 'check';

const LENGTHS: readonly number[] = [8, 12, 13, 14];

/** The digit that completes a barcode: from the right, every other digit counts three times. */
export function checkDigit(digits: string): number {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10;
}

/** What is wrong with a barcode; undefined for a right one. Goods may have none: that is for the caller to allow. */
export function barcodeProblem(text: string): BarcodeProblem | undefined {
  if (!/^\d+$/.test(text)) return 'digits';
  if (!LENGTHS.includes(text.length)) return 'length';
  return checkDigit(text.slice(0, -1)) === Number(text.at(-1)) ? undefined : 'check';
}
