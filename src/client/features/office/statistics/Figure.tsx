import { type ComponentProps, lazy, Suspense } from 'react';
import type { BarFigure as Bars, LineFigure as Lines } from './charts.tsx';

const LazyLines = lazy(() => import('./charts.tsx').then((m) => ({ default: m.LineFigure })));
const LazyBars = lazy(() => import('./charts.tsx').then((m) => ({ default: m.BarFigure })));

/** Its place while the drawing comes, so that nothing jumps. */
const waiting = <div className="h-72" />;

/** The chart library comes with the first figure that is drawn. */
export function Figure({ kind, ...props }: ComponentProps<typeof Lines & typeof Bars> & { kind: 'lines' | 'bars' }) {
  return (
    <div className="rounded-xl border bg-surface p-3 print:border-0 print:p-0">
      <p className="mb-2 font-bold">{props.title}</p>
      <Suspense fallback={waiting}>{kind === 'lines' ? <LazyLines {...props} /> : <LazyBars {...props} />}</Suspense>
    </div>
  );
}
