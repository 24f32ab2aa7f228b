/**
 * The points of a household, derived from its facts. Conservation law: final = redeemed + allotted + free, where only
 * `free` may be negative, and only after a reversal or a minus item took back what was already spent (CF-23). Points that
 * move between households (CF-09) stand in both files with opposite signs: over all files they sum up to nothing. What lapsed
 * (AL-9) is final no more and stays earned, and what waits for its month (AL-10) is earned and not final yet: earned + moved in = redeemed
 * + allotted + free + lapsed + waiting.
 */

import type { Entry, HouseholdFile, Redemption } from './household.ts';
import { deviceOf } from './ref.ts';

export interface Points {
  /** 累计: all approved points, net, and those that came with a merged household; the yearly rank counts these. */
  readonly earned: number;
  /** Points waiting for review. */
  readonly pending: number;
  /** Approved points that cannot be spent yet: the objection days of their month are not over (AL-10). */
  readonly waiting: number;
  /** Points that may be spent in principle: approved ones that do not wait for their month, less what lapsed. */
  readonly final: number;
  /** What the household paid: a shortfall is the write-off's (CF-13). */
  readonly redeemed: number;
  /** Σ remaining allowances of all devices. */
  readonly allotted: number;
}

export const NO_POINTS: Points = { earned: 0, pending: 0, waiting: 0, final: 0, redeemed: 0, allotted: 0 };

/** 可兑 outside of any allowance: what the server may still give out. */
export function freePoints(points: Points): number {
  return points.final - points.redeemed - points.allotted;
}

/** Ids of entries that an approved reversal took back. */
export function reversedIds(entries: readonly Pick<Entry, 'id' | 'status' | 'reverses'>[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const e of entries) if (e.reverses && e.status === 'approved') ids.add(e.reverses);
  return ids;
}

/** Whether an entry counts towards a cap: not rejected, not reversed, no reversal itself (rules.csv, caps). */
export function countsTowardsCap(entry: Entry, reversed: ReadonlySet<string>): boolean {
  return entry.status !== 'rejected' && !entry.reverses && !reversed.has(entry.id);
}

/**
 * Points that one device still may spend for a household offline (AL-1). Less than nothing for a device whose redemptions on
 * written-off rights the server has not honoured yet (CF-13).
 */
export function remainingOf(file: Pick<HouseholdFile, 'allowances' | 'redemptions'>, device: string): number {
  const counters = file.allowances[device];
  if (!counters) return 0;
  const { granted, returned, writtenOff = 0 } = counters;
  return granted - returned - writtenOff - spentBy(file.redemptions, device);
}

/** Points that a device's offline redemptions drew on its allowance. A void gives them back to the allowance. */
export function spentBy(redemptions: readonly Redemption[], device: string): number {
  let spent = 0;
  for (const r of redemptions) if (r.mode === 'allowance' && !r.voided && deviceOf(r.id) === device) spent += r.points;
  return spent;
}

/** All points of a household from its facts. An entry and its approved reversal both count nothing, in any order. */
export function pointsOf(
  file: Pick<HouseholdFile, 'entries' | 'redemptions' | 'allowances' | 'moves' | 'lapses'>,
): Points {
  const reversed = reversedIds(file.entries);
  let earned = 0;
  let pending = 0;
  let waiting = 0;
  for (const e of file.entries) {
    if (e.reverses || reversed.has(e.id)) continue;
    if (e.status === 'approved') {
      earned += e.points;
      if (e.waits) waiting += e.points;
    } else if (e.status === 'submitted') pending += e.points;
  }
  let redeemed = 0;
  for (const r of file.redemptions) if (!r.voided) redeemed += r.points - (r.late?.shortfall ?? 0);
  let allotted = 0;
  for (const device of Object.keys(file.allowances)) allotted += Math.max(0, remainingOf(file, device));
  let final = earned - waiting;
  for (const m of file.moves ?? []) {
    earned += m.earned;
    final += m.points;
  }
  for (const lapse of file.lapses ?? []) final -= lapse.points;
  return { earned, pending, waiting, final, redeemed, allotted };
}
