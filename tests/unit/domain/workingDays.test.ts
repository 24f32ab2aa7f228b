/** Working days: the published holidays of China, and arithmetic over them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayNumber, isDay } from '../../../src/domain/calendar.ts';
import { HOLIDAY_YEARS } from '../../../src/domain/holidays.ts';
import { holidaysKnown, isWorkingDay, workingDaysAfter, workingDaysBetween } from '../../../src/domain/workingDays.ts';

const day = fc
  .integer({ min: dayNumber('2021-06-01'), max: dayNumber('2028-06-01') })
  .map((n) => addDays('1970-01-01', n));
const weekdayOf = (text: string) => new Date(`${text}T00:00:00Z`).getUTCDay();

describe('the published years', () => {
  test('name their notice, and days that exist, in order and without overlap', () => {
    for (const { year, notice, dated, off, worked } of HOLIDAY_YEARS) {
      expect(notice).toContain(`〔${dated.slice(0, 4)}〕`);
      expect(Number(dated.slice(0, 4))).toBe(year - 1);
      const flat = off.flat();
      expect(flat.every(isDay)).toBe(true);
      expect([...flat].sort()).toEqual(flat);
      expect(flat.every((one) => one.startsWith(String(year)) || one === `${year - 1}-12-31`)).toBe(true);
      expect([...worked].sort()).toEqual(worked);
      // Only weekends are ever made up for, and never inside of a holiday.
      for (const one of worked) {
        expect([0, 6]).toContain(weekdayOf(one));
        expect(off.some(([from, to]) => from <= one && one <= to)).toBe(false);
      }
    }
  });

  test.each([
    [2022, 31, 7],
    [2023, 27, 7],
    [2024, 28, 8],
    [2025, 28, 5],
    [2026, 33, 6],
  ])('of %i has %i days off in its blocks and %i make-up days', (year, days, worked) => {
    const one = HOLIDAY_YEARS.find((y) => y.year === year);
    const length = one?.off.reduce((sum, [from, to]) => sum + dayNumber(to) - dayNumber(from) + 1, 0);
    expect([length, one?.worked.length]).toEqual([days, worked]);
  });

  test.each([
    ['2022-10-08', true, 'a Saturday that is worked'],
    ['2022-12-31', false, 'New Year begins in the old year'],
    ['2024-02-09', true, 'the eve that was left to employers'],
    ['2025-10-08', false, 'the eighth day of the joint holiday'],
    ['2026-02-28', true, 'a Saturday that is worked'],
    ['2026-11-26', true, 'a Thursday'],
    ['2026-11-28', false, 'a Saturday'],
    ['2027-01-01', true, 'not published: counted by weekends alone'],
  ])('%s is worked: %s (%s)', (one, worked) => {
    expect(isWorkingDay(one)).toBe(worked);
  });
});

describe('counting', () => {
  test('seven working days over National Day 2026 end on 12 October', () => {
    // 28, 29, 30 September, then 8, 9 and the Saturday 10, then 12.
    expect(workingDaysAfter('2026-09-27', 7)).toBe('2026-10-12');
    expect(workingDaysAfter('2026-09-30', 7)).toBe('2026-10-15');
    expect(workingDaysAfter('2026-09-30', 0)).toBe('2026-09-30');
    expect(workingDaysAfter('9999-12-30', 5)).toBe('9999-12-31');
  });

  test('lands on a working day, with exactly so many behind the start', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), (start, days) => {
        const end = workingDaysAfter(start, days);
        expect(isWorkingDay(end)).toBe(true);
        expect(workingDaysBetween(start, end)).toBe(days);
      }),
    );
  });

  test('is a sum: so many and so many more is as many at once', () => {
    fc.assert(
      fc.property(day, fc.nat(15), fc.nat(15), (start, a, b) => {
        expect(workingDaysAfter(workingDaysAfter(start, a), b)).toBe(workingDaysAfter(start, a + b));
      }),
    );
  });

  test('is never earlier for a later start', () => {
    fc.assert(
      fc.property(day, fc.nat(20), (start, days) => {
        expect(workingDaysAfter(start, days) <= workingDaysAfter(addDays(start, 1), days)).toBe(true);
      }),
    );
  });

  test('says when a year between is not published', () => {
    expect(holidaysKnown('2022-01-01', '2026-12-31')).toBe(true);
    expect(holidaysKnown('2026-12-25', '2027-01-06')).toBe(false);
    expect(holidaysKnown('2021-12-31', '2022-01-06')).toBe(false);
  });
});
