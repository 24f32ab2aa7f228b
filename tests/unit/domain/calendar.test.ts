import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayNumber,
  dayOf,
  isDay,
  mondayOf,
  monthOf,
  type PeriodKind,
  periodKey,
} from '../../../src/domain/calendar.ts';
import { runs } from './support/runs.ts';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Independent of Date: years, months and days by the rule of leap years. */
function validByHand(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

/** Zeller's congruence, Monday 0 … Sunday 6. */
function weekdayByHand(day: string): number {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const month = m < 3 ? m + 12 : m;
  const year = m < 3 ? y - 1 : y;
  const h =
    (d +
      Math.floor((13 * (month + 1)) / 5) +
      year +
      Math.floor(year / 4) -
      Math.floor(year / 100) +
      Math.floor(year / 400)) %
    7;
  return (h + 5) % 7;
}

const pad = (n: number, width: number) => String(n).padStart(width, '0');
const dayText = fc
  .tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([y, m, d]) => `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`)
  .filter(validByHand);

describe('isDay', () => {
  it('agrees with the rule of leap years for every text that looks like a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (y, m, d) => {
          const text = `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`;
          expect(isDay(text)).toBe(validByHand(text));
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it.each([
    '',
    '2026-1-1',
    '2026-02-30',
    '2023-02-29',
    '1900-02-29',
    '2026-11-23T00:00',
    ' 2026-11-23',
    '２０２６-11-23',
    '+012026-11-23',
  ])('refuses `%s`', (text) => expect(isDay(text)).toBe(false));

  it.each(['2024-02-29', '2000-02-29', '0000-01-01', '9999-12-31'])('accepts %s', (text) =>
    expect(isDay(text)).toBe(true),
  );
});

describe('[SY-7] local days', () => {
  it('begin at midnight in Shanghai', () => {
    expect(dayOf(Date.parse('2026-11-22T15:59:59.999Z'))).toBe('2026-11-22');
    expect(dayOf(Date.parse('2026-11-22T16:00:00Z'))).toBe('2026-11-23');
    expect(dayOf(Date.parse('2026-11-22T16:00:00Z'), 0)).toBe('2026-11-22');
  });

  it('exist for every instant a broken clock may give', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: -840, max: 840 }), (at, offset) => {
        expect(isDay(dayOf(at, offset))).toBe(true);
      }),
    );
    expect(dayOf(Number.MAX_SAFE_INTEGER)).toBe('9999-12-31');
    expect(dayOf(-Number.MAX_SAFE_INTEGER)).toBe('0000-01-01');
  });

  it('addDays and dayNumber are inverse, and the calendar has an end', () => {
    fc.assert(
      fc.property(dayText, fc.integer({ min: -4000, max: 4000 }), (day, n) => {
        expect(dayNumber(addDays(day, n)) - dayNumber(day)).toBe(n);
        expect(addDays(addDays(day, n), -n)).toBe(day);
      }),
    );
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('0000-01-05', -30)).toBe('0000-01-01');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  });
});

describe('periods', () => {
  it('a week is named by its Monday, by an independent computation', () => {
    fc.assert(
      fc.property(dayText, (day) => {
        const monday = mondayOf(day);
        expect(weekdayByHand(monday)).toBe(0);
        expect(dayNumber(day) - dayNumber(monday)).toBe(weekdayByHand(day));
        expect(periodKey('week', day)).toBe(`W${monday}`);
      }),
    );
    expect(mondayOf('1969-12-28')).toBe('1969-12-22');
    expect(mondayOf('2026-11-22')).toBe('2026-11-16');
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  });

  it('month, quarter, year and once by an independent computation', () => {
    const QUARTER = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4];
    fc.assert(
      fc.property(dayText, (day) => {
        const [y = '', m = ''] = day.split('-');
        expect(monthOf(day)).toBe(`${y}-${m}`);
        expect(periodKey('month', day)).toBe(`${y}-${m}`);
        expect(periodKey('quarter', day)).toBe(`${y}Q${QUARTER[Number(m) - 1]}`);
        expect(periodKey('year', day)).toBe(y);
        expect(periodKey('once', day)).toBe('once');
      }),
    );
  });

  it('keys of different kinds of period never meet', () => {
    const kinds: readonly PeriodKind[] = ['week', 'month', 'quarter', 'year', 'once'];
    fc.assert(
      fc.property(dayText, dayText, fc.constantFrom(...kinds), fc.constantFrom(...kinds), (a, b, k, l) => {
        if (k !== l) expect(periodKey(k, a)).not.toBe(periodKey(l, b));
      }),
    );
  });
});
