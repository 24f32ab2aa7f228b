import { useTranslation } from 'react-i18next';
import type { Cap, Rule, RuleShape } from '../../../../domain/rule.ts';
import type { RuleColumn } from '../../../../domain/ruleText.ts';

export interface RuleWords {
  /** What a deed is worth: `+1 到 +3 分`. */
  readonly worth: (rule: Pick<Rule, 'kind' | 'shape' | 'unit'>) => string;
  /** `每户每月最多 2 次` */
  readonly cap: (cap: Cap | undefined) => string;
  /** A field's value as the table has it, in words. */
  readonly value: (field: RuleColumn, value: string) => string;
}

const ENUMS = ['kind', 'shape', 'cap_period', 'cap_scope', 'evidence', 'review', 'enabled'] as const;

/** An item of rules in words. */
export function useRuleWords(): RuleWords {
  const { t } = useTranslation('rules');
  const worth: RuleWords['worth'] = ({ kind, shape, unit }) => {
    const sign = kind === 'minus' ? '\u2212' : '+';
    return shapeWords(shape, unit, sign);
  };
  const shapeWords = (shape: RuleShape, unit: string, sign: string): string => {
    switch (shape.type) {
      case 'fixed':
        return t('worth.fixed', { points: `${sign}${shape.points}` });
      case 'range':
        return t('worth.range', { min: `${sign}${shape.min}`, max: `${sign}${shape.max}` });
      case 'per_unit':
        return t('worth.per_unit', { points: `${sign}${shape.per}`, unit });
      case 'stepped':
        return shape.steps
          .map(({ at, points }) => t('worth.step', { at, unit, points: `${sign}${points}` }))
          .join(t('worth.and'));
      case 'ladder':
        return shape.levels
          .map(({ name, points }) => t('worth.level', { name, points: `${sign}${points}` }))
          .join(t('worth.and'));
    }
  };
  const cap: RuleWords['cap'] = (limit) => {
    if (!limit) return t('cap.none');
    const { times, points, period, scope } = limit;
    const where = { scope: t(`enum.cap_scope.${scope}`), period: t(`enum.cap_period.${period}`) };
    if (times !== undefined && points !== undefined) return t('cap.both', { ...where, times, points });
    return times === undefined ? t('cap.points', { ...where, points }) : t('cap.times', { ...where, times });
  };
  const value: RuleWords['value'] = (field, text) => {
    if (text === '') return t('nothing');
    const known = ENUMS.find((one) => one === field);
    if (known) return String(t(`enum.${known}.${text}` as 'enum.kind.plus'));
    return field === 'points' ? pointsWords(text) : text;
  };
  const pointsWords = (text: string): string => {
    const range = /^(\d+)\.\.(\d+)$/.exec(text);
    if (range) return t('worth.range', { min: range[1], max: range[2] });
    const per = /^per:(\d+)\/(.+)$/.exec(text);
    if (per) return t('worth.per_unit', { points: per[1], unit: per[2] });
    const pairs = /^(steps|levels):(.+)$/.exec(text);
    if (!pairs) return t('worth.fixed', { points: text });
    return (pairs[2] ?? '')
      .split(';')
      .map((pair) => {
        const at = pair.lastIndexOf('=');
        const [name, points] = [pair.slice(0, at), pair.slice(at + 1)];
        return pairs[1] === 'steps'
          ? t('worth.step', { at: name, unit: '', points })
          : t('worth.level', { name, points });
      })
      .join(t('worth.and'));
  };
  return { worth, cap, value };
}
