import type { ReactNode } from 'react';

/** Title of an office screen, with its acts on the right. */
export function ScreenHeader({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <header className="flex min-h-14 flex-wrap items-center justify-between gap-3 border-b bg-surface px-5 py-2 max-sm:px-3 print:hidden">
      <h1 className="text-lg font-bold">{title}</h1>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </header>
  );
}
