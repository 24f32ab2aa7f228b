import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly title?: ReactNode;
  /** Beside the title, on the right. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** Rows reach the edge; otherwise the content has room around it. */
  readonly flush?: boolean;
}

/** A group of things that belong together, with its name. */
export function Card({ title, aside, children, flush = false }: Props) {
  return (
    <section className="overflow-hidden rounded-2xl border bg-surface">
      {title === undefined && aside === undefined ? null : (
        <div className="flex min-h-12 items-center justify-between gap-3 px-4 pt-2">
          {title === undefined ? <span /> : <h2 className="text-lg font-bold">{title}</h2>}
          {aside}
        </div>
      )}
      <div className={cx(flush ? '' : 'px-4 pt-1 pb-4', title === undefined && !flush && 'pt-4')}>{children}</div>
    </section>
  );
}
