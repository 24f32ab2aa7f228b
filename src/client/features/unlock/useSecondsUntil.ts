import { useEffect, useState } from 'react';

/** Whole seconds until an instant, counting down; 0 when it has passed or there is none. */
export function useSecondsUntil(untilMs: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  const left = untilMs === undefined ? 0 : Math.max(0, Math.ceil((untilMs - now) / 1_000));
  const counting = left > 0;
  useEffect(() => {
    setNow(Date.now());
    if (untilMs === undefined || !counting) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [untilMs, counting]);
  return left;
}
