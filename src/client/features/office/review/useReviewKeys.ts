import { useEffect, useRef } from 'react';

export interface ReviewKeys {
  /** j, k: to the next and previous row. */
  readonly move: (by: 1 | -1) => void;
  /** x: marks the row. */
  readonly toggle: () => void;
  /** a */
  readonly approve: () => void;
  /** r */
  readonly reject: () => void;
  /** p */
  readonly change: () => void;
  /** / */
  readonly find: () => void;
  /** Escape: closes the entry in view. */
  readonly close: () => void;
  /** ? */
  readonly help: () => void;
}

const MOVES: ReadonlySet<string> = new Set(['j', 'k']);

/** Where letters are typed; a check box is not. */
const TYPED_IN = 'input:not([type="checkbox"]), select, textarea, [role="dialog"]';

/** The keys of the review list. They rest while something is typed or a dialog is open. */
export function useReviewKeys(keys: ReviewKeys, enabled: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // A key that is held down moves on, but decides once.
      if (event.repeat && !MOVES.has(event.key)) return;
      if (event.target instanceof HTMLElement && event.target.closest(TYPED_IN)) return;
      const { move, toggle, approve, reject, change, find, close, help } = latest.current;
      const act = {
        j: () => move(1),
        k: () => move(-1),
        x: toggle,
        a: approve,
        r: reject,
        p: change,
        '/': find,
        Escape: close,
        '?': help,
      }[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [enabled]);
}
