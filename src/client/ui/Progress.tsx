interface Props {
  readonly value: number;
  readonly max: number;
  readonly label: string;
}

/** A bar that fills; the count beside it is the caller's. */
export function Progress({ value, max, label }: Props) {
  const percent = max > 0 ? Math.min(100, Math.round((value * 100) / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-3 overflow-hidden rounded-full border border-transparent bg-sunken sun:border-line"
    >
      <div className="h-full rounded-full bg-primary" style={{ width: `${percent}%` }} />
    </div>
  );
}
