/** What the judge needs to know besides the household file. The server and the tablet fill it from their own stores. */

import type { Day } from '../calendar.ts';
import type { HouseholdFile } from '../household.ts';
import type { Limits } from '../limit.ts';
import type { Whereabouts } from '../place.ts';
import type { Points } from '../points.ts';
import type { Policy } from '../policy.ts';
import type { Prices } from '../price.ts';
import type { Actor, DeviceKind } from '../role.ts';
import type { RuleVersion } from '../ruleSet.ts';
import type { AppliedCode, HeldCode } from '../verdict.ts';

export interface JudgeContext {
  readonly device: { readonly id: string; readonly kind: DeviceKind };
  /** The person of the op; undefined when the device's users do not include them. */
  readonly actor: Actor | undefined;
  /** Reference of the op, the id of what it creates (SY-2). */
  readonly ref: string;
  /** Corrected instant of recording, ms (SY-7). */
  readonly at: number;
  readonly zoneOffsetMinutes: number;
  readonly ruleVersions: readonly RuleVersion[];
  readonly policy: Policy;
  /** Months (`2026-10`) of the household's village that are already in a publicity (CF-06). */
  readonly publishedMonths: ReadonlySet<string>;
  /** All points of the household; on the server from its counters, so the file may hold only the entries that matter. */
  readonly points: Points;
  /** What this device's allowance still covers for the household (AL-3). */
  readonly remaining: number;
  /** Prices of goods, now and before (CF-14). */
  readonly prices: Prices;
  /** Limits of goods per household (CF-26); absent when there are none. */
  readonly limits?: Limits;
  /** AL-8: what the server knows of a reservation that it is asked for; absent on a device, which cannot know. */
  readonly reserving?: Reserving;
  /** AL-5: written-off rights of this device for the household that may still be claimed, and the write-off; absent when there are none. */
  readonly writtenOff?: { readonly points: number; readonly ref: string };
  /** CF-27: the receipt whose place the op takes waits for a person. */
  readonly receiptWaits?: boolean;
  /** Where the household that the op names lived when it was recorded (CF-09): who was right there then is right. */
  readonly place?: Whereabouts;
  /** The second household that an op names (`into`, `to`), if it is there. */
  readonly other?: HouseholdFile | undefined;
  /**
   * SY-14: the server gave this promise in a history that it has lost, or the device had the right by then: the goods are gone, so the
   * redemption applies whatever the restored server knows; so does what a split gave to the new household.
   */
  readonly honoured?: boolean;
  /** SY-14: devices that may still hold promises on the household which the restored server does not know. */
  readonly awaited?: readonly string[];
  /** SY-14: how the server had taken this review before it was restored. */
  readonly before?: AppliedCode;
  /** Reasons to hold that a person has already overruled (a decided Case). */
  readonly waived?: ReadonlySet<HeldCode>;
}

/** What only the server knows when goods are to be reserved (AL-8). */
export interface Reserving {
  /** The device that will hand over; undefined when the village has no counter. */
  readonly device: string | undefined;
  /** The last day on which the goods can be fetched. */
  readonly until: Day;
  /** Points that this device can come to hold for it: the rest of its right that is not kept already, and what is free. */
  readonly right: number;
  /** Goods of which the store has fewer pieces than are asked and not kept for others. */
  readonly outOfStock: readonly string[];
  /** SY-14: what the server had said of it before it was restored. */
  readonly before?: { readonly device: string; readonly until: Day };
}
