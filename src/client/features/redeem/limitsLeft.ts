/** What a household may still have of limited goods in this period (CF-26), for the tiles and the basket. */
import type { Day } from '../../../domain/calendar.ts';
import type { HouseholdFile, RedemptionLine } from '../../../domain/household.ts';
import { leftOfLimit } from '../../../domain/limit.ts';
import type { Goods, GoodsLimit } from '../../../domain/op.ts';

export interface LimitLeft {
  readonly name: string;
  readonly left: number;
  readonly period: GoodsLimit['period'];
}

export type LimitsLeft = ReadonlyMap<string, LimitLeft>;

export const NO_LIMITS_LEFT: LimitsLeft = new Map();

/** By sku; `except` is the reservation that is being handed over. */
export function limitsLeft(
  file: Pick<HouseholdFile, 'redemptions' | 'reservations'>,
  goods: readonly Goods[],
  day: Day,
  except?: string,
): LimitsLeft {
  return new Map(
    goods.flatMap(({ sku, name, limit }) =>
      limit ? [[sku, { name, left: leftOfLimit(file, sku, limit, day, except), period: limit.period }] as const] : [],
    ),
  );
}

/** Goods of which the basket holds more than that. */
export function beyondLimits(lines: readonly RedemptionLine[], limits: LimitsLeft): readonly LimitLeft[] {
  return lines.flatMap(({ sku, quantity }) => {
    const limit = limits.get(sku);
    return limit && quantity > limit.left ? [limit] : [];
  });
}
