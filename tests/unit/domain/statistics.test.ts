import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyOf, type RuleTally } from '../../../src/domain/statistics/consistency.ts';
import { addMonths, isMonth, monthsUpTo, quarterOfMonth } from '../../../src/domain/statistics/months.ts';
import { DROP_MIN, mean, RECENT_MONTHS, standingOf, trendOf } from '../../../src/domain/statistics/trend.ts';

const month = fc
  .tuple(fc.integer({ min: 1000, max: 9000 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => `${y}-${String(m).padStart(2, '0')}`);
const level = fc.float({ min: 0, max: 100, noNaN: true }).map((n) => Math.fround(n));

describe('months', () => {
  test('going there and back is where one was, and texts compare as months do', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 0, max: 600 }), (from, n) => {
        const there = addMonths(from, n);
        expect(isMonth(there)).toBe(true);
        expect(addMonths(there, -n)).toBe(from);
        expect(there >= from).toBe(true);
        expect(monthsUpTo(there, n + 1)).toHaveLength(n + 1);
        expect(monthsUpTo(there, n + 1)[0]).toBe(from);
      }),
    );
  });
  test('a quarter is three months', () => {
    expect(['2022-12', '2023-01', '2023-03', '2023-04'].map(quarterOfMonth)).toEqual([
      ...['2022Q4', '2023Q1', '2023Q1', '2023Q2'],
    ]);
    expect(['2023-00', '2023-13', '2023-1', 'x'].some(isMonth)).toBe(false);
  });
});

describe('a trend', () => {
  test('is the mean of the last three against the twelve before, whatever came earlier', () => {
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 6, maxLength: 40 }),
        fc.array(level, { maxLength: 5 }),
        (series, older) => {
          const trend = trendOf(series);
          expect(trend?.recent).toBe(mean(series.slice(-RECENT_MONTHS)));
          expect(trend?.before).toBe(mean(series.slice(-15, -RECENT_MONTHS)));
          if (series.length >= 15) expect(trendOf([...older, ...series])).toMatchObject({ drop: trend?.drop });
        },
      ),
    );
  });

  test('the run it speaks of is unbroken up to the end, and does not begin later than it could', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 6, maxLength: 30 }), (series) => {
        const trend = trendOf(series);
        if (!trend) return;
        const line = trend.before * (1 - DROP_MIN / 2);
        const { since } = trend;
        if (since === null) expect(series.at(-1)).toBeGreaterThanOrEqual(line);
        else {
          expect(series.slice(since).every((v) => v < line)).toBe(true);
          if (since > 0) expect(series[since - 1]).toBeGreaterThanOrEqual(line);
        }
      }),
    );
  });

  test('scale does not matter: twice the points is the same drop', () => {
    fc.assert(
      fc.property(fc.array(level, { minLength: 6, maxLength: 20 }), (series) => {
        const [one, two] = [trendOf(series), trendOf(series.map((v) => v * 2))];
        expect(two?.drop).toBeCloseTo(one?.drop ?? 0, 9);
        expect(two?.since).toBe(one?.since);
      }),
    );
  });

  test('too little before says nothing', () => {
    expect(trendOf([1, 1, 1, 1, 1])).toBeUndefined();
    expect(trendOf([])).toBeUndefined();
    expect(trendOf([2, 2, 2, 1, 1, 1])).toMatchObject({ before: 2, recent: 1, drop: 0.5, since: 3 });
  });
});

describe('what is said of a category', () => {
  const steady = Array<number>(12).fill(2);
  const trend = (...last: readonly number[]) => trendOf([...steady, ...last]);
  const own = (...last: readonly number[]) => {
    const found = trend(...last);
    if (!found) throw new Error('no trend');
    return found;
  };
  test('it falls behind when it lost a quarter and the others did not', () => {
    expect(standingOf(own(1.2, 1.2, 1.2), trend(2, 2, 2))).toBe('falling');
    expect(standingOf(own(1.2, 1.2, 1.2), undefined)).toBe('falling');
    expect(standingOf(own(1.5, 1.5, 1.5), trend(2, 2, 2))).toBe('falling');
    expect(standingOf(own(1.51, 1.51, 1.51), trend(2, 2, 2))).toBe('fine');
  });
  test('what every village loses is the season’s', () => {
    expect(standingOf(own(1, 1, 1), trend(1.2, 1.2, 1.2))).toBe('season');
    expect(standingOf(own(1, 1, 1), trend(1.5, 1.5, 1.5))).toBe('falling');
  });
  test('half of what the others have is little, even without a fall', () => {
    expect(standingOf(own(2, 2, 2), trend(5, 5, 5))).toBe('low');
    expect(standingOf(own(2, 2, 2), trend(4, 4, 4))).toBe('fine');
  });
  test('a category that hardly happens is not judged', () => {
    const rare = trendOf([...Array<number>(12).fill(0.02), 0, 0, 0]);
    if (!rare) throw new Error('no trend');
    expect(standingOf(rare, rare)).toBe('fine');
  });
});

describe('how a worker scores', () => {
  const scores = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });
  const tally = (by: string, rule: string, values: readonly number[]): RuleTally => ({
    ...{ by, rule, entries: values.length },
    points: values.reduce((sum, v) => sum + v, 0),
    squares: values.reduce((sum, v) => sum + v * v, 0),
  });

  test('who gives what colleagues give on the same items differs by nothing, whatever the mix', () => {
    fc.assert(
      fc.property(scores, scores, fc.integer({ min: 1, max: 5 }), (a, b, times) => {
        const often = Array.from({ length: times }, () => a).flat();
        const all = [tally('w1', 'A', often), tally('w1', 'B', b), tally('w2', 'A', a), tally('w2', 'B', b)];
        const told = consistencyOf(all).get('w1');
        expect(told?.mean).toBeCloseTo(told?.expected ?? Number.NaN, 9);
      }),
    );
  });

  test('one point more on every shared item is one point more, and rules nobody else scores change nothing', () => {
    fc.assert(
      fc.property(scores, scores, scores, (a, b, alone) => {
        const more = (list: readonly number[]) => list.map((v) => v + 1);
        const all = [
          tally('w1', 'A', more(a)),
          tally('w1', 'B', more(b)),
          tally('w1', 'C', alone),
          tally('w2', 'A', a),
          tally('w2', 'B', b),
        ];
        const told = consistencyOf(all).get('w1');
        expect((told?.mean ?? 0) - (told?.expected ?? 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('always the same points is no spread; a lone worker has nobody to be held against', () => {
    const told = consistencyOf([tally('w1', 'A', [3, 3, 3]), tally('w2', 'A', [1, 3, 5])]);
    expect(told.get('w1')).toMatchObject({ spread: 0, mean: 3, expected: 3 });
    expect(told.get('w1')?.othersSpread).toBeCloseTo(Math.sqrt(8 / 3), 9);
    expect(consistencyOf([tally('w1', 'A', [2, 4])]).get('w1')).toMatchObject({ expected: null, othersSpread: null });
  });
});
