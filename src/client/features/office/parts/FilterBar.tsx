import type { FormEvent, ReactNode } from 'react';

interface Props {
  /** When a text is entered; choices count at once. */
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Above a list, what narrows it: one row, or as many as a PC needs; on a phone a strip to push along. */
export function FilterBar({ onSubmit, children }: Props) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <search>
      <form
        onSubmit={submit}
        className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b bg-surface px-5 py-2 max-sm:scroll-more-x max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:*:shrink-0"
      >
        {children}
      </form>
    </search>
  );
}
