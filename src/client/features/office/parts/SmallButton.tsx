import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from '../../../ui/cx.ts';

const LOOKS = {
  primary: 'border-primary bg-primary text-on-primary hover:bg-primary-strong',
  secondary: 'border-line-strong bg-surface text-ink hover:bg-sunken',
  danger: 'border-danger bg-danger text-on-danger',
  dangerQuiet: 'border-danger bg-surface text-danger hover:bg-danger-soft',
} as const;

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof LOOKS;
  readonly icon?: LucideIcon;
  readonly busy?: boolean;
  /** The key that does the same, shown in the button. */
  readonly shortcut?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button at the density of a PC screen. */
export function SmallButton({
  look = 'secondary',
  icon: Icon,
  busy = false,
  shortcut,
  disabled,
  children,
  className,
  ...rest
}: Props) {
  const Shown = busy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut}
      className={cx(
        'inline-flex min-h-10 shrink-0 select-none items-center justify-center gap-2 rounded-lg border px-3 text-sm font-semibold leading-tight',
        LOOKS[look],
        'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted',
        className,
      )}
    >
      {Shown ? <Shown aria-hidden="true" className={cx('size-4.5 shrink-0', busy && 'animate-spin')} /> : null}
      {children}
      {shortcut === undefined ? null : (
        <span aria-hidden="true" className="rounded border border-current/40 px-1 font-sans text-xs font-normal">
          {shortcut}
        </span>
      )}
    </button>
  );
}
