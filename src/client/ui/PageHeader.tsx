import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly back?: { readonly label: string; readonly onBack: () => void };
  /** At most one act on the right. */
  readonly action?: ReactNode;
}

/** The head of a screen: the way back, where we are, one act. */
export function PageHeader({ title, subtitle, back, action }: Props) {
  return (
    <header className="sticky top-0 z-20 border-b bg-surface pt-safe">
      <div className={cx('flex min-h-15 items-center gap-2 py-1.5 pr-3', back ? 'pl-1' : 'pl-4')}>
        {back ? (
          <button
            type="button"
            onClick={back.onBack}
            className="inline-flex min-h-12 shrink-0 items-center rounded-xl pr-3 pl-1 font-semibold text-primary active:bg-primary-soft"
          >
            <ChevronLeft aria-hidden="true" className="size-7" />
            {back.label}
          </button>
        ) : null}
        <div className="min-w-0 flex-1">
          <h1 className="line-clamp-2 text-xl leading-tight font-bold">{title}</h1>
          {subtitle === undefined ? null : <p className="line-clamp-2 text-sm text-muted">{subtitle}</p>}
        </div>
        {action}
      </div>
    </header>
  );
}
