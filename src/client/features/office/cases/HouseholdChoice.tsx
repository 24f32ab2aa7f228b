import { useTranslation } from 'react-i18next';
import type { OfficeCase } from '../../../../protocol/officeCases.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';

interface Props {
  readonly held: OfficeCase;
  readonly value: string;
  /** The decision was pressed without one. */
  readonly missing: boolean;
  readonly onChange: (code: string) => void;
}

const CODE_CHARS_MAX = 20;

/** The household that a decision needs: one of those in view, or the code of a new one. */
export function HouseholdChoice({ held, value, missing, onChange }: Props) {
  const { t } = useTranslation('office');
  if (held.code === 'same_code')
    return (
      <div className="flex flex-col gap-1">
        <InputField
          label={t(held.kind === 'household.register' ? 'cases.choose.newCode' : 'cases.choose.household')}
          value={value}
          maxLength={CODE_CHARS_MAX}
          onChange={(event) => onChange(event.target.value)}
        />
        {missing && value.trim() === '' ? (
          <p role="alert" className="text-sm text-danger">
            {t('cases.codeMissing')}
          </p>
        ) : null}
      </div>
    );
  return (
    <SelectField
      label={t(held.code === 'likely_duplicate' ? 'cases.choose.goesOn' : 'cases.choose.household')}
      value={value}
      options={held.households.map((one) => ({ value: one.code, label: `${one.head} ${one.code}` }))}
      onChange={onChange}
    />
  );
}
