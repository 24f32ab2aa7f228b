import { LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx.ts';

const LOOKS = {
  primary: 'bg-primary text-on-primary border-primary active:bg-primary-strong',
  secondary: 'bg-surface text-ink border-line-strong active:bg-sunken',
  quiet: 'border-transparent text-primary active:bg-primary-soft',
  danger: 'bg-danger text-on-danger border-danger',
  dangerQuiet: 'bg-surface text-danger border-danger active:bg-danger-soft',
} as const;

/** Heights are touch targets: 48 px for every act, 60 px for the act of a screen (`bar`: for three of them side by side). */
const SIZES = {
  md: 'min-h-12 px-4 gap-2 rounded-xl',
  lg: 'min-h-15 px-5 gap-2.5 rounded-2xl text-lg',
  bar: 'min-h-15 px-1 gap-1.5 rounded-2xl text-lg whitespace-nowrap',
} as const;

export type ButtonLook = keyof typeof LOOKS;

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  readonly size?: keyof typeof SIZES;
  readonly icon?: LucideIcon;
  /** Shows that the act is under way; the button cannot be pressed meanwhile. */
  readonly busy?: boolean;
  /** As wide as its place. */
  readonly block?: boolean;
  /** After the words: the key that does the same (KeyHint). */
  readonly hint?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook = 'secondary', size: keyof typeof SIZES = 'md', block = false): string {
  return cx(
    'inline-flex select-none items-center justify-center border text-center font-semibold leading-tight transition-colors duration-100',
    LOOKS[look],
    SIZES[size],
    block && 'w-full',
  );
}

/** A button: always a word, an icon beside it when that helps. */
export function Button({
  look,
  size,
  icon: Icon,
  busy = false,
  block,
  className,
  children,
  disabled,
  hint,
  ...rest
}: Props) {
  const Shown = busy ? LoaderCircle : Icon;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(
        buttonClass(look, size, block),
        'disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted',
        className,
      )}
    >
      {Shown ? <Shown aria-hidden="true" className={cx('size-6 shrink-0', busy && 'animate-spin')} /> : null}
      {children}
      {hint}
    </button>
  );
}
