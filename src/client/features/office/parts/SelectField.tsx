import { useId } from 'react';
import { cx } from '../../../ui/cx.ts';

interface Props {
  readonly label: string;
  /** Empty text: no choice made. */
  readonly value: string;
  /** What an empty choice means; without it there is no empty choice. */
  readonly all?: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  /** As wide as its longest choice. */
  readonly wide?: boolean;
}

/** One of a list, with the system's own picker: it works with the keyboard and on a touch screen alike. */
export function SelectField({ label, value, all, options, onChange, disabled, wide = false }: Props) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-semibold text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={cx(
          'min-h-10 rounded-lg border border-line-strong bg-surface px-2 text-sm text-ink disabled:text-muted',
          wide ? 'max-w-72' : 'max-w-40',
        )}
      >
        {all === undefined ? null : <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
