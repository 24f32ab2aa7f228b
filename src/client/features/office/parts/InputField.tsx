import { type InputHTMLAttributes, type Ref, useId } from 'react';
import { cx } from '../../../ui/cx.ts';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  readonly label: string;
  readonly ref?: Ref<HTMLInputElement>;
  /** As wide as its place. */
  readonly block?: boolean;
}

/** One line of text at the density of a PC screen. */
export function InputField({ label, block = false, ...input }: Props) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-semibold text-muted">
        {label}
      </label>
      <input
        autoComplete="off"
        {...input}
        id={id}
        className={cx(
          'min-h-10 rounded-lg border border-line-strong bg-surface px-2 text-sm text-ink',
          block ? 'w-full' : input.type === 'search' ? 'w-44' : 'w-38',
        )}
      />
    </div>
  );
}
