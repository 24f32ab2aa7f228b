import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly trailing?: ReactNode;
  readonly leading?: ReactNode;
  readonly onOpen?: () => void;
  readonly current?: boolean;
}

/** A line of a list. With `onOpen` the whole line is the button. */
export function Row({ title, detail, trailing, leading, onOpen, current = false }: Props) {
  const inner = (
    <>
      {leading}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="font-semibold">{title}</span>
        {detail === undefined ? null : <span className="text-sm text-muted">{detail}</span>}
      </span>
      {trailing}
    </>
  );
  const layout = 'flex min-h-15 w-full items-center gap-3 px-4 py-2 text-left';
  if (!onOpen) return <div className={layout}>{inner}</div>;
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-current={current || undefined}
      className={cx(layout, 'active:bg-primary-soft', current && 'bg-primary-soft')}
    >
      {inner}
      <ChevronRight aria-hidden="true" className="size-6 shrink-0 text-muted" />
    </button>
  );
}
