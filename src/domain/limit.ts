/** Limits of goods per household and period (CF-26), counted from the file: what was redeemed in the period, and what is reserved. */
import { type Day, periodKey } from './calendar.ts';
import type { HouseholdFile, RedemptionLine } from './household.ts';
import type { Goods, GoodsLimit } from './op.ts';
import { standingReservations } from './reservation.ts';

/** By sku; goods without a limit are not in it. */
export type Limits = ReadonlyMap<string, GoodsLimit>;

/** No goods are limited. */
export const NO_LIMITS: Limits = new Map();

/** The limits of a list of goods. */
export function limitsOf(goods: readonly Pick<Goods, 'sku' | 'limit'>[]): Limits {
  return new Map(goods.flatMap(({ sku, limit }) => (limit ? [[sku, limit] as const] : [])));
}

function piecesOf(lines: readonly RedemptionLine[], sku: string): number {
  return lines.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
}

/**
 * Pieces that the household may still have of something in the period of a day; never negative. `except` is a reservation that is not
 * counted: the one that is being handed over.
 */
export function leftOfLimit(
  file: Pick<HouseholdFile, 'redemptions' | 'reservations'>,
  sku: string,
  { quantity, period }: GoodsLimit,
  day: Day,
  except?: string,
): number {
  const key = periodKey(period, day);
  let taken = 0;
  for (const r of file.redemptions) if (!r.voided && periodKey(period, r.date) === key) taken += piecesOf(r.lines, sku);
  // What is kept for the household will be redeemed, whenever that is.
  for (const r of standingReservations(file)) if (r.id !== except) taken += piecesOf(r.lines, sku);
  return Math.max(0, quantity - taken);
}

/** The goods of which these lines are more than the household may still have. */
export function overLimit(
  file: Pick<HouseholdFile, 'redemptions' | 'reservations'>,
  lines: readonly RedemptionLine[],
  limits: Limits,
  day: Day,
  except?: string,
): readonly string[] {
  return [...new Set(lines.map((line) => line.sku))].filter((sku) => {
    const limit = limits.get(sku);
    return limit !== undefined && piecesOf(lines, sku) > leftOfLimit(file, sku, limit, day, except);
  });
}
