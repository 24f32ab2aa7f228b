/**
 * The household file (一户一档): a set of facts that only grows, each with an identity. Facts from the server may arrive
 * in any order and any number of times; the file is the same (the law behind SY-10). What is shown — the profile, the
 * points — is derived from the facts.
 */
import type { Day } from './calendar.ts';

export interface Member {
  readonly name: string;
  readonly relation: string;
  readonly birthYear?: number;
  readonly gender?: '男' | '女';
  readonly tags: readonly string[];
}

export type HouseholdStatus = 'active' | 'away';

/** Profile as registered; later changes are edits. Members have ids m1, m2 … or the reference of the op that added them. */
export interface Profile {
  readonly head: string;
  readonly phone: string;
  readonly doorPlate: string;
  readonly naturalVillage: string;
  readonly status: HouseholdStatus;
  readonly tags: readonly string[];
  readonly members: Readonly<Record<string, Member>>;
  /** The family PIN, hashed (`isPinHash`); absent for a household that has none. */
  readonly pin?: string;
}

export type ProfileField = 'head' | 'phone' | 'doorPlate' | 'status' | 'tags' | 'pin' | `members.${string}`;
export type ProfileValue = string | readonly string[] | Member | null;

/** One change of one field. `at` is corrected time (SY-7); the newest (at, ref) wins, the others stay as history (CF-08). */
export interface Edit {
  readonly ref: string;
  readonly field: ProfileField;
  readonly value: ProfileValue;
  /** The value the person saw when changing it. */
  readonly was: ProfileValue;
  readonly by: string;
  readonly at: number;
}

/** The first of two people who have to approve an entry: what it would give, and why, if that is not what was recorded. */
export interface Agreement {
  readonly by: string;
  /** Corrected instant, ms. */
  readonly at: number;
  readonly points?: number;
  readonly reason?: string;
  /** The committee session in which it was said. */
  readonly session?: string;
}

export type EntryStatus = 'submitted' | 'approved' | 'rejected';

/** ScoreEntry: one deed scored for one household. Never edited, only reviewed or reversed; a review may give other points. */
export interface Entry {
  readonly id: string;
  /** Rule code; a reversal carries the code of what it reverses. */
  readonly rule: string;
  readonly date: Day;
  /** Signed whole points. */
  readonly points: number;
  readonly quantity: number;
  readonly level?: string;
  readonly member?: string;
  readonly note?: string;
  readonly photos?: readonly string[];
  readonly by: string;
  /** Corrected instant of recording, ms. */
  readonly at: number;
  readonly status: EntryStatus;
  readonly reviewedBy?: string;
  readonly reviewedAt?: number;
  readonly reason?: string;
  /** What was recorded, when its review gave other points. */
  readonly pointsBefore?: number;
  /** Who approved it first, where two people have to. */
  readonly agreed?: Agreement;
  /** The committee session in which it was decided. */
  readonly session?: string;
  /** The entry that this one reverses. */
  readonly reverses?: string;
  /** The published month the deed belonged to when it arrived too late for it (CF-06). */
  readonly late?: string;
  /** Number of the replaced card that was scanned (CF-15). */
  readonly oldCard?: number;
  /** AL-10: approved and earned, but its month is not final yet, so it cannot be spent. */
  readonly waits?: true;
}

export interface RedemptionLine {
  readonly sku: string;
  readonly quantity: number;
  /** Points for one piece at the catalogue the device had. */
  readonly price: number;
  /** So many of them came out of the device's own hands (door delivery); the rest off the store's shelf. */
  readonly hand?: number;
}

/** Why a redemption counts no more. Who said so and when (corrected, ms) is absent where an older app heard of it. */
export interface Voided {
  readonly ref: string;
  readonly reason: string;
  readonly by?: string;
  readonly at?: number;
}

export type RedemptionMode = 'allowance' | 'online' | 'carryover';

export interface Redemption {
  readonly id: string;
  readonly lines: readonly RedemptionLine[];
  /** Whole points, positive. */
  readonly points: number;
  readonly mode: RedemptionMode;
  readonly by: string;
  readonly at: number;
  readonly date: Day;
  readonly voided?: Voided;
  /** CF-27: the voided redemption of which this is what the household kept. */
  readonly instead?: string;
  readonly oldCard?: number;
  /** CF-13: drew on rights that the office had written off. */
  readonly late?: LateClaim;
  /** The reservation that it handed over (AL-8). */
  readonly reservation?: string;
}

/** Where reserved goods are handed over: at the store's counter, or at the door by the tablet that recorded the reservation. */
export type HandOver = 'store' | 'door';

/** AL-8: goods and points kept for the household until a day. */
export interface Reservation {
  readonly id: string;
  readonly lines: readonly RedemptionLine[];
  /** Whole points, positive. */
  readonly points: number;
  readonly handOver: HandOver;
  readonly by: string;
  readonly at: number;
  readonly date: Day;
  /** The device that keeps the points and hands over; absent while the server has not said so. */
  readonly device?: string;
  /** The last day on which it can be fetched; absent while the server has not said so. */
  readonly until?: Day;
  readonly ended?: ReservationEnd;
}

/** Nobody fetches it any more: taken back by a person, or its last day is over. */
export type ReservationEnd =
  | {
      readonly how: 'cancelled';
      readonly ref: string;
      readonly by: string;
      readonly at: number;
      readonly reason: string;
    }
  | { readonly how: 'lapsed'; readonly at: number };

/** What a redemption took out of rights that had been written off (AL-5). */
export interface LateClaim {
  /** Reference of the write-off. */
  readonly writeOff: string;
  /** Points of the redemption that drew on written-off rights. */
  readonly points: number;
  /** Points of those that the household could not cover: the write-off bears them. */
  readonly shortfall: number;
}

/** AL-1, AL-5: counters that only grow; spending is read from the redemptions of that device. */
export interface AllowanceCounters {
  readonly granted: number;
  readonly returned: number;
  /** Absent when nothing was written off. */
  readonly writtenOff?: number;
}

/** Where a household lives from a move on; the first of a file's places is where it was registered. */
export interface Place {
  /** The move; for the first place the registration. */
  readonly ref: string;
  readonly village: string;
  readonly grid: string;
  readonly naturalVillage: string;
  readonly at: number;
}

/** Ids of members before and after they came to another file. */
export type MemberIds = Readonly<Record<string, string>>;

/** CF-09: the household is one with another from now on. */
export interface Merged {
  readonly ref: string;
  readonly into: string;
  readonly members: MemberIds;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/** CF-09: some members are a household of their own from now on; the rest goes on here. */
export interface Split {
  readonly ref: string;
  readonly to: string;
  readonly members: MemberIds;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/** CF-09: nobody lives here any more, and no other household took over. */
export interface Closed {
  readonly ref: string;
  readonly by: string;
  readonly at: number;
  readonly reason: string;
}

/** Points that went to another household or came from it. The same fact, with the opposite sign, stands in the other file. */
export interface PointsMove {
  readonly id: string;
  /** The other household. */
  readonly with: string;
  /** Signed change of what may be spent. */
  readonly points: number;
  /** Signed change of 累计: the rank follows the family. */
  readonly earned: number;
}

/** Points that nobody redeemed in time: taken at the settlement of a quarter, where the policy says so (AL-9). */
export interface Lapse {
  /** Reference of the settlement. */
  readonly id: string;
  readonly quarter: string;
  /** Whole points, positive. */
  readonly points: number;
  readonly by: string;
  readonly at: number;
}

export interface HouseholdFile {
  readonly code: string;
  readonly village: string;
  readonly grid: string;
  readonly registered: { readonly ref: string; readonly by: string; readonly at: number };
  readonly base: Profile;
  readonly edits: readonly Edit[];
  /** Number of the card that is valid now; 1 from registration. */
  readonly card: number;
  readonly entries: readonly Entry[];
  readonly redemptions: readonly Redemption[];
  /** By device id. */
  readonly allowances: Readonly<Record<string, AllowanceCounters>>;
  /** Absent while it lives where it was registered. `village` and `grid` are those of the newest. */
  readonly places?: readonly Place[];
  readonly merged?: Merged;
  readonly splits?: readonly Split[];
  readonly closed?: Closed;
  readonly moves?: readonly PointsMove[];
  /** Absent while nothing lapsed. */
  readonly lapses?: readonly Lapse[];
  /** Absent while there never was one. */
  readonly reservations?: readonly Reservation[];
}
