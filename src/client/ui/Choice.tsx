import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Option<T extends string | number> {
  readonly value: T;
  readonly label: ReactNode;
  /** A second, smaller line. */
  readonly detail?: ReactNode;
}

interface Props<T extends string | number> {
  readonly legend: string;
  readonly options: readonly Option<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  /** Number of columns; by default as many as fit. */
  readonly columns?: 2 | 3 | 5;
  readonly large?: boolean;
}

const COLUMNS = { 2: 'grid-cols-2', 3: 'grid-cols-3', 5: 'grid-cols-5' } as const;

/** One of a few, as big buttons. The chosen one has a tick and a filled ground, so colour is not alone. */
export function Choice<T extends string | number>({ legend, options, value, onChange, columns, large }: Props<T>) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 font-semibold">{legend}</legend>
      <div className={cx(columns ? `grid gap-2 ${COLUMNS[columns]}` : 'flex flex-wrap gap-2')}>
        {options.map((option) => {
          const chosen = option.value === value;
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={chosen}
              onClick={() => onChange(option.value)}
              className={cx(
                'inline-flex min-h-12 items-center justify-center gap-1.5 rounded-xl border py-1.5 leading-tight',
                columns ? 'px-2' : 'px-4',
                large && 'min-h-15 text-xl font-bold',
                chosen
                  ? 'border-primary bg-primary font-bold text-on-primary'
                  : 'border-line-strong bg-surface text-ink',
              )}
            >
              {chosen ? <Check aria-hidden="true" className="size-5 shrink-0" /> : null}
              <span className="flex flex-col">
                <span>{option.label}</span>
                {option.detail === undefined ? null : <span className="text-sm font-normal">{option.detail}</span>}
              </span>
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
