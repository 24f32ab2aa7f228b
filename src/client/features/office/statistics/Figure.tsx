import { type ComponentProps, lazy, Suspense, useEffect, useState } from 'react';
import type { BarFigure as Bars, LineFigure as Lines } from './charts.tsx';

const LazyLines = lazy(() => import('./charts.tsx').then((m) => ({ default: m.LineFigure })));
const LazyBars = lazy(() => import('./charts.tsx').then((m) => ({ default: m.BarFigure })));

/** So long at most a picture waits. */
const SPARE_MS_MAX = 500;

/**
 * True from the moment on at which the browser has nothing better to do: the tables, which are the real content, are on the screen
 * and can be used before the pictures are worked out.
 */
function useSpareTime(): boolean {
  const [spare, setSpare] = useState(false);
  useEffect(() => {
    // Safari has no requestIdleCallback.
    if (!('requestIdleCallback' in globalThis)) {
      const timer = setTimeout(() => setSpare(true));
      return () => clearTimeout(timer);
    }
    const asked = requestIdleCallback(() => setSpare(true), { timeout: SPARE_MS_MAX });
    return () => cancelIdleCallback(asked);
  }, []);
  return spare;
}

/** Its place while the drawing comes, so that nothing jumps. */
const waiting = <div className="h-72" />;

/** The chart library comes with the first figure that is drawn. */
export function Figure({ kind, ...props }: ComponentProps<typeof Lines & typeof Bars> & { kind: 'lines' | 'bars' }) {
  const spare = useSpareTime();
  return (
    <div className="rounded-xl border bg-surface p-3 print:border-0 print:p-0">
      <p className="mb-2 font-bold">{props.title}</p>
      <Suspense fallback={waiting}>
        {spare ? kind === 'lines' ? <LazyLines {...props} /> : <LazyBars {...props} /> : waiting}
      </Suspense>
    </div>
  );
}
