/** Town policies that judge ops, with a village's overrides already merged in (product.md, "Policies"). */
import type { Day } from './calendar.ts';

export interface Policy {
  /** Deeds may be this many days old when they are recorded (CF-18). */
  readonly deedDaysBack: number;
  /** Redemption is possible always, or only between these days, both included (CF-25). */
  readonly redemptionWindows: 'always' | readonly { readonly from: Day; readonly to: Day }[];
  /** Share of a household's points that the village's store counter holds, in percent (AL-4). */
  readonly counterSharePercent: number;
  /** Most points per household that one grid worker's device takes along (AL-4, 出门带额度). */
  readonly carryMaxPoints: number;
  /** Days that an old price of the catalogue still stands (CF-14). */
  readonly priceGraceDays: number;
  /** Days that reserved goods are kept (AL-8). */
  readonly reservationDays: number;
  /** Mask names on public paper and pages (张*三). */
  readonly maskNames: boolean;
  /** Bounds of the villages' own rules, the town's to set (overlay.ts): most points of an item, most plus and minus items. */
  readonly villageItemMaxPoints?: number;
  readonly villagePlusItemsMax?: number;
  readonly villageMinusItemsMax?: number;
  /** From so many points on (without their sign) an approval takes two people; absent: one is enough. */
  readonly twoPersonPoints?: number;
  /**
   * What is approved can be spent only when the objection days of the list that it stands in are over without an open objection (AL-10).
   * Absent: as soon as it is approved.
   */
  readonly redeemableWhenFinal?: boolean;
  /** Working days in which objections to a published month are taken, from the day behind it. */
  readonly objectionDays: number;
  /** Stars of the yearly ranking: the best so many percent of a list (ranking.ts). */
  readonly fiveStarPercent?: number;
  readonly fourStarPercent?: number;
  readonly threeStarPercent?: number;
  /** Points that nobody redeemed lapse when the office settles the quarter (AL-9). Absent: they stay. */
  readonly leftoverLapses?: boolean;
  /** Where they lapse, so many stay with every household all the same. Absent: none. */
  readonly leftoverKeepPoints?: number;
  /** Households of cadres are ranked in a list of their own. */
  readonly cadresApart?: boolean;
}

export const DEFAULT_POLICY: Policy = {
  deedDaysBack: 30,
  redemptionWindows: 'always',
  counterSharePercent: 60,
  carryMaxPoints: 30,
  priceGraceDays: 7,
  reservationDays: 14,
  maskNames: true,
  objectionDays: 7,
};

/** Whether goods may be redeemed on this day. */
export function redemptionOpen(policy: Pick<Policy, 'redemptionWindows'>, day: Day): boolean {
  if (policy.redemptionWindows === 'always') return true;
  return policy.redemptionWindows.some((w) => w.from <= day && day <= w.to);
}

/** AL-10: whether points that are approved now wait until their month is final. What takes points away does so at once. */
export function waitsForMonth(policy: Pick<Policy, 'redeemableWhenFinal'>, points: number): boolean {
  return policy.redeemableWhenFinal === true && points > 0;
}

/** The first window that opens after this day; undefined when none is known. */
export function nextWindow(
  policy: Pick<Policy, 'redemptionWindows'>,
  day: Day,
): { readonly from: Day; readonly to: Day } | undefined {
  if (policy.redemptionWindows === 'always') return undefined;
  const later = policy.redemptionWindows.filter((w) => w.from > day);
  return later.sort((a, b) => (a.from < b.from ? -1 : 1))[0];
}
