import { useTranslation } from 'react-i18next';
import { useMe } from '../useMe.ts';
import type { NoticeForm } from './noticeDraft.ts';

interface Props {
  readonly form: NoticeForm;
  readonly onChange: (change: Pick<NoticeForm, 'villages' | 'grids'>) => void;
}

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, checked, onChange }: CheckProps) {
  return (
    <label className="flex min-h-10 items-center gap-2 pr-4">
      <input
        type="checkbox"
        className="size-5 accent-primary"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

/** Whom a notice reaches: villages, and of one village some grids. Nothing ticked is everybody. */
export function NoticeTarget({ form: { villages, grids }, onChange }: Props) {
  const { t } = useTranslation('notices');
  const me = useMe();
  const only = villages.length === 1 ? me.villages.find((one) => one.code === villages[0]) : undefined;
  const toggled = (list: readonly string[], code: string, on: boolean) =>
    on ? [...list, code] : list.filter((one) => one !== code);
  return (
    <>
      {me.user.village === null ? (
        <fieldset>
          <legend className="font-semibold">{t('target.villages')}</legend>
          <p className="text-muted">{t('target.villagesHint')}</p>
          <div className="flex flex-wrap">
            {me.villages.map(({ code, name }) => (
              <Check
                key={code}
                label={name}
                checked={villages.includes(code)}
                onChange={(on) => onChange({ villages: toggled(villages, code, on), grids: [] })}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
      {only && only.grids.length > 1 ? (
        <fieldset>
          <legend className="font-semibold">{t('target.grids', { village: only.name })}</legend>
          <p className="text-muted">{t('target.gridsHint')}</p>
          <div className="flex flex-wrap">
            {only.grids.map(({ code, name }) => (
              <Check
                key={code}
                label={name}
                checked={grids.includes(code)}
                onChange={(on) => onChange({ villages, grids: toggled(grids, code, on) })}
              />
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}
