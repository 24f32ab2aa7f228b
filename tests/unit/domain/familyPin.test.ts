import { expect, test } from 'vitest';
import { FAMILY_PIN, isPinHash, pinChange } from '../../../src/domain/familyPin.ts';

const [salt, hash] = ['a'.repeat(22), 'b'.repeat(43)];

test('a hashed PIN has its rounds, between what a thief and an old tablet can bear, its salt and its hash', () => {
  for (const rounds of ['100000', '250000', '1000000']) expect(isPinHash(`${rounds}:${salt}:${hash}`)).toBe(true);
  for (const rounds of ['099999', '1000001', '99999', '10000000', ''])
    expect(isPinHash(`${rounds}:${salt}:${hash}`)).toBe(false);
  expect(isPinHash(`100000:${salt}:${hash}=`)).toBe(false);
  expect(isPinHash(`x100000:${salt}:${hash}`)).toBe(false);
  expect(isPinHash(`100000:${salt}a:${hash}`)).toBe(false);
  expect(isPinHash('1234')).toBe(false);
});

test('four to six digits are a PIN', () => {
  expect(['1234', '12345', '123456'].every((pin) => FAMILY_PIN.test(pin))).toBe(true);
  expect(['123', '1234567', '12a4', 'x1234', '1234 '].some((pin) => FAMILY_PIN.test(pin))).toBe(false);
});

test('of a change only what it did is told', () => {
  expect(pinChange({ was: null, value: 'h' })).toBe('set');
  expect(pinChange({ was: 'g', value: 'h' })).toBe('changed');
  expect(pinChange({ was: 'g', value: null })).toBe('removed');
  expect(pinChange({ was: null, value: null })).toBe('removed');
});
