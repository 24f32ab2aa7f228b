import type { KeyboardEvent, Ref } from 'react';

/** As many pieces as one line may say. */
const DIGITS_MAX = 4;

interface Props {
  readonly label: string;
  readonly value: string;
  /** Digits alone; empty when everything was deleted. */
  readonly onChange: (digits: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

/** A number of pieces; + and − change it by one. */
export function PiecesInput({ label, value, onChange, onKeyDown, ref }: Props) {
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const change = { '+': 1, '=': 1, '-': -1 }[event.key];
    if (change === undefined) return onKeyDown?.(event);
    event.preventDefault();
    onChange(String(Math.max(0, (Number.parseInt(value, 10) || 0) + change)));
  };
  return (
    <input
      ref={ref}
      data-arrow
      inputMode="numeric"
      autoComplete="off"
      aria-label={label}
      value={value}
      onFocus={(event) => event.target.select()}
      onKeyDown={onKey}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, DIGITS_MAX))}
      className="h-12 w-20 min-w-0 shrink-0 rounded-xl border border-line-strong bg-surface text-center text-xl font-bold tabular-nums"
    />
  );
}
