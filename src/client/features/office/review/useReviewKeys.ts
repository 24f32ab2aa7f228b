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
}

/** The keys of the review list. They rest while something is typed or a dialog is open. */
export function useReviewKeys(keys: ReviewKeys, enabled: boolean): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    if (!enabled) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, [role="dialog"]'))
        return;
      const { move, toggle, approve, reject } = latest.current;
      const act = {
        j: () => move(1),
        k: () => move(-1),
        x: toggle,
        a: approve,
        r: reject,
      }[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [enabled]);
}
