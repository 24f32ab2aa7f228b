import { CircleAlert } from 'lucide-react';
import { type InputHTMLAttributes, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react';
import { cx } from './cx.ts';

interface Frame {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and what to do, in words. */
  readonly error?: string | undefined;
}

interface FrameIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

/** Label above, hint below it, error in words right before the input. */
function FieldFrame({ label, hint, error, children }: Frame & { children: (ids: FrameIds) => ReactNode }) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint && hintId, error && errorId].filter(Boolean).join(' ');
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {hint ? (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className="flex items-start gap-1.5 font-semibold text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
          {error}
        </p>
      ) : null}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
    </div>
  );
}

export const INPUT =
  'w-full min-h-13 rounded-xl border bg-surface px-4 text-ink outline-offset-0 aria-invalid:border-2 aria-invalid:border-danger';

type TextProps = Frame & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> & { readonly ref?: Ref<HTMLInputElement> };

/** One line of text. */
export function TextField({ label, hint, error, className, ...input }: TextProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => <input autoComplete="off" {...input} {...ids} className={cx(INPUT, 'border-line-strong', className)} />}
    </FieldFrame>
  );
}

type AreaProps = Frame & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'id'>;

/** A few sentences. */
export function TextArea({ label, hint, error, className, rows = 3, ...input }: AreaProps) {
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {(ids) => (
        <textarea {...input} {...ids} rows={rows} className={cx(INPUT, 'border-line-strong py-3', className)} />
      )}
    </FieldFrame>
  );
}
