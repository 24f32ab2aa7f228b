/** Which points a review may give a deed instead of those recorded: what the rule of the deed's day can give at all. */
import type { Rule } from './rule.ts';

/** Signed whole points. */
export type PointsOffer =
  /** A fixed value leaves no choice; so does a rule that nobody knows any more. */
  | { readonly type: 'none' }
  /** Both included; for a minus item the smaller number is the larger deduction. */
  | { readonly type: 'between'; readonly min: number; readonly max: number }
  | { readonly type: 'multiples'; readonly of: number }
  | { readonly type: 'values'; readonly values: readonly number[] };

/** What a rule can give: a range all between, a rate its multiples, steps and levels the values they have. */
export function pointsOffer(rule: Rule | undefined): PointsOffer {
  if (!rule) return { type: 'none' };
  const { shape } = rule;
  const sign = rule.kind === 'minus' ? -1 : 1;
  switch (shape.type) {
    case 'fixed':
      return { type: 'none' };
    case 'range': {
      const ends = [sign * shape.min, sign * shape.max];
      return { type: 'between', min: Math.min(...ends), max: Math.max(...ends) };
    }
    case 'per_unit':
      return { type: 'multiples', of: sign * shape.per };
    case 'stepped':
      return { type: 'values', values: distinct(shape.steps.map((step) => sign * step.points)) };
    case 'ladder':
      return { type: 'values', values: distinct(shape.levels.map((level) => sign * level.points)) };
  }
}

/** Whether these signed points are among what is offered. */
export function isOffered(offer: PointsOffer, points: number): boolean {
  switch (offer.type) {
    case 'none':
      return false;
    case 'between':
      return offer.min <= points && points <= offer.max;
    case 'multiples':
      // Nothing is no multiple: that is what a rejection is for.
      return points / offer.of >= 1 && points % offer.of === 0;
    case 'values':
      return offer.values.includes(points);
  }
}

function distinct(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
