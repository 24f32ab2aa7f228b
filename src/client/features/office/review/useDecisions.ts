import { useRef, useState } from 'react';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';
import { type ReviewDecision, type ReviewResult, reviewAll } from './reviewing.ts';

interface Decisions {
  /** What became of the decisions since nothing was waiting. */
  readonly results: readonly ReviewResult[];
  readonly forget: () => void;
  /** Entries whose decision is being recorded or waits behind another one. */
  readonly underWay: ReadonlySet<string>;
  /** Decides these entries; those whose decision is under way already stay with it. */
  readonly decide: (entries: readonly OfficeEntry[], given: ReviewDecision) => void;
}

/**
 * Reviews, recorded one after another: a key that is pressed while the one before is being recorded waits for its turn
 * and decides what was in view when it was pressed. `onDecided` hears the entries of each
 * batch that was recorded.
 */
export function useDecisions(
  me: OfficeMe,
  session: string | undefined,
  onDecided: (decided: ReadonlySet<string>) => void,
): Decisions {
  const [results, setResults] = useState<readonly ReviewResult[]>([]);
  const [underWay, setUnderWay] = useState<ReadonlySet<string>>(new Set());
  // Two keys may come before React has drawn once: what is under way is known without it.
  const waiting = useRef(new Set<string>());
  const line = useRef(Promise.resolve());
  const heard = useRef(onDecided);
  heard.current = onDecided;

  const record = async (entries: readonly OfficeEntry[], given: ReviewDecision) => {
    const done = await reviewAll(me, entries, given, session);
    for (const { id } of entries) waiting.current.delete(id);
    setUnderWay(new Set(waiting.current));
    if (done === undefined) return;
    setResults((before) => [...before, ...done]);
    heard.current(new Set(entries.map(({ id }) => id)));
  };

  return {
    results,
    forget: () => setResults([]),
    underWay,
    decide: (entries, given) => {
      const fresh = entries.filter(({ id }) => !waiting.current.has(id));
      if (fresh.length === 0) return;
      if (waiting.current.size === 0) setResults([]);
      for (const { id } of fresh) waiting.current.add(id);
      setUnderWay(new Set(waiting.current));
      line.current = line.current.then(() => record(fresh, given));
    },
  };
}
