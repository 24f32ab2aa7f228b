/** Judging reservations and their end: AL-3, AL-8, CF-14, CF-15, CF-26. */
import { dayOf } from '../calendar.ts';
import type { HouseholdFile } from '../household.ts';
import { NO_LIMITS, overLimit } from '../limit.ts';
import type { OpOf } from '../op.ts';
import { changedPrices, pricedAt } from '../price.ts';
import { reservationState } from '../reservation.ts';
import { APPLIED, applied, refused, type Verdict } from '../verdict.ts';
import type { JudgeContext } from './context.ts';
import { lacking } from './redemption.ts';

/**
 * Nothing has left yet, so whatever speaks against it refuses it. The server names the device that hands over and the last day
 * (params `device`, `until`); on a device it is only expected to be taken.
 */
export function judgeReservation(file: HouseholdFile, op: OpOf<'reservation.record'>, ctx: JudgeContext): Verdict {
  const { body } = op;
  const { reserving } = ctx;
  // What was kept for the household before a restore is kept again, by the same device and as long (SY-14).
  if (reserving?.before) return applied('ok', reserving.before);
  if (body.handOver === 'door' && ctx.device.kind !== 'tablet') return refused('not_allowed', { kind: op.kind });
  if (body.card !== undefined && body.card < file.card) return refused('card_replaced', { oldCard: body.card });
  const changed = changedPrices(ctx.prices, body.lines, ctx.at, ctx.policy.priceGraceDays);
  if (changed.length > 0) {
    const now = pricedAt(body.lines, ctx.prices, ctx.at).points;
    return refused('price_outdated', { points: body.points, now, goods: changed });
  }
  const over = overLimit(file, body.lines, ctx.limits ?? NO_LIMITS, dayOf(ctx.at, ctx.zoneOffsetMinutes));
  if (over.length > 0) return refused('limit_reached', { goods: over });
  if (!reserving) return APPLIED;
  const { device, until, right, outOfStock } = reserving;
  if (device === undefined) return refused('no_counter', { household: file.code });
  if (ctx.awaited?.length) return refused('awaiting_devices', { devices: ctx.awaited });
  if (outOfStock.length > 0) return refused('out_of_stock', { goods: outOfStock });
  if (right < body.points) return refused('insufficient', lacking(body.points, right, ctx.points));
  return applied('ok', { device, until });
}

/** A reservation ends once. What was handed over is not taken back by this: that is a void. */
export function judgeCancel(file: HouseholdFile, op: OpOf<'reservation.cancel'>): Verdict {
  const { reservation } = op.body;
  const found = file.reservations?.find((r) => r.id === reservation);
  if (!found) return refused('unknown_reservation', { reservation });
  const state = reservationState(file, found);
  return state === 'open' || state === 'waiting' ? APPLIED : refused('reservation_ended', { reservation, how: state });
}
