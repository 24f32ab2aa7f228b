import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../../domain/rule.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { RuleFields } from './RuleFields.tsx';
import { checkForm, type FormFaults, type RuleForm } from './ruleForm.ts';

interface Props {
  readonly form: RuleForm;
  /** The item's code before; null: a new one, which gets a code. */
  readonly of: string | null;
  /** The town's item that a village changes: its name, category and kind stay. */
  readonly town: Rule | undefined;
  readonly categories: readonly string[];
  readonly taken: readonly string[];
  /** The code of a new item of a category. */
  readonly codeFor: (category: string) => string;
  /** Kept while it is typed. */
  readonly onType: (form: RuleForm) => void;
  readonly onDone: (rule: Rule) => void;
  readonly onClose: () => void;
}

/** One item of the draft. What is typed is kept with the draft, key by key. */
export function RuleDialog({ form, of, town, categories, taken, codeFor, onType, onDone, onClose }: Props) {
  const { t } = useTranslation('rules');
  const id = useId();
  const [faults, setFaults] = useState<FormFaults>({});

  const change = (part: Partial<RuleForm>) => {
    const typed = { ...form, ...part };
    // A new item's code follows its category until somebody writes another one.
    const follows =
      of === null && part.category !== undefined && (form.code === '' || form.code === codeFor(form.category));
    onType(follows ? { ...typed, code: codeFor(typed.category) } : typed);
  };
  const done = (event: FormEvent) => {
    event.preventDefault();
    const checked = checkForm(form, taken);
    if (checked.ok) return onDone(checked.rule);
    setFaults(checked.faults);
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`#${CSS.escape(id)} [aria-invalid="true"]`)?.focus(),
    );
  };
  return (
    <OfficeDialog
      open
      title={of === null ? t('form.add') : t('form.edit', { code: of })}
      onClose={onClose}
      footer={
        <>
          <SmallButton onClick={onClose}>{t('form.cancel')}</SmallButton>
          <SmallButton look="primary" type="submit" form={id}>
            {t('form.done')}
          </SmallButton>
        </>
      }
    >
      <form id={id} noValidate onSubmit={done} className="flex flex-col gap-4">
        {Object.keys(faults).length > 0 ? (
          <Notice tone="danger" alert>
            {t('form.wrong', { count: Object.keys(faults).length })}
          </Notice>
        ) : null}
        {town ? <Notice tone="plain">{t('form.ofTown')}</Notice> : null}
        <RuleFields
          form={form}
          faults={faults}
          fixed={town !== undefined}
          isNew={of === null}
          categories={categories}
          onChange={change}
        />
      </form>
    </OfficeDialog>
  );
}
