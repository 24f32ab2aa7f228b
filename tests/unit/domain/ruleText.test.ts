import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleShape } from '../../../src/domain/rule.ts';
import {
  formatRuleShape,
  parseRuleRow,
  parseRuleShape,
  type RuleRow,
  RuleTextError,
} from '../../../src/domain/ruleText.ts';

function rowsOf(file: string): Record<string, string>[] {
  return parse(readFileSync(new URL(`../../../seed/${file}`, import.meta.url)), { columns: true }) as Record<
    string,
    string
  >[];
}

const FILES = { 'rules.csv': 56, 'rules-xiawan.csv': 13, 'rules-daluo.csv': 13, 'rules-v2-changes.csv': 11 };

const GOOD: RuleRow = {
  code: 'GY-01',
  category: '公益美德',
  title: '志愿服务',
  description: '按实际时数记分',
  kind: 'plus',
  shape: 'per_unit',
  points: 'per:2/小时',
  unit: '小时',
  cap_times: '',
  cap_points: '12',
  cap_period: 'month',
  cap_scope: 'member',
  evidence: 'photo',
  review: 'village',
  enabled: 'true',
  note: '',
};

function errorOf(change: RuleRow): { column: string; value: string } {
  try {
    parseRuleRow({ ...GOOD, ...change });
  } catch (error) {
    if (error instanceof RuleTextError) return { column: error.column, value: error.value };
    throw error;
  }
  return { column: 'none', value: '' };
}

describe('the seed tables', () => {
  for (const [file, count] of Object.entries(FILES)) {
    it(`${file}: every row is a rule and its shape writes back to the same text`, () => {
      const rows = rowsOf(file);
      expect(rows).toHaveLength(count);
      for (const row of rows) {
        const rule = parseRuleRow(row);
        expect(rule.code).toBe(row.code);
        expect(formatRuleShape(rule.shape, rule.unit)).toEqual({ shape: row.shape, points: row.points });
        expect(String(rule.cap?.times ?? '')).toBe(row.cap_times);
        expect(String(rule.cap?.points ?? '')).toBe(row.cap_points);
        expect(rule.cap?.period ?? '').toBe(row.cap_period);
        if (rule.cap) expect(rule.cap.scope).toBe(row.cap_scope);
        expect(String(rule.enabled)).toBe(row.enabled);
        expect([rule.kind, rule.evidence, rule.review]).toEqual([row.kind, row.evidence, row.review]);
      }
    });
  }

  it('rules.csv has 44 plus and 12 minus items, three of them switched off', () => {
    const rules = rowsOf('rules.csv').map(parseRuleRow);
    expect(rules.filter((r) => r.kind === 'plus')).toHaveLength(44);
    expect(rules.filter((r) => r.kind === 'minus')).toHaveLength(12);
    expect(rules.filter((r) => !r.enabled).map((r) => r.code)).toEqual(['JT-07', 'JT-08', 'ZF-07']);
  });
});

describe('parseRuleShape', () => {
  it('reads the five forms', () => {
    expect(parseRuleShape('fixed', '2')).toEqual({ type: 'fixed', points: 2 });
    expect(parseRuleShape('range', '1..5')).toEqual({ type: 'range', min: 1, max: 5 });
    expect(parseRuleShape('per_unit', 'per:2/小时')).toEqual({ type: 'per_unit', per: 2 });
    expect(parseRuleShape('stepped', 'steps:10=2;20=5')).toEqual({
      type: 'stepped',
      steps: [
        { at: 10, points: 2 },
        { at: 20, points: 5 },
      ],
    });
    expect(parseRuleShape('ladder', 'levels:村=3;镇=5')).toEqual({
      type: 'ladder',
      levels: [
        { name: '村', points: 3 },
        { name: '镇', points: 5 },
      ],
    });
  });

  it.each([
    ['fixed', '', 'points'],
    ['fixed', '-2', 'points'],
    ['fixed', '2.5', 'points'],
    ['fixed', '２', 'points'],
    ['fixed', '12345678', 'points'],
    ['range', '5..1', 'points'],
    ['range', '1-5', 'points'],
    ['range', '1..', 'points'],
    ['per_unit', 'per:2', 'points'],
    ['per_unit', 'per:2/', 'points'],
    ['per_unit', '2/小时', 'points'],
    ['stepped', 'steps:', 'points'],
    ['stepped', '10=2', 'points'],
    ['stepped', 'steps:20=2;10=5', 'points'],
    ['stepped', 'steps:10=2;10=5', 'points'],
    ['stepped', 'steps:a=2', 'points'],
    ['stepped', 'steps:10=2;', 'points'],
    ['ladder', 'levels:村=3;村=5', 'points'],
    ['ladder', 'levels:=3', 'points'],
    ['ladder', 'levels:村', 'points'],
    ['ladder', 'levels: 村=3', 'points'],
    ['ladder', 'levels:村=x', 'points'],
    ['tiered', '2', 'shape'],
    ['', '2', 'shape'],
  ])('%s `%s` is refused naming column %s and the value', (shape, points, column) => {
    const value = column === 'shape' ? shape : points;
    expect(() => parseRuleShape(shape, points)).toThrow(expect.objectContaining({ column, value }));
    expect(() => parseRuleShape(shape, points)).toThrow(RuleTextError);
  });

  it('is the inverse of formatRuleShape for every shape', () => {
    const whole = fc.integer({ min: 0, max: 10_000 });
    const name = fc
      .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
      .filter((s) => s.trim() === s && !s.includes(';'));
    const shape: fc.Arbitrary<RuleShape> = fc.oneof(
      whole.map((points) => ({ type: 'fixed' as const, points })),
      fc.tuple(whole, whole).map(([a, b]) => ({ type: 'range' as const, min: Math.min(a, b), max: Math.max(a, b) })),
      whole.map((per) => ({ type: 'per_unit' as const, per })),
      fc
        .uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 })
        .chain((ats) => fc.tuple(fc.constant(ats), fc.array(whole, { minLength: ats.length, maxLength: ats.length })))
        .map(([ats, points]) => ({
          type: 'stepped' as const,
          steps: ats.sort((a, b) => a - b).map((at, i) => ({ at, points: points[i] ?? 0 })),
        })),
      fc
        .uniqueArray(fc.record({ name, points: whole }), { minLength: 1, maxLength: 8, selector: (l) => l.name })
        .map((levels) => ({ type: 'ladder' as const, levels })),
    );
    fc.assert(
      fc.property(shape, fc.constantFrom('小时', '次', '人/天'), (s, unit) => {
        const text = formatRuleShape(s, unit);
        expect(parseRuleShape(text.shape, text.points)).toEqual(s);
      }),
    );
  });
});

describe('parseRuleRow', () => {
  it('reads a whole row and leaves the cap out when there is none', () => {
    expect(parseRuleRow(GOOD)).toEqual({
      code: 'GY-01',
      category: '公益美德',
      title: '志愿服务',
      description: '按实际时数记分',
      kind: 'plus',
      shape: { type: 'per_unit', per: 2 },
      unit: '小时',
      cap: { points: 12, period: 'month', scope: 'member' },
      evidence: 'photo',
      review: 'village',
      enabled: true,
      note: '',
    });
    expect(parseRuleRow({ ...GOOD, cap_points: '', cap_period: '' })).not.toHaveProperty('cap');
    expect(parseRuleRow({ ...GOOD, cap_points: '', cap_period: '', cap_scope: '' })).not.toHaveProperty('cap');
    expect(parseRuleRow({ ...GOOD, cap_times: '3' }).cap).toEqual({
      times: 3,
      points: 12,
      period: 'month',
      scope: 'member',
    });
  });

  it('forgives spaces around a cell and the capitals a spreadsheet gives to TRUE', () => {
    expect(parseRuleRow({ ...GOOD, code: ' GY-01 ', enabled: 'TRUE' })).toEqual(parseRuleRow(GOOD));
    expect(parseRuleRow({ ...GOOD, enabled: 'FALSE' }).enabled).toBe(false);
  });

  it.each([
    ['code', ''],
    ['category', ' '],
    ['title', ''],
    ['kind', 'both'],
    ['shape', 'cube'],
    ['points', 'per:x/小时'],
    ['unit', '天'],
    ['cap_times', '0'],
    ['cap_times', '1.5'],
    ['cap_points', '-1'],
    ['cap_period', 'day'],
    ['cap_period', ''],
    ['cap_scope', 'grid'],
    ['cap_scope', ''],
    ['evidence', 'video'],
    ['review', 'none'],
    ['enabled', 'yes'],
    ['enabled', ''],
  ])('a row with %s `%s` is refused naming both', (column, value) => {
    expect(errorOf({ [column]: value })).toEqual({ column, value: value.trim() });
  });

  it('a period without a limit is a mistake, and so is an unknown scope without a cap', () => {
    expect(errorOf({ cap_points: '' })).toEqual({ column: 'cap_period', value: 'month' });
    expect(errorOf({ cap_points: '', cap_period: '', cap_scope: 'grid' })).toEqual({
      column: 'cap_scope',
      value: 'grid',
    });
    expect(errorOf({ title: undefined })).toEqual({ column: 'title', value: '' });
  });
});
