import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const TONES = {
  /** Only here, or waiting for something. */
  waiting: 'bg-amber-soft text-waiting border-waiting',
  /** A person decides. */
  decided: 'bg-decided-soft text-decided border-decided',
  good: 'bg-primary-soft text-primary border-primary',
  danger: 'bg-danger-soft text-danger border-danger',
  plain: 'bg-sunken text-muted border-transparent',
} as const;

export type Tone = keyof typeof TONES;

interface Props {
  readonly tone: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** A state: icon, word and colour together. */
export function Chip({ tone, icon: Icon, children }: Props) {
  return (
    <span
      className={cx(
        'inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-lg border px-2 py-0.5 text-sm font-semibold',
        TONES[tone],
        tone !== 'plain' && 'border-current/25 sun:border-current',
      )}
    >
      {Icon ? <Icon aria-hidden="true" className="size-4 shrink-0" /> : null}
      {children}
    </span>
  );
}
