/** Reviewing many entries at once, and saying of each what became of it. */
import type { OpBodies } from '../../../../domain/op.ts';
import { mayReview, type Role } from '../../../../domain/role.ts';
import type { Verdict } from '../../../../domain/verdict.ts';
import type { EntrySearch, OfficeEntries, OfficeEntry } from '../../../../protocol/officeEntries.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';
import { postJson } from '../officeApi.ts';
import { recordAll } from '../useRecorder.ts';

export type ReviewDecision =
  | { readonly decision: 'approve'; readonly points?: number; readonly reason?: string }
  | { readonly decision: 'reject'; readonly reason: string };

export type ReviewResult =
  | { readonly entry: OfficeEntry; readonly kind: 'done' }
  /** The first of two people approved it; it goes on waiting. */
  | { readonly entry: OfficeEntry; readonly kind: 'noted' }
  /** Recorded in this browser, not judged yet. */
  | { readonly entry: OfficeEntry; readonly kind: 'unsent' }
  /** CF-24: somebody was first; `first` is the entry with that decision. */
  | { readonly entry: OfficeEntry; readonly kind: 'late'; readonly first: OfficeEntry | undefined }
  | { readonly entry: OfficeEntry; readonly kind: 'refused'; readonly verdict: Verdict };

export const NO_FILTER: Omit<EntrySearch, 'cursor'> = {
  status: 'submitted',
  village: null,
  grid: null,
  rule: null,
  worker: null,
  from: null,
  to: null,
  q: '',
  household: null,
  odd: null,
  level: null,
  sort: 'newest',
};

/** Whether this person may decide on the entry now. */
export function reviewable(entry: OfficeEntry, role: Role): boolean {
  return entry.status === 'submitted' && mayReview(role, entry.review);
}

/** What one entry's review says: who approves where somebody did before approves those points. */
function bodyOf(entry: OfficeEntry, given: ReviewDecision, session: string | undefined): OpBodies['entry.review'] {
  const { household, id, agreed, points } = entry;
  const as =
    given.decision === 'approve' && given.points === undefined && agreed && agreed.points !== points
      ? { points: agreed.points, reason: agreed.reason ?? agreed.byName }
      : {};
  return { household, entry: id, ...given, ...as, ...(session === undefined ? {} : { session }) };
}

/** Records one review per entry. Undefined when nothing could be recorded; the reason is in the recorder's state. */
export async function reviewAll(
  me: OfficeMe,
  entries: readonly OfficeEntry[],
  given: ReviewDecision,
  session: string | undefined,
): Promise<readonly ReviewResult[] | undefined> {
  const { settled } = await recordAll(
    me,
    entries.map((entry) => ({ kind: 'entry.review', body: bodyOf(entry, given, session) })),
  );
  if (settled.length === 0) return undefined;
  return Promise.all(
    entries.map(async (entry, i): Promise<ReviewResult> => {
      const verdict = settled[i] ?? 'unsent';
      if (verdict === 'unsent') return { entry, kind: 'unsent' };
      if (verdict.code === 'agreed_first') return { entry, kind: 'noted' };
      if (verdict.outcome === 'applied') return { entry, kind: 'done' };
      if (verdict.code !== 'already_decided') return { entry, kind: 'refused', verdict };
      return { entry, kind: 'late', first: await findAgain(entry) };
    }),
  );
}

/** The entry as it stands now; undefined when the server cannot say so at the moment. */
async function findAgain(entry: OfficeEntry): Promise<OfficeEntry | undefined> {
  let cursor: string | null = null;
  try {
    do {
      const page: OfficeEntries = await postJson('/api/office/entries/search', {
        ...NO_FILTER,
        status: null,
        household: entry.household,
        from: entry.date,
        to: entry.date,
        cursor,
      });
      const found = page.entries.find((one) => one.id === entry.id);
      if (found) return found;
      cursor = page.cursor;
    } while (cursor !== null);
  } catch {
    // The decision that stands is shown when it can be read; that it is not this person's own is known already.
  }
  return undefined;
}
