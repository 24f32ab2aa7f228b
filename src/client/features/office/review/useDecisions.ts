import { useEffect, useRef, useState } from 'react';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import type { OfficeMe } from '../../../../protocol/officeSession.ts';
import { recorderState } from '../useRecorder.ts';
import { type ReviewDecision, type ReviewResult, reviewAll } from './reviewing.ts';

export type UnderWay = 'recording' | 'saved';

interface Decisions {
  /** What became of the decisions since nothing was waiting. */
  readonly results: readonly ReviewResult[];
  readonly forget: () => void;
  /** Entries that are decided here: the decision is being recorded, or saved in this browser and not sent yet. */
  readonly underWay: ReadonlyMap<string, UnderWay>;
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
  const [underWay, setUnderWay] = useState<ReadonlyMap<string, UnderWay>>(new Map());
  const { unsent } = recorderState();
  // Two keys may come before React has drawn once: what is under way is known without it.
  const waiting = useRef(new Map<string, UnderWay>());
  const line = useRef(Promise.resolve());
  const heard = useRef(onDecided);
  heard.current = onDecided;

  const record = async (entries: readonly OfficeEntry[], given: ReviewDecision) => {
    const done = await reviewAll(me, entries, given, session);
    for (const { id } of entries) waiting.current.delete(id);
    for (const { entry, kind } of done ?? []) if (kind === 'unsent') waiting.current.set(entry.id, 'saved');
    setUnderWay(new Map(waiting.current));
    if (done === undefined) return;
    setResults((before) => [...before, ...done]);
    heard.current(new Set(entries.map(({ id }) => id)));
  };

  useEffect(() => {
    const saved = [...waiting.current].filter(([, state]) => state === 'saved');
    if (unsent > 0 || saved.length === 0) return;
    // They were sent meanwhile, by the bar above or another screen.
    for (const [id] of saved) waiting.current.delete(id);
    setUnderWay(new Map(waiting.current));
    setResults((before) => before.filter(({ kind }) => kind !== 'unsent'));
    heard.current(new Set());
  }, [unsent]);

  return {
    results,
    forget: () => setResults([]),
    underWay,
    decide: (entries, given) => {
      const fresh = entries.filter(({ id }) => !waiting.current.has(id));
      if (fresh.length === 0) return;
      if (![...waiting.current.values()].includes('recording')) setResults([]);
      for (const { id } of fresh) waiting.current.set(id, 'recording');
      setUnderWay(new Map(waiting.current));
      line.current = line.current.then(() => record(fresh, given));
    },
  };
}
