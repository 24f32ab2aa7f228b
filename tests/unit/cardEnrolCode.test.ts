import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../src/protocol/base32.ts';
import { enrolCodeFromRandom, enrolUrl, formatEnrolCode, parseEnrolCode } from '../../src/protocol/enrolCode.ts';

const random = fc.uint8Array({ minLength: 7, maxLength: 16 });

describe('base 32', () => {
  test('bytes survive the round trip', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  test('64 bytes are 103 characters, and one byte string has one spelling', () => {
    expect(encodeBase32(new Uint8Array(64))).toHaveLength(103);
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{0,12}$/), (text) => {
        const bytes = decodeBase32(text);
        if (bytes) expect(encodeBase32(bytes)).toBe(text);
      }),
    );
  });

  test.each(['U0', 'a0', '0', '000', '01'])('%s is refused', (text) => {
    expect(decodeBase32(text)).toBeUndefined();
  });
});

describe('the enrolment code', () => {
  test('is ten characters and comes back from the address, the shown form and sloppy typing', () => {
    fc.assert(
      fc.property(random, (bytes) => {
        const code = enrolCodeFromRandom(bytes);
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
        const sloppy = formatEnrolCode(code).toLowerCase().replace('-', ' ').replace(/0/g, 'o').replace(/1/g, 'l');
        for (const text of [code, formatEnrolCode(code), enrolUrl('https://jf.example.cn', code), ` ${sloppy} `]) {
          expect(parseEnrolCode(text)).toBe(code);
        }
      }),
    );
  });

  test('all 50 bits count', () => {
    const codes = new Set(
      Array.from({ length: 50 }, (_, bit) => {
        const bytes = new Uint8Array(7);
        bytes[bit >> 3] = 128 >> (bit & 7);
        return enrolCodeFromRandom(bytes);
      }),
    );
    expect(codes.size).toBe(50);
  });

  test('stands in the fragment of the address, so that no server sees it', () => {
    const url = new URL(enrolUrl('https://jf.example.cn', '0123456789'));
    expect(url.hash).toBe('#0123456789');
    expect(url.pathname + url.search).toBe('/enrol');
  });

  test.each([
    '',
    '012345678',
    '01234567890',
    'U123456789',
    'https://jf.example.cn/enrol',
    'https://jf.example.cn/x#0123456789',
  ])('%j is refused', (text) => {
    expect(parseEnrolCode(text)).toBeUndefined();
  });

  test('too little randomness is refused', () => {
    expect(() => enrolCodeFromRandom(new Uint8Array(6))).toThrow(RangeError);
  });
});
