import { useEffect, useRef } from 'react';

/**
 * Calls `act` when the connection is back, as long as something waits for it; with `everyMs` also again and again, for a
 * server that was gone while the line was there.
 */
export function useBackOnline(waits: boolean, act: () => void, everyMs?: number): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!waits) return;
    const go = () => latest.current();
    window.addEventListener('online', go);
    const timer = everyMs === undefined ? undefined : setInterval(go, everyMs);
    return () => {
      window.removeEventListener('online', go);
      clearInterval(timer);
    };
  }, [waits, everyMs]);
}
