import { useId } from 'react';
import { OBJECTION_TEXT_MAX } from '../../../../protocol/publicity.ts';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** What somebody said, or is told, in some lines. */
export function TextField({ label, value, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-xs font-semibold text-muted">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        maxLength={OBJECTION_TEXT_MAX}
        rows={4}
        onChange={(event) => onChange(event.target.value)}
        className="w-full rounded-lg border border-line-strong bg-surface p-2 text-sm text-ink"
      />
    </div>
  );
}
