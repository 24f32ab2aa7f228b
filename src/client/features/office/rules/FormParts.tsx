/** Parts of the form of an item: a field of text with what is wrong with it, and one of a few choices. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { InputField } from '../parts/InputField.tsx';
import type { FormFault, FormFaults, RuleForm } from './ruleForm.ts';

type TextField =
  | 'code'
  | 'category'
  | 'title'
  | 'description'
  | 'points'
  | 'min'
  | 'max'
  | 'per'
  | 'unit'
  | 'times'
  | 'most'
  | 'note';

interface TextProps {
  readonly form: RuleForm;
  readonly faults: FormFaults;
  readonly onChange: (part: Partial<RuleForm>) => void;
  readonly field: TextField;
  readonly list?: string;
  readonly disabled?: boolean;
  readonly inputMode?: 'numeric';
  /** Several lines. */
  readonly rows?: number;
}

export function FormText({ form, faults, onChange, field, rows, ...input }: TextProps) {
  const { t } = useTranslation('rules');
  const id = useId();
  const fault = faults[field];
  const shown = {
    value: form[field],
    'aria-invalid': fault !== undefined || undefined,
    'aria-describedby': fault === undefined ? undefined : `${id}-fault`,
  };
  return (
    <div>
      {rows === undefined ? (
        <InputField
          block
          {...input}
          {...shown}
          label={t(`field.${field}`)}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      ) : (
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-xs font-semibold text-muted">
            {t(`field.${field}`)}
          </label>
          <textarea
            {...shown}
            id={id}
            rows={rows}
            disabled={input.disabled}
            onChange={(event) => onChange({ [field]: event.target.value })}
            className="w-full rounded-lg border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink"
          />
        </div>
      )}
      <FaultText id={`${id}-fault`} code={fault} />
    </div>
  );
}

/** What is wrong with a field, under it. */
export function FaultText({ id, code }: { readonly id: string; readonly code: FormFault | undefined }) {
  const { t } = useTranslation('rules');
  return code === undefined ? null : (
    <p id={id} className="mt-1 font-semibold text-danger">
      {t(`fault.${code}`)}
    </p>
  );
}

interface PicksProps<T extends string> {
  readonly label: string;
  /** The field whose values these are. */
  readonly name: 'kind' | 'shape' | 'cap_period' | 'cap_scope' | 'evidence' | 'review';
  readonly options: readonly T[];
  readonly value: T;
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in view. */
export function Picks<T extends string>({ label, name, options, value, disabled = false, onChange }: PicksProps<T>) {
  const { t } = useTranslation('rules');
  const id = useId();
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-1">
      <legend className="mb-1 text-xs font-semibold text-muted">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {options.map((one) => (
          <label
            key={one}
            className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg border border-line-strong px-3 has-checked:border-primary has-checked:bg-primary-soft has-disabled:cursor-not-allowed has-disabled:text-muted"
          >
            <input
              type="radio"
              name={id}
              checked={one === value}
              onChange={() => onChange(one)}
              className="size-5 accent-primary"
            />
            {String(t(`enum.${name}.${one}` as 'enum.kind.plus'))}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
