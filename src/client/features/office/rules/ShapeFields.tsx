import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { InputField } from '../parts/InputField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { FaultText, FormText, Picks } from './FormParts.tsx';
import type { FieldsProps } from './RuleFields.tsx';
import { type Pair, SHAPES, withLine } from './ruleForm.ts';

/** How a deed gets its points: one figure, a range, per unit, by steps of an amount, by named levels. */
export function ShapeFields({ form, faults, onChange }: FieldsProps) {
  const { t } = useTranslation('rules');
  const text = { form, faults, onChange };
  const choose = (shape: typeof form.shape) => {
    const line = withLine([]);
    onChange({
      shape,
      ...(shape === 'stepped' && form.steps.length === 0 ? { steps: line } : {}),
      ...(shape === 'ladder' && form.levels.length === 0 ? { levels: line } : {}),
    });
  };
  return (
    <fieldset className="flex flex-col gap-3 rounded-xl border p-3">
      <legend className="px-1 text-xs font-semibold text-muted">{t('head.points')}</legend>
      <Picks label={t('field.shape')} name="shape" options={SHAPES} value={form.shape} onChange={choose} />
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
        {form.shape === 'fixed' ? <FormText {...text} field="points" inputMode="numeric" /> : null}
        {form.shape === 'range' ? (
          <>
            <FormText {...text} field="min" inputMode="numeric" />
            <FormText {...text} field="max" inputMode="numeric" />
          </>
        ) : null}
        {form.shape === 'per_unit' ? <FormText {...text} field="per" inputMode="numeric" /> : null}
        <FormText {...text} field="unit" />
      </div>
      {form.shape === 'stepped' ? (
        <Lines name="steps" lines={form.steps} fault={faults.steps} numeric onChange={(steps) => onChange({ steps })} />
      ) : null}
      {form.shape === 'ladder' ? (
        <Lines name="levels" lines={form.levels} fault={faults.levels} onChange={(levels) => onChange({ levels })} />
      ) : null}
    </fieldset>
  );
}

interface LinesProps {
  readonly name: 'steps' | 'levels';
  readonly lines: readonly Pair[];
  readonly fault: FieldsProps['faults']['steps'];
  readonly numeric?: boolean;
  readonly onChange: (lines: readonly Pair[]) => void;
}

function Lines({ name, lines, fault, numeric = false, onChange }: LinesProps) {
  const { t } = useTranslation('rules');
  const id = useId();
  const set = (line: Pair, part: Partial<Pair>) =>
    onChange(lines.map((one) => (one.id === line.id ? { ...one, ...part } : one)));
  const invalid = fault === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': id };
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-2">
        {lines.map((line, i) => (
          <li key={line.id} className="flex flex-wrap items-end gap-2">
            <InputField
              {...invalid}
              label={t(`form.${name}.at`, { n: i + 1 })}
              value={line.at}
              {...(numeric ? { inputMode: 'numeric' as const } : {})}
              onChange={(event) => set(line, { at: event.target.value })}
            />
            <InputField
              {...invalid}
              label={t('form.linePoints', { n: i + 1 })}
              inputMode="numeric"
              value={line.points}
              onChange={(event) => set(line, { points: event.target.value })}
            />
            <SmallButton
              icon={X}
              aria-label={t('form.removeLine', { n: i + 1 })}
              onClick={() => onChange(lines.filter((one) => one.id !== line.id))}
            />
          </li>
        ))}
      </ul>
      <div>
        <SmallButton icon={Plus} onClick={() => onChange(withLine(lines))}>
          {t(`form.${name}.add`)}
        </SmallButton>
      </div>
      <FaultText id={id} code={fault} />
    </div>
  );
}
