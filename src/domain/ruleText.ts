/**
 * Rules as people keep them in a table (rules.csv): the text forms of a rule's shape, and a whole row as a Rule.
 *
 *   fixed `2` · range `1..5` · per_unit `per:2/小时` · stepped `steps:10=2;20=5` · ladder `levels:村=3;镇=5`
 */
import type { Cap, Rule, RuleShape } from './rule.ts';

/** What is wrong in a rule's row, by column, so that a person finds the cell. */
export class RuleTextError extends Error {
  readonly column: string;
  readonly value: string;
  constructor(column: string, value: string, expected: string) {
    super(`${column}: '${value}' is not ${expected}`);
    this.name = 'RuleTextError';
    this.column = column;
    this.value = value;
  }
}

/** Columns of a rule's row; a table may have more. An empty or absent cell is no value. */
export type RuleRow = Readonly<Record<string, string | undefined>>;

const SHAPES = ['fixed', 'range', 'per_unit', 'stepped', 'ladder'] as const;
const PERIODS = ['week', 'month', 'quarter', 'year', 'once'] as const;
/** Seven digits hold every amount a table has (a donation of 1,000,000) and keep sums far below the safe integers. */
const WHOLE = /^\d{1,7}$/;
const RANGE = /^(\d{1,7})\.\.(\d{1,7})$/;
const PER_UNIT = /^per:(\d{1,7})\/(.+)$/;

function oneOf<T extends string>(allowed: readonly T[], column: string, value: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new RuleTextError(column, value, `one of ${allowed.join(', ')}`);
  return found;
}

/** The pairs of `steps:` and `levels:`; the last `=` of a pair divides it, so that a level's name may hold one. */
function pairsOf(text: string, prefix: string): readonly { readonly key: string; readonly points: number }[] {
  const wrong = new RuleTextError('points', text, `a list such as ${prefix}a=1;b=2`);
  if (!text.startsWith(prefix)) throw wrong;
  return text
    .slice(prefix.length)
    .split(';')
    .map((pair) => {
      const equals = pair.lastIndexOf('=');
      const key = pair.slice(0, Math.max(0, equals));
      const points = pair.slice(equals + 1);
      if (key === '' || key.trim() !== key || !WHOLE.test(points)) throw wrong;
      return { key, points: Number(points) };
    });
}

function steppedOf(text: string): RuleShape {
  const steps = pairsOf(text, 'steps:').map(({ key, points }) => {
    if (!WHOLE.test(key)) throw new RuleTextError('points', text, 'a list of steps with whole amounts');
    return { at: Number(key), points };
  });
  if (steps.some((step, i) => step.at <= (steps[i - 1]?.at ?? -1)))
    throw new RuleTextError('points', text, 'a list of rising steps');
  return { type: 'stepped', steps };
}

function ladderOf(text: string): RuleShape {
  const levels = pairsOf(text, 'levels:').map(({ key, points }) => ({ name: key, points }));
  if (new Set(levels.map((l) => l.name)).size < levels.length)
    throw new RuleTextError('points', text, 'a list of different levels');
  return { type: 'ladder', levels };
}

/** The shape written in the columns `shape` and `points`. Throws RuleTextError naming the column and its value. */
export function parseRuleShape(shape: string, points: string): RuleShape {
  switch (oneOf(SHAPES, 'shape', shape)) {
    case 'fixed':
      if (!WHOLE.test(points)) throw new RuleTextError('points', points, 'whole points such as 2');
      return { type: 'fixed', points: Number(points) };
    case 'range': {
      const match = RANGE.exec(points);
      const min = Number(match?.[1]);
      const max = Number(match?.[2]);
      if (!match || min > max) throw new RuleTextError('points', points, 'a range such as 1..5');
      return { type: 'range', min, max };
    }
    case 'per_unit': {
      const match = PER_UNIT.exec(points);
      if (!match) throw new RuleTextError('points', points, 'points for one unit such as per:2/小时');
      return { type: 'per_unit', per: Number(match[1]) };
    }
    case 'stepped':
      return steppedOf(points);
    case 'ladder':
      return ladderOf(points);
  }
}

/** The columns `shape` and `points` of a shape: the inverse of parseRuleShape. Level names hold no `;` (it divides them). */
export function formatRuleShape(shape: RuleShape, unit: string): { readonly shape: string; readonly points: string } {
  const type = shape.type;
  switch (type) {
    case 'fixed':
      return { shape: type, points: String(shape.points) };
    case 'range':
      return { shape: type, points: `${shape.min}..${shape.max}` };
    case 'per_unit':
      return { shape: type, points: `per:${shape.per}/${unit}` };
    case 'stepped':
      return { shape: type, points: `steps:${shape.steps.map((s) => `${s.at}=${s.points}`).join(';')}` };
    case 'ladder':
      return { shape: type, points: `levels:${shape.levels.map((l) => `${l.name}=${l.points}`).join(';')}` };
  }
}

/** The cap of a row: a limit without a period, or a period without a limit, is a mistake and not "no cap". */
function capOf(cell: (column: string) => string): Cap | undefined {
  const limit = (column: string): number | undefined => {
    const text = cell(column);
    if (text === '') return undefined;
    if (!WHOLE.test(text) || Number(text) < 1) throw new RuleTextError(column, text, 'a whole number from 1');
    return Number(text);
  };
  const times = limit('cap_times');
  const points = limit('cap_points');
  const period = cell('cap_period');
  const scope = cell('cap_scope');
  const capped = times !== undefined || points !== undefined;
  if (!capped && period === '') {
    if (scope !== '') oneOf(['household', 'member'], 'cap_scope', scope);
    return undefined;
  }
  if (!capped) throw new RuleTextError('cap_period', period, 'used: the row has neither cap_times nor cap_points');
  return {
    ...(times === undefined ? {} : { times }),
    ...(points === undefined ? {} : { points }),
    period: oneOf(PERIODS, 'cap_period', period),
    scope: oneOf(['household', 'member'], 'cap_scope', scope),
  };
}

/** A rule from the columns of rules.csv or an overlay. Throws RuleTextError naming the first wrong column and its value. */
export function parseRuleRow(row: RuleRow): Rule {
  const cell = (column: string): string => (row[column] ?? '').trim();
  const filled = (column: string): string => {
    const text = cell(column);
    if (text === '') throw new RuleTextError(column, text, 'filled in');
    return text;
  };
  const shape = parseRuleShape(cell('shape'), cell('points'));
  const unit = cell('unit');
  if (shape.type === 'per_unit' && PER_UNIT.exec(cell('points'))?.[2] !== unit)
    throw new RuleTextError('unit', unit, `the unit in points '${cell('points')}'`);
  const cap = capOf(cell);
  return {
    code: filled('code'),
    category: filled('category'),
    title: filled('title'),
    description: cell('description'),
    kind: oneOf(['plus', 'minus'], 'kind', cell('kind')),
    shape,
    unit,
    ...(cap ? { cap } : {}),
    evidence: oneOf(['none', 'photo', 'document'], 'evidence', cell('evidence')),
    review: oneOf(['auto', 'village', 'committee'], 'review', cell('review')),
    enabled: oneOf(['true', 'false'], 'enabled', cell('enabled').toLowerCase()) === 'true',
    note: cell('note'),
  };
}

/** The columns of rules.csv, in their order. */
export const RULE_COLUMNS = [
  'code',
  'category',
  'title',
  'description',
  'kind',
  'shape',
  'points',
  'unit',
  'cap_times',
  'cap_points',
  'cap_period',
  'cap_scope',
  'evidence',
  'review',
  'enabled',
  'note',
] as const;
export type RuleColumn = (typeof RULE_COLUMNS)[number];

/** A rule as its row: the inverse of parseRuleRow. */
export function formatRuleRow(rule: Rule): Readonly<Record<RuleColumn, string>> {
  const { code, category, title, description, kind, unit, cap, evidence, review, enabled, note } = rule;
  return {
    ...{ code, category, title, description, kind, unit, evidence, review, note },
    ...formatRuleShape(rule.shape, unit),
    cap_times: cap?.times === undefined ? '' : String(cap.times),
    cap_points: cap?.points === undefined ? '' : String(cap.points),
    cap_period: cap?.period ?? '',
    cap_scope: cap?.scope ?? '',
    enabled: String(enabled),
  };
}
