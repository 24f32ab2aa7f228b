/** What of a decision about a Case can be taken back, and by what: the decision itself stands (CF-24), what it let count need not. */
import type { CaseDecision, OpKind } from './op.ts';
import type { HeldCode } from './verdict.ts';

/** Why a decision cannot be taken back here; each has its sentence, which says what to do instead. */
export type FinalWhy =
  | 'withdrawn'
  | 'not_counted'
  | 'several'
  | 'merged'
  | 'two_households'
  | 'edited'
  | 'registered'
  | 'only_noted'
  | 'taken_back'
  | 'being_taken_back'
  | 'not_there'
  | 'other_kind';

export type CaseUndo =
  | { readonly how: 'reverse' | 'void'; readonly household: string; readonly id: string; readonly points: number }
  | { readonly how: null; readonly why: FinalWhy };

/** What a decided Case let count, as it is in the ledger now. */
export interface Counted {
  readonly household: string;
  readonly id: string;
  readonly points: number;
  /** Whether somebody took it back since, or asked to. */
  readonly gone: 'no' | 'asked' | 'yes';
}

/** How a decision is taken back, by an op of the contract; never by changing what was decided. */
export function undoOf(
  held: {
    readonly kind: OpKind | string;
    readonly code: HeldCode;
    readonly decision: CaseDecision;
    readonly several: boolean;
    /** Who recorded the op took it back before anybody decided (SY-6). */
    readonly withdrawn: boolean;
  },
  counted: Counted | undefined,
): CaseUndo {
  const final = (why: FinalWhy): CaseUndo => ({ how: null, why });
  const { kind, decision } = held;
  if (held.several) return final('several');
  if (decision === 'noted') return final('only_noted');
  if (decision === 'merge') return final('merged');
  if (held.code === 'likely_duplicate') return final('two_households');
  if (decision === 'reject') return final(held.withdrawn ? 'withdrawn' : 'not_counted');
  if (kind === 'household.edit') return final('edited');
  if (kind === 'household.register') return final('registered');
  if (kind !== 'entry.record' && kind !== 'redemption.record') return final('other_kind');
  if (!counted) return final('not_there');
  if (counted.gone !== 'no') return final(counted.gone === 'yes' ? 'taken_back' : 'being_taken_back');
  const { household, id, points } = counted;
  return { how: kind === 'entry.record' ? 'reverse' : 'void', household, id, points };
}
