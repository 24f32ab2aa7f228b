/** What a scorer has chosen so far, and the op body it makes. */
import type { Day } from '../../../domain/calendar.ts';
import type { OpBodies } from '../../../domain/op.ts';
import { pointsFor, type Rule } from '../../../domain/rule.ts';

export interface DeedDraft {
  /** For a range: the chosen points, positive. */
  readonly chosen?: number;
  readonly level?: string;
  readonly quantity: number;
  readonly member?: string;
  readonly date: Day;
  readonly note: string;
  /** Ids of photos that this device keeps until the server has them (CF-22). */
  readonly photos: readonly string[];
}

export type DraftState =
  | { readonly ready: true; readonly body: OpBodies['entry.record'] }
  /** What is still to be chosen. */
  | { readonly ready: false; readonly missing: 'points' | 'level' | 'member' | 'quantity' };

/** The first amount that gives points: where a quantity starts. */
export function firstQuantity(rule: Rule): number {
  return rule.shape.type === 'stepped' ? (rule.shape.steps[0]?.at ?? 1) : 1;
}

/** A draft with nothing chosen. */
export function newDraft(rule: Rule, today: Day): DeedDraft {
  return { quantity: firstQuantity(rule), date: today, note: '', photos: [] };
}

/** The op body of a draft, or what it still lacks. `card` is the number of the card that was scanned. */
export function bodyOf(draft: DeedDraft, rule: Rule, household: string, card: number | undefined): DraftState {
  if (rule.shape.type === 'range' && draft.chosen === undefined) return { ready: false, missing: 'points' };
  if (rule.shape.type === 'ladder' && draft.level === undefined) return { ready: false, missing: 'level' };
  if (rule.cap?.scope === 'member' && draft.member === undefined) return { ready: false, missing: 'member' };
  const value = pointsFor(rule, {
    quantity: draft.quantity,
    points: draft.chosen ?? 0,
    ...(draft.level === undefined ? {} : { level: draft.level }),
  });
  if (!value.ok) return { ready: false, missing: 'quantity' };
  const note = draft.note.trim();
  return {
    ready: true,
    body: {
      household,
      rule: rule.code,
      date: draft.date,
      quantity: draft.quantity,
      points: value.points,
      ...(draft.level === undefined ? {} : { level: draft.level }),
      ...(draft.member === undefined ? {} : { member: draft.member }),
      ...(note === '' ? {} : { note }),
      ...(draft.photos.length === 0 ? {} : { photos: draft.photos }),
      ...(card === undefined ? {} : { card }),
    },
  };
}
