/** Comparing versions of rules, and rules as a table: out and in again nothing has changed. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cap, Rule, RuleShape } from '../../../src/domain/rule.ts';
import { compareRules } from '../../../src/domain/ruleDiff.ts';
import { csvOf, exportRules } from '../../../src/domain/ruleExport.ts';
import { type ImportPlace, importRules, type TableRow } from '../../../src/domain/ruleImport.ts';
import { RULE_COLUMNS } from '../../../src/domain/ruleText.ts';
import { runs } from './support/runs.ts';
import { rule } from './support/world.ts';

const XW: ImportPlace = { code: 'XW', name: '下湾村' };

/** A file as the editor reads it: columns, and rows with their lines. */
function table(text: string): { columns: string[]; rows: TableRow[] } {
  const lines: unknown = parse(text, { info: true });
  const [head, ...rest] = lines as { record: string[]; info: { lines: number } }[];
  const columns = head?.record ?? [];
  let line = head?.info.lines ?? 1;
  const rows = rest.map(({ record, info }): TableRow => {
    const cells = Object.fromEntries(columns.map((column, i) => [column, record[i] ?? '']));
    const at = line + 1;
    line = info.lines;
    return { line: at, cells };
  });
  return { columns, rows };
}
const seedText = (file: string) => readFileSync(new URL(`../../../seed/${file}`, import.meta.url), 'utf8');
const read = (text: string, base: readonly Rule[], place: ImportPlace) => {
  const { columns, rows } = table(text);
  return importRules(columns, rows, base, place);
};
const FRAMEWORK = read(seedText('rules.csv'), [], null).rules;

const points = fc.integer({ min: 0, max: 9_999 });
/** Words as people type them: commas, quotes and line ends too, but nothing around them, which a table does not keep. */
const words = (min: number) =>
  fc
    .string({ minLength: min, maxLength: 12, unit: fc.constantFrom('整', '洁', 'a', ',', '"', '\n', '，', ' ', '㛃') })
    .map((s) => s.trim())
    .filter((s) => s.length >= min);
const level = fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('村', '镇', '=', 'x') });
const shape: fc.Arbitrary<RuleShape> = fc.oneof(
  points.map((p): RuleShape => ({ type: 'fixed', points: p })),
  fc.tuple(points, points).map(([a, b]): RuleShape => ({ type: 'range', min: Math.min(a, b), max: Math.max(a, b) })),
  points.map((per): RuleShape => ({ type: 'per_unit', per })),
  fc.uniqueArray(fc.tuple(points, points), { minLength: 1, maxLength: 4, selector: ([at]) => at }).map(
    (steps): RuleShape => ({
      type: 'stepped',
      steps: steps.map(([at, p]) => ({ at, points: p })).sort((a, b) => a.at - b.at),
    }),
  ),
  fc
    .uniqueArray(fc.tuple(level, points), { minLength: 1, maxLength: 4, selector: ([name]) => name })
    .map((levels): RuleShape => ({ type: 'ladder', levels: levels.map(([name, p]) => ({ name, points: p })) })),
);
const cap: fc.Arbitrary<Cap | undefined> = fc.option(
  fc
    .record({
      limits: fc.constantFrom({ times: 2 }, { points: 9 }, { times: 1, points: 4 }),
      period: fc.constantFrom('week' as const, 'month' as const, 'quarter' as const, 'year' as const, 'once' as const),
      scope: fc.constantFrom('household' as const, 'member' as const),
    })
    .map(({ limits, ...rest }) => ({ ...limits, ...rest })),
  { nil: undefined },
);
const anyRule = (code: string): fc.Arbitrary<Rule> =>
  fc
    .record({
      category: words(1),
      title: words(1),
      description: words(0),
      kind: fc.constantFrom('plus' as const, 'minus' as const),
      shape,
      unit: fc.constantFrom('次', '小时'),
      evidence: fc.constantFrom('none' as const, 'photo' as const, 'document' as const),
      review: fc.constantFrom('auto' as const, 'village' as const, 'committee' as const),
      enabled: fc.boolean(),
      note: words(0),
      cap,
    })
    .map(({ cap: limit, ...rest }) => ({ code, ...rest, ...(limit ? { cap: limit } : {}) }));
const anyRules = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 })
  .chain((numbers) => fc.tuple(...numbers.map((n) => anyRule(`RJ-${String(n).padStart(2, '0')}`))));

describe('comparing', () => {
  it('a version with itself finds nothing, in whatever order its items are', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        expect(compareRules(rules, [...rules].reverse())).toEqual([]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('forth and back names the same items, with before and after exchanged', () => {
    fc.assert(
      fc.property(anyRules, anyRules, (a, b) => {
        const back = { added: 'removed', removed: 'added', changed: 'changed' } as const;
        const forth = compareRules(a, b).map(({ type, code }) => [back[type], code]);
        expect(compareRules(b, a).map(({ type, code }) => [type, code])).toEqual(forth);
      }),
      { numRuns: runs(100) },
    );
  });

  it('names the fields that differ, as the table has them', () => {
    const [was, is] = [rule({ cap: { times: 1, period: 'month', scope: 'household' } }), rule({ title: '新' })];
    expect(compareRules([was], [is, rule({ code: 'RJ-02' })])).toEqual([
      {
        ...{ type: 'changed', code: 'RJ-01', rule: is },
        fields: [
          { field: 'title', before: '整洁', after: '新' },
          { field: 'cap_times', before: '1', after: '' },
          { field: 'cap_period', before: 'month', after: '' },
          { field: 'cap_scope', before: 'household', after: '' },
        ],
      },
      { type: 'added', code: 'RJ-02', rule: rule({ code: 'RJ-02' }) },
    ]);
    expect(compareRules([was], [])).toEqual([{ type: 'removed', code: 'RJ-01', rule: was }]);
  });
});

describe('a table', () => {
  it('of a version reads back as that version, the town’s and a village’s, whatever the words are', () => {
    fc.assert(
      fc.property(anyRules, fc.constantFrom(null, XW), (rules, place) => {
        const back = read(csvOf(exportRules(rules, place, rules.slice(0, 2))), [rule()], place);
        expect(back.problems).toEqual([]);
        expect(back.rules).toEqual(rules);
      }),
      { numRuns: runs(200) },
    );
  });

  it.each(['rules-xiawan.csv', 'rules-daluo.csv'])('%s of the seed comes out as it went in', (file) => {
    const place = file.includes('xiawan') ? XW : { code: 'DL', name: '大罗村' };
    const { rules, problems } = read(seedText(file), [], place);
    expect(problems).toEqual([]);
    const [mine, theirs] = [table(csvOf(exportRules(rules, place, FRAMEWORK))), table(seedText(file))];
    expect(mine.columns).toEqual(theirs.columns);
    const without = ({ cells }: TableRow) => ({ ...cells, changed_fields: '' });
    expect(mine.rows.map(without)).toEqual(theirs.rows.map(without));
    // A note may differ without being listed in the seed; here every field that differs is.
    for (const [i, { cells }] of mine.rows.entries())
      for (const field of (theirs.rows[i]?.cells.changed_fields ?? '').split(';'))
        expect((cells.changed_fields ?? '').split(';'), cells.code).toContain(field);
  });

  it('of changes is applied to the version before: the seed’s next one changes 6, retires 2, adds 3', () => {
    const { rules, problems, effectiveFrom } = read(seedText('rules-v2-changes.csv'), FRAMEWORK, null);
    expect([problems, effectiveFrom]).toEqual([[], '2023-04-01']);
    const changes = compareRules(FRAMEWORK, rules);
    expect(changes.map(({ type }) => type).sort()).toEqual([...Array(3).fill('added'), ...Array(8).fill('changed')]);
    expect(rules.find(({ code }) => code === 'RJ-04')?.enabled).toBe(false);
    const forgotten = read(seedText('rules-v2-changes.csv').replaceAll(',false,', ',true,'), FRAMEWORK, null);
    expect(forgotten.rules.find(({ code }) => code === 'RJ-04')?.enabled).toBe(false);
    expect(rules.find(({ code }) => code === 'GY-07')?.shape).toEqual({ type: 'range', min: 1, max: 3 });
  });

  it('says on which line and in which column something is wrong, and takes the other rows', () => {
    const row = [
      'RJ-01',
      '类',
      '名',
      '"两\n行"',
      'plus',
      'fixed',
      '2',
      '次',
      '',
      '',
      '',
      '',
      'none',
      'auto',
      'true',
      '',
    ];
    const line = (change: Readonly<Record<number, string>>) => row.map((cell, i) => change[i] ?? cell).join(',');
    const text = [
      RULE_COLUMNS.join(','),
      line({}),
      line({ 0: 'RJ-02', 6: '二' }),
      line({ 0: 'RJ-01' }),
      line({ 0: 'RJ-03', 14: '是' }),
    ].join('\n');
    const { rules, problems } = read(text, [], null);
    expect(rules.map(({ code }) => code)).toEqual(['RJ-01']);
    expect(problems).toEqual([
      { line: 4, column: 'points', value: '二', code: 'cell' },
      { line: 6, column: 'code', value: 'RJ-01', code: 'twice' },
      { line: 8, column: 'enabled', value: '是', code: 'cell' },
    ]);
  });

  it('for another place, of unknown acts or items, or without its columns is not taken', () => {
    const codes = (text: string, base: readonly Rule[], place: ImportPlace) =>
      [...new Set(read(text, base, place).problems.map(({ code }) => code))].sort();
    expect(codes(seedText('rules-daluo.csv'), [], XW)).toEqual(['other_village']);
    expect(codes(seedText('rules-daluo.csv'), [], null)).toEqual(['not_for_town']);
    expect(codes(seedText('rules-v2-changes.csv'), [], null)).toEqual(['unknown_code']);
    const [second, third] = [read(seedText('rules-v2-changes.csv'), FRAMEWORK, null).rules, 'code,title\nRJ-01,名\n'];
    expect(codes(seedText('rules-v2-changes.csv'), second, null)).toEqual(['already_there', 'other_before']);
    expect(codes(third, [], null)).toEqual(['missing_column']);
    expect(codes(seedText('rules-xiawan.csv').replaceAll('\noverride,', '\nremove,'), [], XW)).toEqual([
      'other_action',
    ]);
  });
});
