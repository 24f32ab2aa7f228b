/** The form of an item of rules, the draft that keeps it, the file it comes from, and the table of policies. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readRulesFile } from '../../../src/client/features/office/rules/importFile.ts';
import { currentVersion, standings } from '../../../src/client/features/office/rules/placeProps.ts';
import {
  checkValue,
  POLICY_FIELDS,
  POLICY_KEYS,
  policyValue,
} from '../../../src/client/features/office/rules/policies/policyFields.ts';
import {
  nextCode,
  prefixOf,
  readDraft,
  startDraft,
  withoutRule,
  withRule,
} from '../../../src/client/features/office/rules/ruleDraft.ts';
import {
  checkForm,
  EMPTY_FORM,
  type FormFaults,
  formOf,
  type RuleForm,
} from '../../../src/client/features/office/rules/ruleForm.ts';
import { rulesEn } from '../../../src/client/i18n/rules.en.ts';
import { rulesZh } from '../../../src/client/i18n/rules.zh.ts';
import type { Rule } from '../../../src/domain/rule.ts';
import { parseRuleRow } from '../../../src/domain/ruleText.ts';
import { OP_BODY_SCHEMAS } from '../../../src/protocol/opSchemas.ts';

const seedFile = (file: string) => new URL(`../../../seed/${file}`, import.meta.url);
const rulesOf = (file: string): readonly Rule[] =>
  parse<Record<string, string>>(readFileSync(seedFile(file)), { columns: true }).map(parseRuleRow);
const RULES = rulesOf('rules.csv');
const GOOD: RuleForm = { ...EMPTY_FORM, code: 'RJ-99', category: '人居环境整治', title: '新项目', points: '2' };
const pairs = (...lines: readonly (readonly [at: string, points: string])[]) =>
  lines.map(([at, points], id) => ({ id, at, points }));

function faultsOf(change: Partial<RuleForm>, taken: readonly string[] = []): FormFaults {
  const checked = checkForm({ ...GOOD, ...change }, taken);
  return checked.ok ? {} : checked.faults;
}

describe('the form of an item', () => {
  it('gives back every item of the seed as it was, and what it gives is an op’s body', () => {
    for (const rule of [...RULES, ...rulesOf('rules-xiawan.csv'), ...rulesOf('rules-v2-changes.csv')])
      expect(checkForm(formOf(rule), [])).toEqual({ ok: true, rule });
    const checked = checkForm(GOOD, []);
    const rules = checked.ok ? [checked.rule] : [];
    const body = { village: null, version: 1, effectiveFrom: '2026-11-23', rules };
    expect(OP_BODY_SCHEMAS['rules.publish'].safeParse(body).success).toBe(true);
    expect(rules).toHaveLength(1);
  });

  it.each<[string, Partial<RuleForm>, FormFaults]>([
    ['nothing in it', { title: ' ', category: '' }, { title: 'needed', category: 'needed' }],
    ['too much', { title: '名'.repeat(61), note: '注'.repeat(301) }, { title: 'long', note: 'long' }],
    ['a code that is none', { code: '整洁' }, { code: 'code' }],
    ['points that are none', { points: '2.5' }, { points: 'whole' }],
    ['no points', { points: '' }, { points: 'needed' }],
    ['more points than any', { points: '10001' }, { points: 'whole' }],
    ['a range upside down', { shape: 'range', min: '3', max: '1' }, { max: 'order' }],
    ['half a range', { shape: 'range', min: '3' }, { max: 'needed' }],
    ['a unit without a name', { shape: 'per_unit', per: '2', unit: '' }, { unit: 'needed' }],
    ['no steps', { shape: 'stepped' }, { steps: 'none' }],
    ['half a step', { shape: 'stepped', steps: pairs(['10', '']) }, { steps: 'line' }],
    ['steps that do not rise', { shape: 'stepped', steps: pairs(['10', '1'], ['10', '2']) }, { steps: 'rising' }],
    ['no levels', { shape: 'ladder' }, { levels: 'none' }],
    ['a level that a table could not hold', { shape: 'ladder', levels: pairs(['村;镇', '1']) }, { levels: 'line' }],
    ['a level twice', { shape: 'ladder', levels: pairs(['村', '1'], ['村', '2']) }, { levels: 'differ' }],
    ['a cap of nothing', { times: '', most: '' }, { times: 'cap' }],
    ['a cap of no times', { times: '0' }, { times: 'whole' }],
    ['no cap, whatever stands in it', { capped: false, times: 'x' }, {}],
  ])('%s is said at its field', (_, change, faults) => {
    expect(faultsOf(change)).toEqual(faults);
  });

  it('does not take another item’s code, however it is written', () => {
    expect(faultsOf({ code: 'rj-01' }, ['RJ-01'])).toEqual({ code: 'taken' });
  });
});

describe('a draft', () => {
  const draft = startDraft('XW', { version: 3, rules: rulesOf('rules-xiawan.csv') }, 4, '2026-11-23');

  it('begins for tomorrow from a version, and knows the newest one there was', () => {
    expect(draft).toMatchObject({ village: 'XW', base: 3, seen: 4, effectiveFrom: '2026-11-24' });
  });

  it('comes back from where it is kept as it was; what is no draft is left alone', () => {
    const typing = { of: null, form: { ...EMPTY_FORM, title: '打了一半' } };
    expect(readDraft(JSON.stringify({ ...draft, typing }))).toEqual({ ...draft, typing });
    for (const text of [null, '', '{', 'null', '[]', '{"village":"XW"}', JSON.stringify({ ...draft, rules: [{}] })])
      expect(readDraft(text)).toBeUndefined();
  });

  it('takes an item in its place, a new one behind all others, and gives one up', () => {
    const [first, second] = draft.rules;
    if (!first || !second) throw new Error('the seed has items');
    const renamed = { ...second, title: '改' };
    expect(withRule(draft, renamed, second.code).rules.slice(0, 2)).toEqual([first, renamed]);
    expect(withRule(draft, { ...first, code: 'TS-99' }, null).rules.at(-1)?.code).toBe('TS-99');
    expect(withoutRule(draft, first.code).rules).toEqual(draft.rules.slice(1));
  });

  it('names new items behind the ones there are, by the prefix of their category', () => {
    expect(prefixOf(null, '公益美德', RULES)).toBe('GY-');
    expect(prefixOf(null, '没有的', RULES)).toBe('');
    expect(prefixOf('XW', '公益美德', RULES)).toBe('TS-');
    expect(
      nextCode(
        RULES.map(({ code }) => code),
        'GY-',
      ),
    ).toBe('GY-10');
    expect(nextCode([], 'TS-')).toBe('TS-01');
  });
});

it('of the versions one is in force, the ones behind it are past, the ones for later to come', () => {
  const versions = [
    { version: 1, effectiveFrom: '2022-04-01', items: 1, off: 0 },
    { version: 2, effectiveFrom: '2023-04-01', items: 1, off: 0 },
    { version: 3, effectiveFrom: '2023-04-01', items: 1, off: 0 },
    { version: 4, effectiveFrom: '2027-01-01', items: 1, off: 0 },
  ];
  expect([...standings(versions, '2026-11-23').values()]).toEqual(['past', 'past', 'now', 'coming']);
  expect(currentVersion(versions, '2026-11-23')?.version).toBe(3);
  expect(currentVersion(versions, '2020-01-01')?.version).toBe(1);
  expect(currentVersion([], '2020-01-01')).toBeUndefined();
});

describe('a file', () => {
  it('is read with the line of each row, in UTF-8 with or without its mark, and as a Chinese Excel writes it', async () => {
    const text = 'code,title\nRJ-01,"两\n行"\nRJ-02,整洁\n';
    const expected = {
      ...{ ok: true, columns: ['code', 'title'] },
      rows: [
        { line: 2, cells: { code: 'RJ-01', title: '两\n行' } },
        { line: 4, cells: { code: 'RJ-02', title: '整洁' } },
      ],
    };
    expect(await readRulesFile(new Blob([text]))).toEqual(expected);
    expect(await readRulesFile(new Blob([`\uFEFF${text}`]))).toEqual(expected);
    const gb = Uint8Array.from([0x61, 0x0a, 0xd5, 0xfb, 0xbd, 0xe0, 0x0a]);
    expect(await readRulesFile(new Blob([gb]))).toMatchObject({ rows: [{ line: 2, cells: { a: '整洁' } }] });
  });

  it('that is none is refused: empty, too big, no table', async () => {
    expect(await readRulesFile(new Blob(['code,title\n']))).toEqual({ ok: false, code: 'empty' });
    expect(await readRulesFile(new Blob(['x'.repeat(2_000_001)]))).toEqual({ ok: false, code: 'too_big' });
    expect(await readRulesFile(new Blob(['a\n'.repeat(2_002)]))).toEqual({ ok: false, code: 'too_big' });
    expect(await readRulesFile(new Blob(['a,b\n"x']))).toEqual({ ok: false, code: 'no_table' });
  });
});

describe('policies', () => {
  it('every field has its words in both languages', () => {
    for (const words of [rulesZh, rulesEn]) {
      expect(Object.keys(words.policy.name).sort()).toEqual([...POLICY_KEYS].sort());
      expect(Object.keys(words.policy.does).sort()).toEqual([...POLICY_KEYS].sort());
    }
  });

  it('a value is the place’s own, the town’s, or the product’s; bounds of villages are the town’s alone', () => {
    expect(policyValue('carryMaxPoints', {}, {}, false)).toEqual({ value: 30, source: 'product' });
    expect(policyValue('carryMaxPoints', {}, { carryMaxPoints: 9 }, false)).toEqual({ value: 9, source: 'town' });
    expect(policyValue('carryMaxPoints', { carryMaxPoints: 0 }, { carryMaxPoints: 9 }, false)).toEqual({
      ...{ value: 0, source: 'own' },
    });
    expect(policyValue('maskNames', { maskNames: false }, { maskNames: false }, true)).toEqual({
      ...{ value: false, source: 'own' },
    });
    expect(policyValue('villageItemMaxPoints', { villageItemMaxPoints: 9 }, {}, false)).toEqual({
      ...{ value: 2, source: 'product' },
    });
  });

  it('what is typed is checked by the field’s bounds, and is what the op takes', () => {
    for (const key of POLICY_KEYS) {
      const field = POLICY_FIELDS[key];
      if (field.type !== 'whole') continue;
      expect(checkValue(field, String(field.max + 1)).ok, key).toBe(false);
      expect(checkValue(field, 'x').ok, key).toBe(false);
      expect(checkValue(field, '').ok, key).toBe(field.mayLack === true);
      for (const value of [field.min, field.max]) {
        expect(checkValue(field, String(value))).toEqual({ ok: true, value });
        const body = { village: null, policy: { [key]: value } };
        expect(OP_BODY_SCHEMAS['policy.publish'].safeParse(body).success, `${key} ${value}`).toBe(true);
      }
    }
  });
});
