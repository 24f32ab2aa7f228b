import { Check } from 'lucide-react';
import { useId } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly label: string;
  readonly detail?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** The state in a word beside the switch. */
  readonly stateWord: string;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, with the state in a word. The whole line is the target. */
export function Switch({ label, detail, checked, disabled = false, stateWord, onChange }: Props) {
  const id = useId();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-labelledby={`${id}-label`}
      aria-describedby={detail ? `${id}-detail` : undefined}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="flex min-h-15 w-full items-center gap-4 text-left disabled:text-muted"
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span id={`${id}-label`} className="font-semibold">
          {label}
        </span>
        {detail ? (
          <span id={`${id}-detail`} className="text-sm text-muted">
            {detail}
          </span>
        ) : null}
      </span>
      <span className="text-sm font-semibold">{stateWord}</span>
      <span
        className={cx(
          'flex h-9 w-15 shrink-0 items-center rounded-full border-2 p-0.5 transition-colors duration-100',
          checked ? 'justify-end border-primary bg-primary' : 'justify-start border-line-strong bg-sunken',
        )}
      >
        <span
          className={cx('grid size-7 place-items-center rounded-full', checked ? 'bg-on-primary' : 'bg-line-strong')}
        >
          {checked ? <Check aria-hidden="true" className="size-5 text-primary" /> : null}
        </span>
      </span>
    </button>
  );
}
