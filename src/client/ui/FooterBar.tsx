import { type ReactNode, useRef } from 'react';
import { useFooterHeight } from './useFooterHeight.ts';

/** The acts of a screen, always in view under the thumb. */
export function FooterBar({ children }: { children: ReactNode }) {
  const bar = useRef<HTMLDivElement>(null);
  useFooterHeight(bar);
  return (
    <div ref={bar} className="z-10 bg-surface pb-safe shadow-bar">
      <div className="mx-auto w-full max-w-3xl p-3">{children}</div>
    </div>
  );
}
