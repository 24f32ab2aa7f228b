import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { FooterBar } from './FooterBar.tsx';

interface Props {
  /** Usually a PageHeader. */
  readonly header?: ReactNode;
  readonly children: ReactNode;
  /** The acts of the screen, always in view above the bottom bar. */
  readonly footer?: ReactNode;
  /** Content reaches the edges (lists); otherwise it stands in a readable column with room around it. */
  readonly flush?: boolean;
  /** Two columns where there is room. */
  readonly roomy?: boolean;
}

/** A screen inside the frame: it scrolls by itself, its head and its acts stay. */
export function Screen({ header, children, footer, flush = false, roomy = false }: Props) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {header}
        <div
          className={cx(
            !flush && 'mx-auto flex w-full max-w-3xl flex-col gap-3 p-3 pb-8 sm:p-4',
            roomy && 'wide:max-w-6xl',
          )}
        >
          {children}
        </div>
      </div>
      {footer === undefined ? null : <FooterBar>{footer}</FooterBar>}
    </div>
  );
}
