/**
 * Bounds that the town sets for the overlays of its villages (整体框架不变，各村优化创新): what a village may change of the
 * framework's items, and what it may add. One function, for the editor and for the judge.
 */
import type { Policy } from './policy.ts';
import type { Cap, Rule, RuleShape } from './rule.ts';

export interface OverlayBounds {
  /** Most points of one item that a village made itself. */
  readonly villageItemMaxPoints: number;
  /** Most plus and minus items of its own that a village may have switched on. */
  readonly villagePlusItemsMax: number;
  readonly villageMinusItemsMax: number;
}

export const DEFAULT_BOUNDS: OverlayBounds = {
  villageItemMaxPoints: 2,
  villagePlusItemsMax: 5,
  villageMinusItemsMax: 5,
};

/** Codes of a village's own items begin with this (村级特色). */
export const OWN_PREFIX = 'TS-';

export const OVERLAY_PROBLEMS = [
  'outside_range',
  'looser_cap',
  'renamed',
  'other_kind',
  'other_category',
  'town_switched_off',
  'unknown_item',
  'own_too_high',
  'too_many_plus',
  'too_many_minus',
  'twice',
] as const;
export type OverlayProblemCode = (typeof OVERLAY_PROBLEMS)[number];

/** One item of an overlay that the town does not allow, and the field where it shows. */
export interface OverlayProblem {
  readonly item: string;
  readonly field: keyof Rule;
  readonly code: OverlayProblemCode;
  /** What the bound is: the most points or the most items. */
  readonly limit?: number;
}

/** The town's bounds: its own policy decides, a village's policy has no say in them. */
export function boundsOf(town: Partial<Policy> | undefined): OverlayBounds {
  return {
    villageItemMaxPoints: town?.villageItemMaxPoints ?? DEFAULT_BOUNDS.villageItemMaxPoints,
    villagePlusItemsMax: town?.villagePlusItemsMax ?? DEFAULT_BOUNDS.villagePlusItemsMax,
    villageMinusItemsMax: town?.villageMinusItemsMax ?? DEFAULT_BOUNDS.villageMinusItemsMax,
  };
}

/**
 * What in an overlay lies outside of what the town allows, in the order of its items; nothing for an overlay that may be published.
 * Items beyond the most that a village may have are named from the first one too many.
 */
export function overlayProblems(
  framework: readonly Rule[],
  overlay: readonly Rule[],
  bounds: OverlayBounds,
): readonly OverlayProblem[] {
  const town = new Map(framework.map((rule) => [rule.code, rule]));
  const seen = new Set<string>();
  const own = { plus: 0, minus: 0 };
  const problems: OverlayProblem[] = [];
  for (const rule of overlay) {
    const add = (field: keyof Rule, code: OverlayProblemCode, limit?: number) =>
      problems.push({ item: rule.code, field, code, ...(limit === undefined ? {} : { limit }) });
    if (seen.has(rule.code)) add('code', 'twice');
    seen.add(rule.code);
    const item = town.get(rule.code);
    if (item) {
      if (rule.kind !== item.kind) add('kind', 'other_kind');
      if (rule.category !== item.category) add('category', 'other_category');
      if (rule.title !== item.title) add('title', 'renamed');
      if (!valuesWithin(rule.shape, item.shape)) add('shape', 'outside_range');
      if (!capWithin(rule.cap, item.cap)) add('cap', 'looser_cap');
      if (item.kind === 'minus' && !item.enabled && rule.enabled) add('enabled', 'town_switched_off');
      continue;
    }
    if (!rule.code.startsWith(OWN_PREFIX)) {
      add('code', 'unknown_item');
      continue;
    }
    if (mostPoints(rule.shape) > bounds.villageItemMaxPoints) add('shape', 'own_too_high', bounds.villageItemMaxPoints);
    if (!rule.enabled) continue;
    own[rule.kind] += 1;
    if (rule.kind === 'plus' && own.plus > bounds.villagePlusItemsMax)
      add('enabled', 'too_many_plus', bounds.villagePlusItemsMax);
    if (rule.kind === 'minus' && own.minus > bounds.villageMinusItemsMax)
      add('enabled', 'too_many_minus', bounds.villageMinusItemsMax);
  }
  return problems;
}

/** The most that one unit of a deed can be worth. */
function mostPoints(shape: RuleShape): number {
  switch (shape.type) {
    case 'fixed':
      return shape.points;
    case 'range':
      return shape.max;
    case 'per_unit':
      return shape.per;
    case 'stepped':
      return Math.max(...shape.steps.map((step) => step.points));
    case 'ladder':
      return Math.max(...shape.levels.map((level) => level.points));
  }
}

/** Whether every value that a village's shape can give is one that the town's shape can give too. */
function valuesWithin(village: RuleShape, town: RuleShape): boolean {
  if (town.type === 'fixed' || town.type === 'range') {
    const [min, max] = town.type === 'fixed' ? [town.points, town.points] : [town.min, town.max];
    if (village.type === 'fixed') return min <= village.points && village.points <= max;
    return village.type === 'range' && min <= village.min && village.max <= max;
  }
  switch (town.type) {
    case 'per_unit':
      return village.type === 'per_unit' && village.per === town.per;
    case 'stepped':
      // A village may leave steps out; one that it keeps is worth what it is worth everywhere.
      return (
        village.type === 'stepped' &&
        village.steps.every((step) => town.steps.some((one) => one.at === step.at && one.points === step.points))
      );
    case 'ladder':
      return (
        village.type === 'ladder' &&
        village.levels.every((level) =>
          town.levels.some((one) => one.name === level.name && one.points === level.points),
        )
      );
  }
}

/** Whether a village's cap allows no more than the town's. Caps of other periods or scopes cannot be weighed against each other. */
function capWithin(village: Cap | undefined, town: Cap | undefined): boolean {
  if (!town) return true;
  if (!village || village.period !== town.period || village.scope !== town.scope) return false;
  const within = (mine: number | undefined, theirs: number | undefined) =>
    theirs === undefined || (mine !== undefined && mine <= theirs);
  return within(village.times, town.times) && within(village.points, town.points);
}
