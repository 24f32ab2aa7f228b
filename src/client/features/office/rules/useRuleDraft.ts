import { useEffect, useState } from 'react';
import { useMe } from '../useMe.ts';
import { draftKey, type RuleDraft, readDraft } from './ruleDraft.ts';

export interface Drafting {
  readonly draft: RuleDraft | undefined;
  /** False when this browser could not keep it: it is on this page alone then. */
  readonly kept: boolean;
  /** Keeps a draft in this browser; undefined throws it away. */
  readonly keep: (draft: RuleDraft | undefined) => void;
}

/** The draft of a place: every change of it is in this browser before the next key, so that a reload loses nothing. */
export function useRuleDraft(village: string | null): Drafting {
  const me = useMe();
  const key = draftKey(me.town.code, me.user.id, village);
  const [draft, setDraft] = useState<RuleDraft | undefined>(() => readDraft(localStorage.getItem(key)));
  const [kept, setKept] = useState(true);

  useEffect(() => {
    setDraft(readDraft(localStorage.getItem(key)));
  }, [key]);

  const keep = (next: RuleDraft | undefined) => {
    setDraft(next);
    try {
      if (next) localStorage.setItem(key, JSON.stringify(next));
      else localStorage.removeItem(key);
      setKept(true);
    } catch {
      // A full or locked storage: the page goes on, and says that a reload would lose it.
      setKept(false);
    }
  };
  return { draft: draft?.village === village ? draft : undefined, kept, keep };
}
