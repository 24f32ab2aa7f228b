/** The list of a month: ranks, masks, what is in it; and when the month is final. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/calendar.ts';
import type { Entry } from '../../../src/domain/household.ts';
import { answerDue, publicityState } from '../../../src/domain/objection.ts';
import { makePublication, type PublicHousehold, type Unpublished } from '../../../src/domain/publicity.ts';
import { workingDaysAfter } from '../../../src/domain/workingDays.ts';
import { canonicalJson } from '../../../src/protocol/canonical.ts';
import { rule } from './support/world.ts';

const MONTH = '2026-10';
const RULES = [
  {
    ...{ village: null, version: 1, effectiveFrom: '2020-01-01' },
    rules: [rule({ code: 'RJ-01', title: '院落整洁' }), rule({ code: 'GY-01', category: '公益美德', title: '志愿' })],
  },
];

function household(code: string, head = '张小三', more: Partial<PublicHousehold> = {}): PublicHousehold {
  return { code, head, place: '塘边', ended: false, ...more };
}

function deed(id: string, points: number, more: Partial<Entry> = {}): Entry {
  return { id, rule: 'RJ-01', date: '2026-10-05', points, quantity: 1, by: 'w1', at: 1, status: 'approved', ...more };
}

const of = (code: string, entry: Entry, targetPublished = false): Unpublished => ({
  household: code,
  entry,
  targetPublished,
});

function listOf(
  unpublished: readonly Unpublished[],
  households = ['A', 'B', 'C', 'D'].map((c) => household(c)),
  maskNames = true,
) {
  return makePublication({
    ...{ town: { code: 'CC', name: '苍城镇' }, village: { code: 'XW', name: '下湾村' }, month: MONTH },
    published: '2026-11-02',
    policy: { objectionDays: 7, maskNames },
    ruleVersions: RULES,
    households: new Map(households.map((one) => [one.code, one])),
    unpublished,
  });
}

describe('a list', () => {
  test('ranks by points; who has the same shares the rank, and the next one is behind them all', () => {
    const { document, listed } = listOf([
      of('A', deed('1', 3)),
      of('B', deed('2', 5)),
      of('C', deed('3', 5, { rule: 'GY-01' })),
      of('D', deed('4', -2)),
    ]);
    expect(document.rows.map((r) => [r.rank, r.total, r.points])).toEqual([
      [1, 5, [0, 5]],
      [1, 5, [5, 0]],
      [3, 3, [0, 3]],
      [4, -2, [0, -2]],
    ]);
    expect(document.categories).toEqual(['公益美德', '人居环境整治']);
    expect(listed.map(({ row, household: whose, entry }) => [row, whose, entry])).toEqual([
      [0, 'B', '2'],
      [1, 'C', '3'],
      [2, 'A', '1'],
      [3, 'D', '4'],
    ]);
  });

  test('the deeds of a household stand by their dates, of one day by their numbers', () => {
    const { listed } = listOf([
      of('A', deed('1', 1, { date: '2026-10-09' })),
      of('A', deed('3', 2, { date: '2026-10-05' })),
      of('A', deed('2', 4, { date: '2026-10-05' })),
    ]);
    expect(listed.map(({ entry }) => entry)).toEqual(['2', '3', '1']);
  });

  test('masks names unless the policy says otherwise, and never has a code', () => {
    const people = [household('A', '欧阳小明'), household('B', '张三')];
    const deeds = [of('A', deed('1', 1)), of('B', deed('2', 2))];
    expect(listOf(deeds, people).document.rows.map(({ name }) => name)).toEqual(['张*', '欧**明']);
    expect(listOf(deeds, people, false).document.rows.map(({ name }) => name)).toEqual(['张三', '欧阳小明']);
    expect(canonicalJson(listOf(deeds, people).document)).not.toContain('"A"');
  });

  test('leaves a deed and its reversal out, unless the deed stood in a list', () => {
    const back = (id: string, target: string, more: Partial<Entry> = {}) => deed(id, -2, { reverses: target, ...more });
    expect(listOf([of('A', deed('1', 2)), of('A', back('2', '1'))]).document.rows).toEqual([]);
    const later = listOf([of('A', back('3', '0'), true)]).document.rows;
    expect(later.map(({ total, entries }) => [total, entries])).toEqual([
      [-2, [{ date: '2026-10-05', title: '院落整洁', points: -2, reversal: true }]],
    ]);
    // It waits: the deed still stands.
    const waiting = listOf([of('A', deed('1', 2)), of('A', back('2', '1', { status: 'submitted' }))]).document;
    expect([waiting.rows[0]?.total, waiting.pending]).toEqual([2, 1]);
  });

  test('has nothing of a later month, marks what is of an earlier one, and what came after its own close waits for the next', () => {
    const { document } = listOf([
      of('A', deed('1', 1, { date: '2026-11-01' })),
      of('A', deed('2', 2, { date: '2026-09-30', late: '2026-09' })),
      of('A', deed('3', 4, { late: MONTH })),
      of('A', deed('4', 8, { status: 'rejected' })),
    ]);
    expect(document.rows.map(({ entries }) => entries)).toEqual([
      [{ date: '2026-09-30', title: '院落整洁', points: 2, late: true }],
    ]);
    expect(document.quiet).toBe(3);
  });

  test('[CF-09] puts the deeds of a merged household into the row of the one it became part of', () => {
    const { document, listed } = listOf(
      [of('A', deed('1', 2)), of('B', deed('2', 3))],
      [household('A', '张三', { into: 'B', ended: true }), household('B', '李四')],
    );
    expect(document.rows.map(({ name, total }) => [name, total])).toEqual([['李*', 5]]);
    expect(listed.map(({ file, household: whose }) => [file, whose])).toEqual([
      ['A', 'B'],
      ['B', 'B'],
    ]);
  });

  test('sums up to all points in it, whatever the deeds are; every deed stands once', () => {
    const deeds = fc.array(
      fc.record({ who: fc.constantFrom('A', 'B', 'C', 'D'), points: fc.integer({ min: -9, max: 9 }) }),
    );
    fc.assert(
      fc.property(deeds, (list) => {
        const unpublished = list.map(({ who, points }, i) => of(who, deed(String(i), points)));
        const { document, listed } = listOf(unpublished);
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
        expect(sum(document.rows.map(({ total }) => total))).toBe(sum(list.map(({ points }) => points)));
        expect(new Set(listed.map(({ entry }) => entry)).size).toBe(list.length);
        for (const [i, row] of document.rows.entries()) {
          expect(sum(row.points)).toBe(row.total);
          expect(row.total).toBe(sum(row.entries.map(({ points }) => points)));
          // A rank is one more than the number of rows with more points.
          expect(row.rank).toBe(1 + document.rows.filter(({ total }) => total > row.total).length);
          if (i > 0) expect(document.rows[i - 1]?.total ?? 0).toBeGreaterThanOrEqual(row.total);
        }
        // The order in which facts arrive is nothing to it.
        expect(canonicalJson(listOf([...unpublished].reverse()).document)).toBe(canonicalJson(document));
      }),
    );
  });

  test('says until when, and whether the holidays of those days were known', () => {
    const { document } = listOf([]);
    expect(document).toMatchObject({ until: '2026-11-11', holidays: true });
  });
});

describe('a month', () => {
  test('is final when its days are over and no objection is open', () => {
    const list = { until: '2026-11-11' };
    expect(publicityState(list, 0, '2026-11-11')).toBe('showing');
    expect(publicityState(list, 0, '2026-11-12')).toBe('final');
    expect(publicityState(list, 1, '2026-11-05')).toBe('objected');
    expect(publicityState(list, 1, addDays('2026-11-12', 90))).toBe('objected');
    expect(answerDue('2026-09-30')).toBe(workingDaysAfter('2026-09-30', 7));
  });
});
