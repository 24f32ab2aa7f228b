/** Judging redemptions and their voids: CF-11, CF-12, CF-13, CF-14, CF-15, CF-25, CF-26, AL-3, AL-5, AL-8. */
import { dayOf } from '../calendar.ts';
import type { HouseholdFile, RedemptionLine } from '../household.ts';
import { NO_LIMITS, overLimit } from '../limit.ts';
import type { OpOf } from '../op.ts';
import { freePoints, type Points } from '../points.ts';
import { redemptionOpen } from '../policy.ts';
import { changedPrices, repriced } from '../price.ts';
import { APPLIED, applied, held, refused, type Verdict, type VerdictParams } from '../verdict.ts';
import type { JudgeContext } from './context.ts';
import { besideReceipt, keptFrom } from './partReturn.ts';

/** Points that lines add up to. */
export function totalOf(lines: readonly RedemptionLine[]): number {
  return lines.reduce((sum, l) => sum + l.quantity * l.price, 0);
}

/**
 * Within the device's allowance a redemption always applies: the goods are already gone. Beyond it, online, the free points
 * decide and the answer comes before the goods leave. What left against the rules is held for a person; one who accepts a
 * redemption beyond the allowance books it on the free points (param `mode`), as far as they reach (AL-2, AL-7). What draws on
 * rights that were written off is honoured: the household pays what its free points cover, the write-off bears the rest
 * (params `writeOff`, `writtenOff`, `shortfall`, CF-13). A price that is no longer good and a card that was replaced are a
 * person's matter once the goods are gone, and refused before they leave. What a household kept of a receipt that was voided is
 * asked neither for window, price nor limit: they were settled with that receipt; while that stands, or waits itself, it is held,
 * whatever a person has overruled (CF-27).
 */
export function judgeRedemption(file: HouseholdFile, op: OpOf<'redemption.record'>, ctx: JudgeContext): Verdict {
  const { body } = op;
  const params: Record<string, string | number | readonly string[]> = {};
  const ofReceipt = keptFrom(file, body) !== undefined;
  const reserved = keptPrices(file, body.reservation);
  const asked = ofReceipt ? [] : body.lines.filter((line) => !reserved(line));
  const changed = changedPrices(ctx.prices, asked, ctx.at, ctx.policy.priceGraceDays);
  const prices = { points: body.points, now: repriced(op, ctx.prices, ctx.at).body.points, goods: changed };
  const oldCard = body.card !== undefined && body.card < file.card ? { oldCard: body.card } : undefined;
  const day = dayOf(ctx.at, ctx.zoneOffsetMinutes);
  const open = ofReceipt || redemptionOpen(ctx.policy, day);
  const over = ofReceipt ? [] : overLimit(file, body.lines, ctx.limits ?? NO_LIMITS, day, body.reservation);
  // What was promised stands; the batch sees to the counters (SY-14).
  if (ctx.honoured) return oldCard ? applied('old_card', oldCard) : APPLIED;
  if (body.instead !== undefined && (ctx.receiptWaits || besideReceipt(file, body)))
    return held('receipt_stands', { redemption: body.instead });
  if (body.mode === 'online' && ofReceipt) {
    // The goods have left, so nothing can be refused; the void has just freed what they cost.
    const free = freePoints(ctx.points);
    if (free < body.points) return held('over_allowance', { points: body.points, remaining: Math.max(0, free) });
  } else if (body.mode === 'online') {
    if (!open) return refused('window_closed');
    if (oldCard) return refused('card_replaced', oldCard);
    if (changed.length > 0) return refused('price_outdated', prices);
    if (over.length > 0) return refused('limit_reached', { goods: over });
    if (ctx.awaited?.length) return refused('awaiting_devices', { devices: ctx.awaited });
    const free = freePoints(ctx.points);
    if (free < body.points) return refused('insufficient', lacking(body.points, free, ctx.points));
  } else {
    const beyond = ctx.remaining < body.points;
    const claim = beyond ? lateClaim(body.points - Math.max(0, ctx.remaining), ctx) : undefined;
    const onFreePoints = (ctx.waived?.has('over_allowance') ?? false) && freePoints(ctx.points) >= body.points;
    if (beyond && !claim && onFreePoints && ctx.awaited?.length)
      return refused('awaiting_devices', { devices: ctx.awaited });
    if (beyond && !claim && !onFreePoints) {
      return held('over_allowance', { points: body.points, remaining: Math.max(0, ctx.remaining) });
    }
    if (claim) Object.assign(params, claim);
    else if (beyond) params.mode = 'online';
    if (!open && !(ctx.waived?.has('outside_window') ?? false)) {
      return held('outside_window', { date: day });
    }
    if (oldCard && !(ctx.waived?.has('old_card_redemption') ?? false)) return held('old_card_redemption', oldCard);
    // Last, because its decision says at which prices the redemption counts.
    if (changed.length > 0 && !(ctx.waived?.has('price_changed') ?? false)) return held('price_changed', prices);
  }
  // The goods are gone: it counts, and a person hears of it (CF-26).
  if (over.length > 0) params.overLimit = over;
  const code = params.writeOff !== undefined ? 'written_off' : over.length > 0 ? 'over_limit' : 'ok';
  return oldCard ? applied('old_card', { ...params, ...oldCard }) : applied(code, params);
}

/** What is asked and what is there; `waiting` when the household has more, which waits for its month (AL-10). */
export function lacking(points: number, free: number, { waiting }: Pick<Points, 'waiting'>): VerdictParams {
  return { points, free: Math.max(0, free), ...(waiting > 0 ? { waiting } : {}) };
}

/** AL-8: whether a line is of the reservation that is handed over, at the price for which it was kept (CF-14). */
function keptPrices(file: HouseholdFile, reservation: string | undefined): (line: RedemptionLine) => boolean {
  const lines = file.reservations?.find((r) => r.id === reservation)?.lines ?? [];
  return ({ sku, price }) => lines.some((line) => line.sku === sku && line.price === price);
}

/** CF-13: `points` of a redemption as a claim on written-off rights; undefined when those do not reach. */
function lateClaim(points: number, ctx: JudgeContext): Record<string, string | number> | undefined {
  const off = ctx.writtenOff;
  if (!off || off.points < points) return undefined;
  const shortfall = Math.max(0, points - Math.max(0, freePoints(ctx.points)));
  return { writeOff: off.ref, writtenOff: points, ...(shortfall > 0 ? { shortfall } : {}) };
}

/** A void gives goods back to the shelf and points back to where they came from. */
export function judgeVoid(file: HouseholdFile, op: OpOf<'redemption.void'>): Verdict {
  const redemption = file.redemptions.find((r) => r.id === op.body.redemption);
  if (!redemption || redemption.mode === 'carryover')
    return refused('unknown_redemption', { redemption: op.body.redemption });
  if (redemption.voided) return refused('already_voided', { redemption: redemption.id });
  return APPLIED;
}

/** A carried-over redemption must fit the points carried over before it: a history that overspends is not taken over. */
export function judgeCarriedRedemption(op: OpOf<'carryover.redemption'>, ctx: JudgeContext): Verdict {
  const free = freePoints(ctx.points);
  return free < op.body.points ? refused('insufficient', { points: op.body.points, free: Math.max(0, free) }) : APPLIED;
}
