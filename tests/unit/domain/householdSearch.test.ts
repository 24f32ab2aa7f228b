import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain, prepare, RANKS, ranking, type Searched } from '../../../src/domain/search/householdSearch.ts';

const zhang: Searched = {
  ...{ code: 'XW-0012', head: '张三丽', initials: 'zsl' },
  ...{ doorPlate: '东兴里7号', phoneLast4: '8531' },
};
const rank = (typed: string, change: Partial<Searched> = {}) => ranking(typed)?.(prepare({ ...zhang, ...change }));

test('the same thing typed in any width, case and spacing is the same', () => {
  expect(plain(' ＸＷ－００１２ ')).toBe('xw0012');
  expect(plain('XW–00_1—2')).toBe('xw0012');
});

test('nothing typed ranks nothing', () => {
  expect(ranking('')).toBeUndefined();
  expect(ranking(' -_ ')).toBeUndefined();
});

describe('digits', () => {
  test("are a code's number first, then the whole end of a phone, a beginning, a door, the phone's beginning", () => {
    expect(rank('12')).toBe(0);
    expect(rank('0012')).toBe(0);
    expect(rank('8531')).toBe(1);
    expect(rank('1')).toBe(2);
    expect(rank('7')).toBe(3);
    expect(rank('853')).toBe(4);
    expect(rank('85')).toBe(RANKS);
    expect(rank('531')).toBe(RANKS);
    expect(rank('0', { code: 'XW-0000', doorPlate: '' })).toBe(RANKS);
  });
});

describe('Latin letters', () => {
  test('are initials or a code first, then their beginnings, then parts of a name, of initials, of a door', () => {
    for (const typed of ['zsl', 'XW-0012', 'xw12']) expect(rank(typed)).toBe(0);
    expect(rank('zs')).toBe(1);
    expect(rank('xw00')).toBe(2);
    expect(rank('xw1')).toBe(2);
    expect(rank('b3', { head: '王B3' })).toBe(3);
    expect(rank('sl')).toBe(4);
    expect(rank('c2', { doorPlate: 'C2座' })).toBe(5);
    expect(rank('zz')).toBe(RANKS);
  });
  test('zeros are left out in front of the number alone', () => {
    expect(rank('xw100', { code: 'XW-0100' })).toBe(0);
    expect(rank('xw0', { code: 'XW-0100' })).toBe(2);
    expect(rank('xw0', { code: 'XW-0000' })).toBe(0);
  });
});

describe('Chinese', () => {
  test('is a name first, its beginning, a part of it, then a door', () => {
    expect(rank('张三丽')).toBe(0);
    expect(rank('张三')).toBe(1);
    expect(rank('三丽')).toBe(2);
    expect(rank('东兴')).toBe(3);
    expect(rank('里7号')).toBe(4);
    expect(rank('李')).toBe(RANKS);
    expect(rank('张3')).toBe(RANKS);
  });
});

test('whoever types a household’s own code, name or initials finds it first', () => {
  const row = fc.record({
    code: fc.integer({ min: 1, max: 9999 }).map((n) => `DL-${String(n).padStart(4, '0')}`),
    head: fc.string({ unit: fc.constantFrom('张', '李', '王', '三', '四'), minLength: 2, maxLength: 4 }),
    initials: fc.string({ unit: fc.constantFrom('z', 'l', 'w', 's'), minLength: 2, maxLength: 4 }),
    doorPlate: fc.constantFrom('', '东里1号', '西里20号'),
    phoneLast4: fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0')),
  });
  fc.assert(
    fc.property(row, (one) => {
      const prepared = prepare(one);
      for (const typed of [one.code, one.code.toLowerCase(), one.head, one.initials])
        expect(ranking(typed)?.(prepared)).toBe(0);
      expect(prepared.row).toBe(one);
    }),
  );
});
