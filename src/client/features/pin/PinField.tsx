import type { Ref } from 'react';
import { TextField } from '../../ui/Field.tsx';

interface Props {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly value: string;
  readonly readOnly?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onChange: (value: string) => void;
}

/** Digits that nobody who looks on can read. */
export function PinField({ inputRef, onChange, ...field }: Props) {
  return (
    <TextField
      {...field}
      {...(inputRef ? { ref: inputRef } : {})}
      type="password"
      inputMode="numeric"
      maxLength={6}
      className="text-2xl tracking-widest"
      onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
    />
  );
}
