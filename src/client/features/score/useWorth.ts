import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../domain/rule.ts';

/** What an item is worth and how often it may be scored, in words: 「1 到 3 分」「每周 1 次」. */
export function useWorth(): { readonly worth: (rule: Rule) => string; readonly limits: (rule: Rule) => string } {
  const { t } = useTranslation();
  const span = (points: readonly number[]) => ({ min: Math.min(...points), max: Math.max(...points) });
  return {
    worth: ({ shape, unit }) => {
      switch (shape.type) {
        case 'fixed':
          return t('score.worth.fixed', { count: shape.points });
        case 'range':
          return t('score.worth.range', { min: shape.min, max: shape.max });
        case 'per_unit':
          return t('score.worth.per_unit', { unit, count: shape.per });
        case 'stepped':
          return t('score.worth.steps', span(shape.steps.map((s) => s.points)));
        case 'ladder':
          return t('score.worth.ladder', span(shape.levels.map((l) => l.points)));
      }
    },
    limits: ({ cap }) => {
      if (!cap) return '';
      const parts = [
        ...(cap.times === undefined ? [] : [t(`score.capTimes.${cap.period}`, { count: cap.times })]),
        ...(cap.points === undefined ? [] : [t(`score.capPoints.${cap.period}`, { count: cap.points })]),
      ];
      return parts.join(' · ');
    },
  };
}
