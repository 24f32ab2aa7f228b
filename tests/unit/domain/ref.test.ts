import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { must } from '../../../src/domain/must.ts';
import { deviceOf, makeRef, parseRef } from '../../../src/domain/ref.ts';

describe('[SY-2] references', () => {
  it('read back what was written, for every device and number', () => {
    const device = fc.string({
      unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
      minLength: 4,
      maxLength: 6,
    });
    fc.assert(
      fc.property(device, fc.integer({ min: 1, max: 999_999_999_999 }), (id, seq) => {
        expect(parseRef(makeRef(id, seq))).toEqual({ device: id, seq });
        expect(deviceOf(makeRef(id, seq))).toBe(id);
      }),
    );
    expect(makeRef('K7Q2', 123)).toBe('K7Q2-000123');
  });

  it.each([
    '',
    'K7Q2',
    'K7Q-000001',
    'K7Q2XYZ-000001',
    'k7q2-000001',
    'K7QI-000001',
    'K7Q2-00001',
    'K7Q2-0000000000001',
    'H00001',
  ])('a foreign id `%s` has no device', (text) => {
    expect(parseRef(text)).toBeUndefined();
    expect(deviceOf(text)).toBe('');
  });
});

describe('must', () => {
  it('gives the value, also a falsy one, or names what is missing', () => {
    expect(must(0, 'a number')).toBe(0);
    expect(() => must(undefined, 'a number')).toThrow('invariant broken: a number');
    expect(() => must(null, 'a file')).toThrow('invariant broken: a file');
  });
});
