import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { FormText, Picks } from './FormParts.tsx';
import { EVIDENCES, type FormFaults, PERIODS, REVIEWS, type RuleForm } from './ruleForm.ts';
import { ShapeFields } from './ShapeFields.tsx';

export interface FieldsProps {
  readonly form: RuleForm;
  readonly faults: FormFaults;
  readonly onChange: (part: Partial<RuleForm>) => void;
}

interface Props extends FieldsProps {
  /** Of a town's item that a village changes, these stay: code, category, name, plus or minus. */
  readonly fixed: boolean;
  readonly isNew: boolean;
  readonly categories: readonly string[];
}

/** Everything an item says. */
export function RuleFields({ form, faults, fixed, isNew, categories, onChange }: Props) {
  const { t } = useTranslation('rules');
  const list = useId();
  const text = { form, faults, onChange };
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
        <FormText {...text} field="category" list={list} disabled={fixed} />
        <FormText {...text} field="code" disabled={fixed || !isNew} />
        <datalist id={list}>
          {categories.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <div className="col-span-full">
          <FormText {...text} field="title" disabled={fixed} />
        </div>
        <div className="col-span-full">
          <FormText {...text} field="description" rows={2} />
        </div>
      </div>
      <Picks
        label={t('field.kind')}
        name="kind"
        options={['plus', 'minus'] as const}
        value={form.kind}
        disabled={fixed}
        onChange={(kind) => onChange({ kind })}
      />
      <ShapeFields form={form} faults={faults} onChange={onChange} />
      <CapFields form={form} faults={faults} onChange={onChange} />
      <Picks
        label={t('field.evidence')}
        name="evidence"
        options={EVIDENCES}
        value={form.evidence}
        onChange={(evidence) => onChange({ evidence })}
      />
      <Picks
        label={t('field.review')}
        name="review"
        options={REVIEWS}
        value={form.review}
        onChange={(review) => onChange({ review })}
      />
      <label className="flex min-h-11 items-center gap-2 font-semibold">
        <input
          type="checkbox"
          checked={form.enabled}
          onChange={(event) => onChange({ enabled: event.target.checked })}
          className="size-5 accent-primary"
        />
        {t('form.enabled')}
      </label>
      <FormText {...text} field="note" rows={2} />
    </>
  );
}

/** The cap: how often and how much, in which time, for whom. */
function CapFields({ form, faults, onChange }: FieldsProps) {
  const { t } = useTranslation('rules');
  const text = { form, faults, onChange };
  return (
    <fieldset className="flex flex-col gap-3 rounded-xl border p-3">
      <legend className="px-1 text-xs font-semibold text-muted">{t('head.cap')}</legend>
      <label className="flex min-h-11 items-center gap-2 font-semibold">
        <input
          type="checkbox"
          checked={form.capped}
          onChange={(event) => onChange({ capped: event.target.checked })}
          className="size-5 accent-primary"
        />
        {t('form.capped')}
      </label>
      {form.capped ? (
        <>
          <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
            <FormText {...text} field="times" inputMode="numeric" />
            <FormText {...text} field="most" inputMode="numeric" />
          </div>
          <Picks
            label={t('field.cap_period')}
            name="cap_period"
            options={PERIODS}
            value={form.period}
            onChange={(period) => onChange({ period })}
          />
          <Picks
            label={t('field.cap_scope')}
            name="cap_scope"
            options={['household', 'member'] as const}
            value={form.scope}
            onChange={(scope) => onChange({ scope })}
          />
        </>
      ) : null}
    </fieldset>
  );
}
