import type { IgnoredReason } from './classifyRow.ts';
import type { Field } from './columns.ts';
import type { Problem, ProblemCode, Severity } from './problem.ts';
import type { Gender } from './relation.ts';
import type { DroppedColumn } from './table.ts';

export type HouseholdState = 'active' | 'away';

export interface RollMember {
  readonly row: number;
  /** As written, without spaces. */
  readonly name: string;
  /** One of the household file's words (户主, 配偶, 子 …), '' when the roll does not say or says another word. */
  readonly relation: string;
  readonly gender: Gender | '';
  readonly birthYear: number | null;
  readonly tags: readonly string[];
}

/** What we would take where the roll is in doubt. It becomes true only when a person accepts the recommendations. */
export interface Recommended {
  /** The member marked 户主 where the column of heads names nobody of the household. */
  readonly head: string;
  readonly naturalVillage: string;
  readonly grid: string;
  readonly doorPlate: string;
  /** Code of the same household in the system, or null. */
  readonly existingCode: string | null;
}

/** One household as it stands in one place of the roll, normalised. '' means the roll does not say, or not believably. */
export interface Block {
  readonly sheet: string;
  readonly row: number;
  readonly lastRow: number;
  readonly code: string;
  readonly head: string;
  readonly phone: string;
  readonly naturalVillage: string;
  readonly grid: string;
  readonly doorPlate: string;
  readonly status: HouseholdState;
  readonly declaredMembers: number | null;
  readonly tags: readonly string[];
  readonly members: readonly RollMember[];
  readonly notes: readonly { readonly row: number; readonly text: string }[];
  readonly recommended: Recommended;
}

export interface Normalised {
  readonly sheet: string;
  readonly row: number;
  readonly field: string;
  readonly raw: string;
  readonly value: string | number;
}

export interface IgnoredRow {
  readonly sheet: string;
  readonly row: number;
  readonly reason: IgnoredReason;
}

export type DuplicateReason =
  | 'same_code_same_head'
  | 'same_head_same_door'
  | 'same_door_different_head'
  | 'same_code_different_head'
  | 'both_sheets';

export interface BlockRef {
  readonly sheet: string;
  readonly row: number;
  readonly code: string;
  readonly head: string;
}

export interface DuplicateGroup {
  readonly group: number;
  readonly reason: DuplicateReason;
  readonly recommended: 'merge' | 'keep_both';
  readonly message: string;
  readonly blocks: readonly BlockRef[];
}

export interface Namesake {
  readonly head: string;
  readonly blocks: readonly BlockRef[];
}

export interface SheetSummary {
  readonly sheet: string;
  readonly layout: 'row_per_member' | 'row_per_household' | 'not_a_roll';
  readonly columns: readonly { readonly field: Field; readonly header: string; readonly letter: string }[];
  /** Headers of columns that were not read because they mean nothing to a household file. */
  readonly unread: readonly string[];
  readonly dataRows: number;
  readonly blocks: number;
  readonly members: number;
}

export interface RollCounts {
  readonly sheets: number;
  readonly householdBlocks: number;
  readonly memberRows: number;
  readonly duplicateGroups: number;
  readonly blocksInDuplicateGroups: number;
  readonly householdsAfterRecommended: number;
  readonly membersAfterRecommended: number;
  readonly problems: number;
  readonly rowsWithProblems: number;
  readonly problemsByCode: Readonly<Partial<Record<ProblemCode, number>>>;
  readonly problemsBySeverity: Readonly<Partial<Record<Severity, number>>>;
  readonly normalised: number;
  /** By sheet. */
  readonly ignoredRows: Readonly<Partial<Record<string, number>>>;
}

/** Everything a roll said and everything a person must know about it. The same bytes give the same report. */
export interface RollReport {
  readonly village: { readonly code: string; readonly name: string };
  readonly counts: RollCounts;
  readonly sheets: readonly SheetSummary[];
  readonly droppedColumns: readonly DroppedColumn[];
  readonly ignoredRows: readonly IgnoredRow[];
  readonly problems: readonly Problem[];
  readonly duplicates: readonly DuplicateGroup[];
  readonly namesakes: readonly Namesake[];
  readonly households: readonly Block[];
  readonly normalised: readonly Normalised[];
  /** Number of the first code to give out: after the highest one the roll or the system uses. Gaps are not filled. */
  readonly nextCodeNumber: number;
  /** All codes the system has, so that a new household never takes one. */
  readonly codesInUse: readonly string[];
}
