import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, UserCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './Chip.tsx';
import { cx } from './cx.ts';

const LOOKS: Record<Tone, { readonly look: string; readonly icon: LucideIcon }> = {
  waiting: { look: 'bg-amber-soft text-waiting', icon: TriangleAlert },
  decided: { look: 'bg-decided-soft text-decided', icon: UserCheck },
  good: { look: 'bg-primary-soft text-primary', icon: CircleCheck },
  danger: { look: 'bg-danger-soft text-danger', icon: CircleAlert },
  plain: { look: 'bg-sunken text-ink', icon: Info },
};

interface Props {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly icon?: LucideIcon;
  /** Announced at once by a screen reader. */
  readonly alert?: boolean;
}

/** A few words in a box: what happened, what is safe, what to do now. */
export function Notice({ tone, title, children, icon, alert = false }: Props) {
  const { look, icon: Default } = LOOKS[tone];
  const Icon = icon ?? Default;
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cx('flex items-start gap-3 rounded-2xl border border-current/20 px-4 py-3 sun:border-current', look)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        {title === undefined ? null : <p className="font-bold">{title}</p>}
        {children === undefined ? null : <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
