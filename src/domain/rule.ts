/**
 * A scoring item and what a deed is worth under it (rules.csv of the town framework). Points in a rule are positive;
 * `kind` gives the sign. Values are whole points.
 */
import type { PeriodKind } from './calendar.ts';

export type RuleShape =
  | { readonly type: 'fixed'; readonly points: number }
  | { readonly type: 'range'; readonly min: number; readonly max: number }
  | { readonly type: 'per_unit'; readonly per: number }
  | { readonly type: 'stepped'; readonly steps: readonly { readonly at: number; readonly points: number }[] }
  | { readonly type: 'ladder'; readonly levels: readonly { readonly name: string; readonly points: number }[] };

export interface Cap {
  /** At most this many counted entries per period. */
  readonly times?: number;
  /** At most this many points (absolute value) per period. */
  readonly points?: number;
  readonly period: PeriodKind;
  readonly scope: 'household' | 'member';
}

export interface Rule {
  readonly code: string;
  readonly category: string;
  readonly title: string;
  readonly description: string;
  readonly kind: 'plus' | 'minus';
  readonly shape: RuleShape;
  readonly unit: string;
  readonly cap?: Cap;
  readonly evidence: 'none' | 'photo' | 'document';
  readonly review: 'auto' | 'village' | 'committee';
  readonly enabled: boolean;
  readonly note: string;
}

/** What the scorer chose: a quantity (1 unless measured), a level of a ladder, the points inside a range. */
export interface Deed {
  readonly quantity: number;
  readonly level?: string;
  readonly points: number;
}

export type RuleValue =
  | { readonly ok: true; readonly points: number }
  | { readonly ok: false; readonly reason: 'out_of_range' | 'unknown_level' | 'below_first_step' };

/**
 * Signed points of a deed under a rule. For a range the chosen points (their absolute value) must lie inside; every
 * other shape computes the value and ignores what the device wrote (CF-04 compares the two).
 */
export function pointsFor(rule: Rule, deed: Deed): RuleValue {
  const sign = rule.kind === 'minus' ? -1 : 1;
  const shape = rule.shape;
  switch (shape.type) {
    case 'fixed':
      return { ok: true, points: sign * shape.points };
    case 'range': {
      const chosen = Math.abs(deed.points);
      const inside = chosen >= shape.min && chosen <= shape.max;
      return inside ? { ok: true, points: sign * chosen } : { ok: false, reason: 'out_of_range' };
    }
    case 'per_unit':
      return { ok: true, points: sign * shape.per * deed.quantity };
    case 'stepped': {
      // The highest step reached decides, whatever order the steps were written in.
      const reached = shape.steps.filter((step) => step.at <= deed.quantity).sort((a, b) => b.at - a.at)[0];
      return reached ? { ok: true, points: sign * reached.points } : { ok: false, reason: 'below_first_step' };
    }
    case 'ladder': {
      const level = shape.levels.find((l) => l.name === deed.level);
      return level ? { ok: true, points: sign * level.points } : { ok: false, reason: 'unknown_level' };
    }
  }
}
