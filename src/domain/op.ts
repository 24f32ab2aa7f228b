/** Ops (SY-1): facts a device recorded, in that device's numbered log. One interface per kind; the bodies are what crosses the wire. */
import type { Day } from './calendar.ts';
import type {
  EntryStatus,
  HandOver,
  HouseholdStatus,
  Member,
  ProfileField,
  ProfileValue,
  RedemptionLine,
} from './household.ts';
import type { NoticeDraft } from './notice.ts';
import type { ObjectionOutcome, ObjectionWay } from './objection.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { StockActKind } from './stock.ts';

export interface OpBodies {
  /** One deed at one door. `points` is what the device showed; the rules in force on `date` decide (CF-04). */
  'entry.record': {
    readonly household: string;
    readonly rule: string;
    readonly date: Day;
    readonly quantity: number;
    readonly points: number;
    readonly level?: string;
    readonly member?: string;
    readonly note?: string;
    readonly photos?: readonly string[];
    /** Number of the card that was scanned; absent when the file was opened by search. */
    readonly card?: number;
  };
  'entry.reverse': {
    readonly household: string;
    readonly entry: string;
    readonly reason: string;
    readonly undo?: boolean;
  };
  'entry.review': {
    readonly household: string;
    readonly entry: string;
    readonly decision: 'approve' | 'reject';
    readonly reason?: string;
    /** Signed points instead of those recorded; only what the rule of the deed's day can give, and with a reason. */
    readonly points?: number;
    /** The committee session in which it was decided. */
    readonly session?: string;
  };
  /** The committee sits: what it decides names the reference of this op, so that its minutes list it. */
  'committee.session': {
    readonly village: string;
    readonly date: Day;
    /** Who sat: ids of people, or names of those who have none. */
    readonly present: readonly string[];
    readonly chair?: string;
    readonly note?: string;
  };
  'committee.close': { readonly village: string; readonly session: string; readonly note?: string };
  'household.edit': {
    readonly household: string;
    readonly set: readonly { readonly field: ProfileField; readonly value: ProfileValue; readonly was: ProfileValue }[];
  };
  'household.register': {
    readonly household: string;
    readonly village: string;
    readonly grid: string;
    readonly head: string;
    readonly phone: string;
    readonly doorPlate: string;
    readonly naturalVillage: string;
    readonly status: HouseholdStatus;
    readonly tags: readonly string[];
    readonly members: readonly Member[];
  };
  /** CF-09: `household` and `into` are one family; everything of the first that comes later is the second's. */
  'household.merge': { readonly household: string; readonly into: string; readonly reason: string };
  /** CF-09: some members become the new household `to` and take `points` of the free points along; the rest stays. */
  'household.split': {
    readonly household: string;
    readonly to: string;
    readonly head: string;
    readonly phone: string;
    readonly doorPlate: string;
    /** Ids of members of `household`. */
    readonly members: readonly string[];
    readonly points: number;
    readonly reason: string;
  };
  'household.move': {
    readonly household: string;
    readonly village: string;
    readonly grid: string;
    readonly naturalVillage: string;
    readonly doorPlate: string;
    readonly reason: string;
  };
  'household.close': { readonly household: string; readonly reason: string };
  /** The card numbered `n` is the valid one from now on; every lower number is replaced. */
  'card.replace': { readonly household: string; readonly n: number; readonly reason: string };
  'redemption.record': {
    readonly household: string;
    readonly lines: readonly RedemptionLine[];
    readonly points: number;
    readonly mode: 'allowance' | 'online';
    readonly card?: number;
    /** The reservation that these goods were kept for (AL-8). */
    readonly reservation?: string;
    /** The voided redemption of which this is what the household kept (CF-27). */
    readonly instead?: string;
  };
  /** AL-8: goods are kept for a household, and the points for them on the one device that will hand them over. */
  'reservation.record': {
    readonly household: string;
    readonly lines: readonly RedemptionLine[];
    readonly points: number;
    readonly handOver: HandOver;
    readonly card?: number;
  };
  'reservation.cancel': { readonly household: string; readonly reservation: string; readonly reason: string };
  'redemption.void': { readonly household: string; readonly redemption: string; readonly reason: string };
  /** The device gives spending rights back: per household the new total of `returned` (AL-1, AL-5). */
  'allowance.return': { readonly lines: readonly (readonly [household: string, returned: number])[] };
  /** AL-5: an office user gives up the rights that a device holds, all of them or at most so many points of some households. */
  'allowance.writeoff': {
    readonly device: string;
    readonly lines?: readonly (readonly [household: string, points: number])[];
    readonly reason: string;
  };
  /** Goods come to the village's store, go out with a grid worker for door delivery, come back, or are written off. */
  'stock.move': {
    /** The village whose store it is. */
    readonly store: string;
    readonly kind: StockActKind;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
    /** The device in whose hands they come or were; not for what is received. */
    readonly with?: string;
    readonly note?: string;
  };
  /** What was found on the shelf, or in a device's hands: from that instant on the books go on from there. */
  'stock.count': {
    readonly store: string;
    readonly lines: readonly { readonly sku: string; readonly counted: number }[];
    readonly with?: string;
    readonly note?: string;
  };
  'case.decide': {
    /** The reference of the held op, or the id of a Case of several. */
    readonly case: string;
    readonly decision: CaseDecision;
    /** For `swap`: the competing entry that gives way. */
    readonly replace?: string;
    /** For `to` and `merge`: the household that is chosen; for a code used twice the code of the second household. */
    readonly choice?: string;
    readonly reason?: string;
  };
  'month.publish': { readonly village: string; readonly month: string };
  /** AL-10: the objection days of a published month are over with nothing open. Only the server itself says so. */
  'publicity.final': { readonly village: string; readonly month: string };
  /** AL-9: what nobody redeemed of a quarter lapses. The lines are what the person saw; nobody loses more. */
  'quarter.settle': {
    readonly village: string;
    /** `2026Q4` */
    readonly quarter: string;
    readonly lines: readonly (readonly [household: string, points: number])[];
  };
  /** Somebody objects to a published month. Name and phone are as they were given, to answer them. */
  'objection.record': {
    readonly village: string;
    readonly month: string;
    readonly text: string;
    readonly how: ObjectionWay;
    /** The day it came in, when that is not the day it is recorded. */
    readonly on?: Day;
    readonly name?: string;
    readonly phone?: string;
    /** What it is about, as far as it is known. */
    readonly about?: { readonly household: string; readonly entry?: string };
  };
  /** What is done about it are ops of their own; `effects` are their references. */
  'objection.answer': {
    readonly objection: string;
    readonly outcome: ObjectionOutcome;
    readonly answer: string;
    readonly effects?: readonly string[];
  };
  /** The list of a year is frozen, of a village or (null) of the town across its villages. */
  'year.rank': { readonly village: string | null; readonly year: number };
  /** A household is not ranked in a year, or, with `excluded` false, it is again. */
  'ranking.exclude': {
    readonly household: string;
    readonly year: number;
    readonly excluded: boolean;
    readonly reason: string;
  };
  'town.arrange': {
    readonly villages: readonly { readonly code: string; readonly name: string }[];
    readonly grids: readonly {
      readonly code: string;
      readonly village: string;
      readonly name: string;
      readonly naturalVillages: readonly string[];
    }[];
  };
  'rules.publish': {
    readonly village: string | null;
    readonly version: number;
    readonly effectiveFrom: Day;
    readonly rules: readonly Rule[];
  };
  /** With `from`, prices that differ are in force from that day's start in the town's zone; all else is so at once (CF-14). */
  'goods.publish': { readonly goods: readonly Goods[]; readonly from?: Day };
  /** Fields named here replace those of before; in `follow` are the ones that are the town's again, or the product's own. */
  'policy.publish': {
    readonly village: string | null;
    readonly policy: { readonly [K in keyof Policy]?: Policy[K] | undefined };
    readonly follow?: readonly (keyof Policy)[];
  };
  /** A notice, or, with `notice`, a newer text of it: the whole of it, and the later one stands. */
  'notice.publish': NoticeDraft & { readonly notice?: string };
  /** For good: it vanishes everywhere with the next sync. */
  'notice.withdraw': { readonly notice: string; readonly reason: string };
  /** History carried over from paper or an older system, as it was decided there: not judged against caps again. */
  'carryover.entry': {
    readonly household: string;
    readonly rule: string;
    readonly date: Day;
    readonly quantity: number;
    readonly points: number;
    readonly status: EntryStatus;
    readonly recordedBy: string;
    readonly level?: string;
    readonly member?: string;
    readonly note?: string;
  };
  'carryover.redemption': {
    readonly household: string;
    readonly date: Day;
    readonly lines: readonly RedemptionLine[];
    readonly points: number;
    readonly recordedBy: string;
  };
  /** An op of the log that a device had before it got a new identity (SY-13), as it was written there. */
  'op.adopt': {
    /** Its reference in the old log. */
    readonly was: string;
    readonly op: {
      readonly kind: string;
      readonly body: unknown;
      readonly by: string;
      readonly at: number;
      readonly schema: number;
    };
  };
}

export interface Goods {
  readonly sku: string;
  readonly barcode: string;
  readonly name: string;
  readonly spec: string;
  readonly category: string;
  /** Points for one piece. */
  readonly price: number;
  readonly active: boolean;
  /** What one piece costs the store, fen. */
  readonly unitCost?: number;
  /** At this many pieces or fewer, stock counts as low. */
  readonly lowStock?: number;
  /** How much one household may have of it. */
  readonly limit?: GoodsLimit;
  /** SHA-256 of its picture, hex; the server keeps the file. */
  readonly photo?: string;
}

export interface GoodsLimit {
  /** Pieces. */
  readonly quantity: number;
  readonly period: 'month' | 'quarter' | 'year';
}

export type CaseDecision = 'accept' | 'reject' | 'keep_both' | 'swap' | 'cut' | 'reprice' | 'to' | 'merge' | 'noted';

export type OpKind = keyof OpBodies;

export const OP_KINDS = [
  'entry.record',
  'entry.reverse',
  'entry.review',
  'committee.session',
  'committee.close',
  'household.edit',
  'household.register',
  'household.merge',
  'household.split',
  'household.move',
  'household.close',
  'card.replace',
  'redemption.record',
  'redemption.void',
  'reservation.record',
  'reservation.cancel',
  'allowance.return',
  'allowance.writeoff',
  'stock.move',
  'stock.count',
  'case.decide',
  'month.publish',
  'publicity.final',
  'quarter.settle',
  'objection.record',
  'objection.answer',
  'year.rank',
  'ranking.exclude',
  'town.arrange',
  'rules.publish',
  'goods.publish',
  'policy.publish',
  'notice.publish',
  'notice.withdraw',
  'carryover.entry',
  'carryover.redemption',
  'op.adopt',
] as const satisfies readonly OpKind[];

/** Version of the op bodies above; a higher one from a newer app is held (CF-20). */
export const OP_SCHEMA = 1;

export interface OpOf<K extends OpKind> {
  readonly seq: number;
  readonly kind: K;
  readonly body: OpBodies[K];
  /** User id of the person; the device's own id for what the device does by itself. */
  readonly by: string;
  /** Instant by the device's clock, ms. Data, never an authority (SY-7). */
  readonly at: number;
  readonly schema: number;
}

/** An op whose body was parsed. */
export type Op = { [K in OpKind]: OpOf<K> }[OpKind];

/** Ops that concern exactly one household file; who is not ranked stands in no file. */
export type HouseholdOp = Exclude<Extract<Op, { body: { household: string } }>, { kind: 'ranking.exclude' }>;

/** True when the op concerns exactly one household file. */
export function isHouseholdOp(op: Op): op is HouseholdOp {
  return 'household' in op.body && op.kind !== 'ranking.exclude';
}
