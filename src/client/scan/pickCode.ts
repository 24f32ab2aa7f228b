import type { ScanFormat } from './scanner.ts';

/** What one picture holds, for the reader: nothing, one code, or codes it must not choose between. */
export type PickedCode<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly code: T }
  | { readonly kind: 'several' };

/**
 * Chooses among the codes of one picture. The first wanted format that is in view counts alone (a parcel carries an EAN-13
 * and an advertisement's QR); two different texts in it are `several`, because a guess could score the wrong household.
 */
export function pickCode<T extends { readonly format: string; readonly rawValue: string }>(
  codes: readonly T[],
  formats: readonly ScanFormat[],
): PickedCode<T> {
  for (const format of formats) {
    const [first, ...rest] = codes.filter((code) => code.format === format);
    if (!first) continue;
    return rest.every((code) => code.rawValue === first.rawValue) ? { kind: 'one', code: first } : { kind: 'several' };
  }
  return { kind: 'none' };
}
