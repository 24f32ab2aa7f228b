import type { LucideIcon } from 'lucide-react';
import { CircleCheck, CircleX, CloudCheck, Smartphone, Undo2, UserCheck } from 'lucide-react';
import type { Entry } from '../../../domain/household.ts';
import type { Tone } from '../../ui/Chip.tsx';

/** Where a deed stands, in the words every screen uses. */
export type EntryState = 'here' | 'sent' | 'held' | 'approved' | 'rejected' | 'reversed';

export const STATE_LOOK: Readonly<Record<EntryState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  here: { tone: 'waiting', icon: Smartphone },
  sent: { tone: 'plain', icon: CloudCheck },
  held: { tone: 'decided', icon: UserCheck },
  approved: { tone: 'good', icon: CircleCheck },
  rejected: { tone: 'danger', icon: CircleX },
  reversed: { tone: 'plain', icon: Undo2 },
};

/**
 * The state of an entry in a file. A reversal still on this device shows its entry as taken back: that is what the worker
 * did; the reversal itself is a line of its own and says that it is only here.
 */
export function entryState(entry: Entry, pending: ReadonlySet<string>, reversed: ReadonlySet<string>): EntryState {
  if (reversed.has(entry.id)) return 'reversed';
  if (pending.has(entry.id)) return 'here';
  if (entry.status === 'approved') return 'approved';
  return entry.status === 'rejected' ? 'rejected' : 'sent';
}

/** Newest deed first; of one day the one recorded last. */
export function newestFirst(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => (a.date === b.date ? b.at - a.at : a.date < b.date ? 1 : -1));
}
