import { cx } from './cx.ts';

/** Grey lines in the shape of what is coming, so that nothing jumps when it is here. */
export function LoadingRows({ rows, label, tall = false }: { rows: number; label: string; tall?: boolean }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {Array.from({ length: rows }, (_, i) => `row-${i}`).map((key) => (
        <div key={key} className={cx('rounded-2xl bg-sunken', tall ? 'h-28' : 'h-16')} />
      ))}
    </div>
  );
}
