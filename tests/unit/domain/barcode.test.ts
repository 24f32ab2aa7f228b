import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barcodeProblem, checkDigit } from '../../../src/domain/barcode.ts';

test('codes off real packets are right: EAN-13, EAN-8, UPC-A, ITF-14', () => {
  for (const code of ['6901028075831', '96385074', '036000291452', '15400141288763'])
    expect(barcodeProblem(code)).toBeUndefined();
});

test('what is no number, has no length of a barcode, or whose last digit does not fit, is told apart', () => {
  expect(barcodeProblem('')).toBe('digits');
  expect(barcodeProblem('69010280758a1')).toBe('digits');
  expect(barcodeProblem('a6901028075831')).toBe('digits');
  expect(barcodeProblem('6901028075831a')).toBe('digits');
  expect(barcodeProblem('690102807583')).toBe('check');
  expect(barcodeProblem('69010280758')).toBe('length');
  expect(barcodeProblem('690102807583112')).toBe('length');
  expect(barcodeProblem('6901028075832')).toBe('check');
});

test('one wrong digit, wherever it is, is always seen', () => {
  const length = fc.constantFrom(7, 11, 12, 13);
  fc.assert(
    fc.property(
      length.chain((n) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n })),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (digits, where, off) => {
        const code = [...digits, checkDigit(digits.join(''))];
        expect(barcodeProblem(code.join(''))).toBeUndefined();
        const at = where % code.length;
        const wrong = code.map((digit, i) => (i === at ? (digit + off) % 10 : digit));
        expect(barcodeProblem(wrong.join(''))).toBe('check');
      },
    ),
  );
});
