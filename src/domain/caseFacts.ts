/** Both sides of a Case as facts, and what a proposal about it says. */
import type { Day } from './calendar.ts';
import type { CaseDecision } from './op.ts';
import type { HeldCode, VerdictParams } from './verdict.ts';

/** A deed, as far as two of them are compared. `photos` are digests: the same photo has the same one. */
export interface ProposalDeed {
  readonly id: string;
  readonly date: Day;
  readonly points: number;
  readonly member: string | null;
  /** Name of who recorded it, and when by the corrected clock, ms. */
  readonly byName: string;
  readonly at: number;
  readonly photos: readonly string[];
}

export interface ProposalHome {
  readonly code: string;
  readonly head: string;
  readonly phone: string;
  readonly doorPlate: string;
  readonly naturalVillage: string;
  /** Names of the members. */
  readonly members: readonly string[];
  readonly isNew: boolean;
}

/** Both sides of a Case as they stand now. */
export interface CaseFacts {
  readonly code: HeldCode;
  readonly params: VerdictParams | null;
  readonly kind: string;
  readonly today: Day;
  /** Name of who recorded the held op. */
  readonly byName: string;
  /** SY-7: what the server added to the device's time stamp, ms. */
  readonly clockShiftMs: number;
  /** The held deed; undefined when something else is held. */
  readonly deed?: ProposalDeed | undefined;
  /** Those that were there first; `stands` is false for what was rejected or taken back since. */
  readonly rivals: readonly (ProposalDeed & { readonly stands: boolean })[];
  readonly homes: readonly ProposalHome[];
  /** What the held registration says of its household (`same_code`). */
  readonly registers?: ProposalHome | undefined;
  /** What the household may spend now besides what devices hold (`over_allowance`). */
  readonly free?: number | undefined;
  /** Whether who recorded it may record for this household now (`no_right`). */
  readonly rightNow?: boolean | undefined;
  /** Whether the receipt that stood in the way is voided by now (`receipt_stands`). */
  readonly receiptVoided?: boolean | undefined;
  /** Instants of the ops of a Case of several, against the moment the device was revoked. */
  readonly group?: { readonly ops: number; readonly after: number } | undefined;
}

/** Why: each has its sentence in both languages. Those that propose nothing say what to find out. */
export type ProposalWhy =
  | 'same_photo'
  | 'same_deed'
  | 'same_day'
  | 'limit_used'
  | 'room_again'
  | 'points_differ'
  | 'people_differ'
  | 'part_left'
  | 'nothing_left'
  | 'not_in_use'
  | 'not_offered'
  | 'day_has_come'
  | 'day_to_come'
  | 'clock_was_off'
  | 'long_ago'
  | 'right_now'
  | 'no_right_now'
  | 'covered'
  | 'not_covered'
  | 'receipt_voided'
  | 'receipt_first'
  | 'paid_by_receipt'
  | 'paid_too_much'
  | 'old_card'
  | 'goods_gone'
  | 'no_household'
  | 'newer_app'
  | 'waits_for_device'
  | 'before_revoked'
  | 'after_revoked'
  | 'each_judged'
  | 'which_part'
  | 'closed_since'
  | 'same_home'
  | 'other_home'
  | 'maybe_same_home'
  | 'alike_homes'
  | 'unlike_homes'
  | 'waits_with_registration'
  | 'counts_already';

export interface CaseProposal {
  /** Null: nothing sound to propose. */
  readonly decision: CaseDecision | null;
  readonly why: ProposalWhy;
  /** Figures of the sentence: days and names as they are, instants in ms under `at` and `otherAt`. */
  readonly params: Readonly<Record<string, string | number>>;
}

/** A proposal. */
export function propose(
  decision: CaseDecision | null,
  why: ProposalWhy,
  params: CaseProposal['params'] = {},
): CaseProposal {
  return { decision, why, params };
}

/** A number of the verdict's parameters; 0 when it says none. */
export function numberOf(params: VerdictParams | null, name: string): number {
  const value = params?.[name];
  return typeof value === 'number' ? value : 0;
}

/** A word of the verdict's parameters; empty when it says none. */
export function wordOf(params: VerdictParams | null, name: string): string {
  const value = params?.[name];
  return typeof value === 'string' ? value : '';
}
