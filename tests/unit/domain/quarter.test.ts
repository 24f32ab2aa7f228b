import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isQuarter, leftOver, quarterAfter, quarterDays, redeemable, windowsIn } from '../../../src/domain/quarter.ts';

const quarter = fc
  .record({ year: fc.integer({ min: 2001, max: 2990 }), n: fc.integer({ min: 1, max: 4 }) })
  .map(({ year, n }) => `${year}Q${n}`);

test('a quarter is four digits of a year, Q and 1 to 4', () => {
  expect(['2026Q1', '2026Q4'].every(isQuarter)).toBe(true);
  expect(['2026Q0', '2026Q5', '1999Q1', '2026q1', '22026Q1', '2026Q11', '2026-Q1', ''].some(isQuarter)).toBe(false);
});

test('its days are three whole months', () => {
  expect(quarterDays('2026Q1')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
  expect(quarterDays('2026Q2')).toEqual({ from: '2026-04-01', to: '2026-06-30' });
  expect(quarterDays('2026Q3')).toEqual({ from: '2026-07-01', to: '2026-09-30' });
  expect(quarterDays('2026Q4')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
});

test('so many quarters on and back is where one was; the next one begins behind the last day', () => {
  expect(quarterAfter('2026Q4', 1)).toBe('2027Q1');
  expect(quarterAfter('2026Q1', -1)).toBe('2025Q4');
  expect(quarterAfter('2026Q2', 5)).toBe('2027Q3');
  fc.assert(
    fc.property(quarter, fc.integer({ min: -40, max: 40 }), (one, count) => {
      expect(quarterAfter(quarterAfter(one, count), -count)).toBe(one);
      expect(quarterDays(quarterAfter(one, 1)).from > quarterDays(one).to).toBe(true);
    }),
  );
});

test('[CF-25] the windows of a quarter are those with a day in it, in the order of time', () => {
  const window = (from: string, to: string) => ({ from, to });
  const before = window('2026-05-01', '2026-06-30');
  const into = window('2026-06-20', '2026-07-01');
  const inside = window('2026-08-01', '2026-08-05');
  const out = window('2026-09-30', '2026-10-05');
  const behind = window('2026-10-01', '2026-10-02');
  expect(windowsIn({ redemptionWindows: [behind, out, inside, into, before] }, '2026Q3')).toEqual([into, inside, out]);
  expect(windowsIn({ redemptionWindows: [] }, '2026Q3')).toEqual([]);
  expect(windowsIn({ redemptionWindows: 'always' }, '2026Q3')).toBe('always');
});

test('what is spent is spent of the oldest points; nobody has less than nothing left', () => {
  expect(redeemable({ final: 10, redeemed: 4 })).toBe(6);
  expect(redeemable({ final: 3, redeemed: 4 })).toBe(0);
  expect(leftOver({ final: 10, redeemed: 4 }, 2)).toBe(4);
  expect(leftOver({ final: 10, redeemed: 4 }, 8)).toBe(0);
  expect(leftOver({ final: 10, redeemed: 4 }, -3)).toBe(6);
});
