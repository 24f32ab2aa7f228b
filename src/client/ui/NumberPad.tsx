import { Delete } from 'lucide-react';
import { useEffect } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly value: string;
  /** Number of digits. */
  readonly length: number;
  readonly disabled?: boolean;
  readonly eraseLabel: string;
  /** How many digits are in, for a screen reader. */
  readonly countLabel: string;
  readonly onChange: (value: string) => void;
}

const KEY =
  'grid h-16 place-items-center rounded-2xl border border-line bg-surface text-2xl font-semibold active:bg-primary-soft disabled:bg-sunken disabled:text-muted';

/** Ten digits for a PIN. The digits never show; a keyboard works as well. */
export function NumberPad({ value, length, disabled = false, eraseLabel, countLabel, onChange }: Props) {
  const press = (digit: string) => {
    if (!disabled && value.length < length) onChange(value + digit);
  };
  const erase = () => {
    if (!disabled) onChange(value.slice(0, -1));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') erase();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });
  return (
    <div className="flex w-full max-w-84 flex-col gap-5">
      <div role="status" aria-label={countLabel} className="flex justify-center gap-4">
        {Array.from({ length }, (_, i) => i).map((i) => (
          <span
            key={i}
            className={cx(
              'size-5 rounded-full border-2',
              i < value.length ? 'border-primary bg-primary' : 'border-line-strong bg-surface',
            )}
          />
        ))}
      </div>
      <div className="grid grid-cols-3 gap-2.5">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <button key={digit} type="button" disabled={disabled} onClick={() => press(digit)} className={KEY}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" disabled={disabled} onClick={() => press('0')} className={KEY}>
          0
        </button>
        <button type="button" disabled={disabled} onClick={erase} aria-label={eraseLabel} className={KEY}>
          <Delete aria-hidden="true" className="size-7" />
        </button>
      </div>
    </div>
  );
}
