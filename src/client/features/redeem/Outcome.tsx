import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { Screen } from '../../ui/Screen.tsx';

const TONES = {
  good: 'bg-primary text-on-primary',
  waiting: 'bg-amber-soft text-waiting',
  danger: 'bg-danger text-on-danger',
  plain: 'bg-sunken text-ink',
} as const;

interface Props {
  readonly icon: LucideIcon;
  readonly tone: keyof typeof TONES;
  readonly title: string;
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
  readonly spinning?: boolean;
}

/** What came of a redemption, so large that both people at the door see whether the goods may go. */
export function Outcome({ icon: Icon, tone, title, children, acts, spinning = false }: Props) {
  return (
    <Screen {...(acts === undefined ? {} : { footer: <div className="flex flex-col gap-2">{acts}</div> })}>
      <div role="alert" className="flex flex-col items-center gap-4 pt-10 text-center">
        <span className={cx('grid size-28 place-items-center rounded-full sun:border-4', TONES[tone])}>
          <Icon aria-hidden="true" className={cx('size-16', spinning && 'animate-spin')} />
        </span>
        <p className="text-2xl font-bold">{title}</p>
        <div className="w-full max-w-md text-lg text-muted">{children}</div>
      </div>
    </Screen>
  );
}
