import { type KeyboardEvent, useId } from 'react';
import { cx } from './cx.ts';

interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number;
}

interface Props<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Two or three views of one thing, side by side. Arrow keys move between them. */
export function Tabs<T extends string>({ label, tabs, value, onChange }: Props<T>) {
  const id = useId();
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (tabs.findIndex((tab) => tab.value === value) + step + tabs.length) % tabs.length;
    const next = tabs[at];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  // shrink-0: what scrolls sideways may shrink to nothing in a column, and the tabs would lie below the text.
  return (
    <div
      role="tablist"
      aria-label={label}
      onKeyDown={onKey}
      className="flex shrink-0 overflow-x-auto border-b bg-surface"
    >
      {tabs.map((tab) => {
        const chosen = tab.value === value;
        return (
          <button
            key={tab.value}
            id={`${id}-${tab.value}`}
            type="button"
            role="tab"
            aria-selected={chosen}
            tabIndex={chosen ? 0 : -1}
            onClick={() => onChange(tab.value)}
            className={cx(
              'flex min-h-13 flex-1 items-center justify-center gap-1.5 border-b-4 px-2 font-semibold whitespace-nowrap focus-visible:outline-offset-[-3px]',
              chosen ? 'border-primary text-primary' : 'border-transparent text-muted',
            )}
          >
            {tab.label}
            {tab.count ? (
              <span className="min-w-6 rounded-full bg-sunken px-2 text-sm text-ink">{tab.count}</span>
            ) : null}
          </button>
        );
      })}
    </div>
  );
}
