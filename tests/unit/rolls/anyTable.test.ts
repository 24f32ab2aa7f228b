import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../src/server/rolls/formatReport.ts';
import { mergeRecommended } from '../../../src/server/rolls/mergeRecommended.ts';
import { parseRoll } from '../../../src/server/rolls/parseRoll.ts';
import { readTable } from '../../../src/server/rolls/readTable.ts';
import { xiawan } from './xiawan.ts';

const headers = [
  '序号',
  '户编号',
  '户主姓名',
  '姓名',
  '与户主关系',
  '性别',
  '出生年份',
  '门牌',
  '自然村',
  '网格',
  '电话',
  '备注',
  '年龄',
];
const names = ['谢一', '谢二', '陳三', '关四', '', '　'];

const cell = fc.oneof(
  fc.constantFrom(
    ...names,
    '户主',
    '妻',
    '亲戚',
    '男',
    'F',
    '76',
    '1950年',
    'XW-0001',
    'XW 7',
    '7号',
    '东兴里',
    '第二网格',
    '小计',
    '党员',
  ),
  fc.integer({ min: 0, max: 99_999_999_999 }).map(String),
  fc.string({ maxLength: 6 }).filter((text) => !/["\p{Cc}]/u.test(text)),
);

const identity = fc
  .tuple(
    fc.integer({ min: 100_000, max: 999_999 }),
    fc.integer({ min: 100_000_000, max: 999_999_999 }),
    fc.constantFrom('123', '99X'),
  )
  .map(([area, day, last]) => `${area}${day}${last}`);

const table = fc
  .record({
    columns: fc.shuffledSubarray(headers, { minLength: 4 }),
    rows: fc.array(fc.array(cell, { minLength: headers.length, maxLength: headers.length }), { maxLength: 12 }),
    hidden: fc.array(fc.tuple(fc.nat(11), fc.nat(headers.length - 1), identity), { maxLength: 4 }),
  })
  .map(({ columns, rows, hidden }) => {
    const body = rows.map((row) => row.slice(0, columns.length));
    for (const [row, column, id] of hidden) {
      const target = body[row];
      if (target !== undefined && column < target.length) target[column] = id;
    }
    const ids = hidden.map(([, , id]) => id);
    const quote = (text: string): string => `"${text.replace(/"/g, '""')}"`;
    return { text: [columns, ...body].map((row) => row.map(quote).join(',')).join('\r\n'), ids };
  });

describe('any table with headers of a roll', () => {
  it('reads the same way twice, gives each household one code and one head, and lets no identity number through', () => {
    fc.assert(
      fc.property(table, ({ text, ids }) => {
        const read = (): string => {
          const sheets = readTable(new TextEncoder().encode(text), 'roll.csv');
          const report = parseRoll(sheets, xiawan);
          const households = mergeRecommended(report);
          expect(new Set(households.map(({ code }) => code)).size).toBe(households.length);
          for (const { head, members } of households) {
            expect(members.filter(({ relation }) => relation === '户主').map(({ name }) => name)).toEqual([head]);
          }
          expect(report.counts.householdsAfterRecommended).toBe(households.length);
          return JSON.stringify([sheets, report, households, formatReport(report)]);
        };
        const first = read();
        expect(read()).toBe(first);
        for (const id of ids) expect(first).not.toContain(id);
      }),
      { numRuns: 100, seed: 20220328 },
    );
  }, 60_000);

  it('keeps its codes when imported again', () => {
    fc.assert(
      fc.property(table, ({ text }) => {
        const sheets = readTable(new TextEncoder().encode(text), 'roll.csv');
        const first = mergeRecommended(parseRoll(sheets, xiawan));
        const existing = first.map(({ code, naturalVillage, doorPlate, head }) => ({
          code,
          naturalVillage,
          doorPlate: doorPlate ?? '',
          head,
        }));
        const again = mergeRecommended(parseRoll(sheets, { ...xiawan, existing }));
        expect(again).toEqual(first);
      }),
      { numRuns: 100, seed: 20220328 },
    );
  }, 60_000);
});
