import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** Words of the two buttons, for those who do not see the signs. */
  readonly less: string;
  readonly more: string;
  readonly onChange: (value: number) => void;
}

const BUTTON =
  'grid size-15 shrink-0 place-items-center rounded-2xl border border-line-strong bg-surface text-ink active:bg-sunken disabled:text-muted disabled:bg-sunken disabled:border-line';

/** A whole number by two big buttons, or typed. */
export function Stepper({ label, value, min, max, unit, less, more, onChange }: Props) {
  const id = useId();
  const clamp = (next: number) => Math.min(max, Math.max(min, next));
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <div className="flex items-center gap-3">
        <button
          type="button"
          aria-label={less}
          disabled={value <= min}
          onClick={() => onChange(clamp(value - 1))}
          className={BUTTON}
        >
          <Minus aria-hidden="true" className="size-7" />
        </button>
        <input
          id={id}
          inputMode="numeric"
          value={value}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            const typed = Number.parseInt(event.target.value.replace(/\D/g, ''), 10);
            onChange(clamp(Number.isNaN(typed) ? min : typed));
          }}
          className="h-15 w-28 min-w-0 rounded-2xl border border-line-strong bg-surface text-center text-2xl font-bold"
        />
        <button
          type="button"
          aria-label={more}
          disabled={value >= max}
          onClick={() => onChange(clamp(value + 1))}
          className={BUTTON}
        >
          <Plus aria-hidden="true" className="size-7" />
        </button>
        {unit ? <span className="text-lg">{unit}</span> : null}
      </div>
    </div>
  );
}
