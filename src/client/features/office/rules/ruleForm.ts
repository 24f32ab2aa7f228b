/** One item of rules as somebody types it: fields in, an item or what is wrong with each field out. */
import type { Cap, Rule, RuleShape } from '../../../../domain/rule.ts';

export type ShapeType = RuleShape['type'];
export const SHAPES = ['fixed', 'range', 'per_unit', 'stepped', 'ladder'] as const satisfies readonly ShapeType[];
export const PERIODS = ['week', 'month', 'quarter', 'year', 'once'] as const satisfies readonly Cap['period'][];
export const EVIDENCES = ['none', 'photo', 'document'] as const satisfies readonly Rule['evidence'][];
export const REVIEWS = ['auto', 'village', 'committee'] as const satisfies readonly Rule['review'][];

/** A line of steps or levels, with its name while it is typed. */
export interface Pair {
  readonly id: number;
  readonly at: string;
  readonly points: string;
}

export interface RuleForm {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly description: string;
  readonly kind: Rule['kind'];
  readonly shape: ShapeType;
  readonly points: string;
  readonly min: string;
  readonly max: string;
  readonly per: string;
  readonly steps: readonly Pair[];
  readonly levels: readonly Pair[];
  readonly unit: string;
  readonly capped: boolean;
  readonly times: string;
  readonly most: string;
  readonly period: Cap['period'];
  readonly scope: Cap['scope'];
  readonly evidence: Rule['evidence'];
  readonly review: Rule['review'];
  readonly enabled: boolean;
  readonly note: string;
}
export type FormField = keyof RuleForm;

/** A code of the closed list of what a field may be told. */
export type FormFault =
  | 'needed'
  | 'long'
  | 'whole'
  | 'order'
  | 'none'
  | 'line'
  | 'rising'
  | 'differ'
  | 'cap'
  | 'taken'
  | 'code';
export type FormFaults = Partial<Record<FormField, FormFault>>;
export type CheckedForm =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly faults: FormFaults };

const POINTS_MAX = 10_000;
const AMOUNT_MAX = 1_000_000;
const LONGEST = { code: 20, category: 20, title: 60, description: 500, unit: 20, note: 300 } as const;
const LEVEL_MAX = 20;
const LINES_MAX = 30;

export const EMPTY_FORM: RuleForm = {
  ...{ code: '', category: '', title: '', description: '', kind: 'plus', shape: 'fixed', points: '', min: '', max: '' },
  ...{ per: '', steps: [], levels: [], unit: '次', capped: true, times: '1', most: '', period: 'month' },
  ...{ scope: 'household', evidence: 'none', review: 'village', enabled: true, note: '' },
};

/** The form of an item. */
export function formOf(rule: Rule): RuleForm {
  const { shape, cap, ...rest } = rule;
  const text = (n: number | undefined) => (n === undefined ? '' : String(n));
  return {
    ...EMPTY_FORM,
    ...rest,
    shape: shape.type,
    points: shape.type === 'fixed' ? text(shape.points) : '',
    min: shape.type === 'range' ? text(shape.min) : '',
    max: shape.type === 'range' ? text(shape.max) : '',
    per: shape.type === 'per_unit' ? text(shape.per) : '',
    steps: shape.type === 'stepped' ? shape.steps.map((s, id) => ({ id, at: text(s.at), points: text(s.points) })) : [],
    levels: shape.type === 'ladder' ? shape.levels.map((l, id) => ({ id, at: l.name, points: text(l.points) })) : [],
    capped: cap !== undefined,
    times: text(cap?.times),
    most: text(cap?.points),
    period: cap?.period ?? 'month',
    scope: cap?.scope ?? 'household',
  };
}

/** One line more at the end. */
export function withLine(lines: readonly Pair[]): readonly Pair[] {
  return [...lines, { id: 1 + Math.max(-1, ...lines.map(({ id }) => id)), at: '', points: '' }];
}

const wholeOf = (text: string, max: number): number | undefined => {
  const typed = text.trim();
  return /^\d{1,7}$/.test(typed) && Number(typed) <= max ? Number(typed) : undefined;
};

/** Checks a form. `taken`: codes of the other items. */
export function checkForm(form: RuleForm, taken: readonly string[]): CheckedForm {
  const faults: FormFaults = {};
  const word = (field: keyof typeof LONGEST, needed: boolean): string => {
    const typed = form[field].trim();
    if (needed && typed === '') faults[field] = 'needed';
    else if (typed.length > LONGEST[field]) faults[field] = 'long';
    return typed;
  };
  const code = word('code', true).toUpperCase();
  if (!faults.code && taken.includes(code)) faults.code = 'taken';
  else if (!faults.code && !/^[0-9A-Z]+-[0-9A-Z]+$/.test(code)) faults.code = 'code';
  const shape = shapeOf(form, faults);
  const unit = word('unit', form.shape === 'per_unit');
  const cap = form.capped ? capOf(form, faults) : undefined;
  const rule: Rule = {
    code,
    category: word('category', true),
    title: word('title', true),
    description: word('description', false),
    kind: form.kind,
    shape,
    unit,
    ...(cap ? { cap } : {}),
    evidence: form.evidence,
    review: form.review,
    enabled: form.enabled,
    note: word('note', false),
  };
  return Object.keys(faults).length > 0 ? { ok: false, faults } : { ok: true, rule };
}

function shapeOf(form: RuleForm, faults: FormFaults): RuleShape {
  const whole = (field: 'points' | 'min' | 'max' | 'per'): number => {
    const value = wholeOf(form[field], POINTS_MAX);
    if (value === undefined) faults[field] = form[field].trim() === '' ? 'needed' : 'whole';
    return value ?? 0;
  };
  switch (form.shape) {
    case 'fixed':
      return { type: 'fixed', points: whole('points') };
    case 'range': {
      const [min, max] = [whole('min'), whole('max')];
      if (!faults.min && !faults.max && min > max) faults.max = 'order';
      return { type: 'range', min, max };
    }
    case 'per_unit':
      return { type: 'per_unit', per: whole('per') };
    case 'stepped': {
      const steps = form.steps.map((line) => ({
        at: wholeOf(line.at, AMOUNT_MAX),
        points: wholeOf(line.points, POINTS_MAX),
      }));
      const kept = steps.flatMap(({ at, points }) =>
        at === undefined || points === undefined ? [] : [{ at, points }],
      );
      if (steps.length === 0 || steps.length > LINES_MAX) faults.steps = 'none';
      else if (kept.length < steps.length) faults.steps = 'line';
      else if (kept.some((step, i) => step.at <= (kept[i - 1]?.at ?? -1))) faults.steps = 'rising';
      return { type: 'stepped', steps: kept };
    }
    case 'ladder': {
      const levels = form.levels.map((line) => ({ name: line.at.trim(), points: wholeOf(line.points, POINTS_MAX) }));
      const kept = levels.flatMap(({ name, points }) =>
        points === undefined || name === '' || name.length > LEVEL_MAX || name.includes(';') ? [] : [{ name, points }],
      );
      if (levels.length === 0 || levels.length > LINES_MAX) faults.levels = 'none';
      else if (kept.length < levels.length) faults.levels = 'line';
      else if (new Set(kept.map(({ name }) => name)).size < kept.length) faults.levels = 'differ';
      return { type: 'ladder', levels: kept };
    }
  }
}

function capOf(form: RuleForm, faults: FormFaults): Cap {
  const limit = (field: 'times' | 'most'): number | undefined => {
    if (form[field].trim() === '') return undefined;
    const value = wholeOf(form[field], POINTS_MAX);
    if (value === undefined || value < 1) faults[field] = 'whole';
    return value;
  };
  const [times, points] = [limit('times'), limit('most')];
  if (!faults.times && !faults.most && times === undefined && points === undefined) faults.times = 'cap';
  const { period, scope } = form;
  return { ...(times === undefined ? {} : { times }), ...(points === undefined ? {} : { points }), period, scope };
}
