/**
 * The fields of a policy as the office edits them. A new field of the policy is one entry here (it does not compile without) and its words in
 * the texts (`policy.name.<field>`, `policy.does.<field>`).
 */
import { boundsOf, type OverlayBounds } from '../../../../../domain/overlay.ts';
import { DEFAULT_POLICY, type Policy } from '../../../../../domain/policy.ts';

interface Common {
  readonly group: 'deeds' | 'spending' | 'publicity' | 'ranking' | 'villages';
  /** Only the town sets it; a village's value would mean nothing. */
  readonly town?: true;
}

export type PolicyField =
  | (Common & {
      readonly type: 'whole';
      readonly min: number;
      readonly max: number;
      readonly unit: 'days' | 'points' | 'percent' | 'items' /** What may be empty: no such rule. */;
      readonly mayLack?: true;
    })
  | (Common & { readonly type: 'yesno' })
  /** Has a screen of its own. */
  | (Common & { readonly type: 'elsewhere' });

const DAYS = { type: 'whole', min: 0, max: 365, unit: 'days' } as const;
const POINTS = { type: 'whole', min: 0, max: 10_000, unit: 'points' } as const;
const STARS = { type: 'whole', min: 1, max: 100, unit: 'percent', mayLack: true } as const;
const ITEMS = { type: 'whole', min: 0, max: 100, unit: 'items' } as const;

export const POLICY_FIELDS: { readonly [K in keyof Policy]-?: PolicyField } = {
  deedDaysBack: { ...DAYS, max: 3_660, group: 'deeds' },
  twoPersonPoints: { ...POINTS, min: 1, group: 'deeds', mayLack: true },
  redemptionWindows: { type: 'elsewhere', group: 'spending' },
  reservationDays: { ...DAYS, group: 'spending' },
  counterSharePercent: { type: 'whole', min: 0, max: 100, unit: 'percent', group: 'spending' },
  carryMaxPoints: { ...POINTS, group: 'spending' },
  priceGraceDays: { ...DAYS, group: 'spending' },
  redeemableWhenFinal: { type: 'yesno', group: 'spending' },
  leftoverLapses: { type: 'yesno', group: 'spending' },
  leftoverKeepPoints: { ...POINTS, group: 'spending', mayLack: true },
  maskNames: { type: 'yesno', group: 'publicity' },
  objectionDays: { ...DAYS, min: 1, max: 60, group: 'publicity' },
  fiveStarPercent: { ...STARS, group: 'ranking' },
  fourStarPercent: { ...STARS, group: 'ranking' },
  threeStarPercent: { ...STARS, group: 'ranking' },
  cadresApart: { type: 'yesno', group: 'ranking' },
  villageItemMaxPoints: { ...POINTS, group: 'villages', town: true },
  villagePlusItemsMax: { ...ITEMS, group: 'villages', town: true },
  villageMinusItemsMax: { ...ITEMS, group: 'villages', town: true },
};
export type PolicyKey = keyof Policy;
export const POLICY_KEYS = Object.keys(POLICY_FIELDS) as readonly PolicyKey[];

/** Where a value comes from: the place itself, the town, or the product. */
export type Source = 'own' | 'town' | 'product';

/** The value of a field at a place, and who has set it. `own` and `town`: what each has set by itself. */
export function policyValue(
  key: PolicyKey,
  own: Partial<Policy>,
  town: Partial<Policy>,
  isTown: boolean,
): { readonly value: Policy[PolicyKey]; readonly source: Source } {
  if (!isTown && own[key] !== undefined && !POLICY_FIELDS[key].town) return { value: own[key], source: 'own' };
  if (town[key] !== undefined) return { value: town[key], source: isTown ? 'own' : 'town' };
  const bounds: Partial<Policy> & OverlayBounds = boundsOf(undefined);
  return { value: { ...DEFAULT_POLICY, ...bounds }[key], source: 'product' };
}

export type CheckedValue = { readonly ok: true; readonly value: number | boolean | undefined } | { readonly ok: false };

/** What was typed, as the field's value; undefined for an empty field that may be. */
export function checkValue(field: PolicyField, typed: string): CheckedValue {
  if (field.type === 'yesno') return { ok: true, value: typed === 'yes' };
  if (field.type === 'elsewhere') return { ok: false };
  const text = typed.trim();
  if (text === '' && field.mayLack) return { ok: true, value: undefined };
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.min && value <= field.max ? { ok: true, value } : { ok: false };
}
