import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  /** How the list fills, or what to do now. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly tone?: 'plain' | 'danger';
}

/** An empty list says how it fills. */
export function EmptyState({ icon: Icon, title, children, action, tone = 'plain' }: Props) {
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-10 text-center"
    >
      <span
        className={cx(
          'grid size-18 place-items-center rounded-full',
          tone === 'danger' ? 'bg-danger-soft text-danger' : 'bg-sunken text-muted',
        )}
      >
        <Icon aria-hidden="true" className="size-9" />
      </span>
      <p className="text-xl font-bold">{title}</p>
      {children === undefined ? null : <div className="text-muted">{children}</div>}
      {action}
    </div>
  );
}

/** A failure says what happened, what is safe and what to do. */
export function ErrorState(props: Omit<Props, 'icon' | 'tone'>) {
  return <EmptyState icon={CircleAlert} tone="danger" {...props} />;
}
