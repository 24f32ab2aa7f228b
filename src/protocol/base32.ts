/**
 * Crockford's base 32: digits and capitals without I, L, O and U. Every character is in the QR alphanumeric mode
 * (5.5 bits each) and can be read aloud.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS_PER_CHAR = 5;

/** Writes bytes as base 32, most significant bit first, the last character padded with zero bits. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= BITS_PER_CHAR) {
      bits -= BITS_PER_CHAR;
      text += ALPHABET.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) text += ALPHABET.charAt((buffer << (BITS_PER_CHAR - bits)) & 31);
  return text;
}

/**
 * Reads what `encodeBase32` wrote. Strict: an unknown character, a length no whole number of bytes has, or a padding bit
 * that is not zero gives `undefined`, so that one byte string has exactly one spelling.
 */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const paddingBits = (text.length * BITS_PER_CHAR) % 8;
  if (paddingBits >= BITS_PER_CHAR) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * BITS_PER_CHAR) / 8));
  let at = 0;
  let buffer = 0;
  let bits = 0;
  for (const char of text) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return undefined;
    buffer = (buffer << BITS_PER_CHAR) | value;
    bits += BITS_PER_CHAR;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (buffer >> bits) & 255;
      at += 1;
    }
    buffer &= (1 << bits) - 1;
  }
  return buffer === 0 ? bytes : undefined;
}

/**
 * Forgives what people do when they type base 32: lower case, full-width characters, spaces and dashes between groups,
 * O for 0, I and L for 1. Characters outside the alphabet are left for the caller to refuse.
 */
export function forgiveTypedBase32(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
}

/** True if every character is of the alphabet. */
export function isBase32(text: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]*$/.test(text);
}
