import { cx } from './cx.ts';

const MINUS = '\u2212';

/** `+3`, `−2`, `0`: points of a deed carry their sign. */
export function signed(points: number): string {
  if (points === 0) return '0';
  return points > 0 ? `+${points}` : `${MINUS}${-points}`;
}

/** A number of points with a true minus sign. */
export function plainPoints(points: number): string {
  return points < 0 ? `${MINUS}${-points}` : String(points);
}

/** The largest gives way on a phone: three figures of five digits stand side by side there. */
const SIZES = { md: 'text-lg', lg: 'text-2xl', xl: 'text-3xl sm:text-4xl' } as const;

interface DeedProps {
  readonly points: number;
  readonly size?: keyof typeof SIZES;
  /** Does not count (rejected, reversed): struck through. */
  readonly void?: boolean;
}

/** Points of one deed: sign first, colour second. */
export function DeedPoints({ points, size = 'md', void: isVoid = false }: DeedProps) {
  return (
    <span
      className={cx(
        'font-bold tabular-nums',
        SIZES[size],
        isVoid ? 'text-muted line-through' : points < 0 ? 'text-danger' : 'text-primary',
      )}
    >
      {signed(points)}
    </span>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number | string;
  readonly size?: keyof typeof SIZES;
  readonly emphasis?: boolean;
}

/** A figure with its word: the largest thing on a file. */
export function Figure({ label, value, size = 'xl', emphasis = false }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col">
      <span className="text-sm text-muted">{label}</span>
      <span className={cx('font-bold leading-none tabular-nums', SIZES[size], emphasis ? 'text-primary' : 'text-ink')}>
        {typeof value === 'number' ? plainPoints(value) : value}
      </span>
    </div>
  );
}
