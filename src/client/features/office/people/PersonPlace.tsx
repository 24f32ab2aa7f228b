import { useTranslation } from 'react-i18next';
import type { Role } from '../../../../domain/role.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { useMe } from '../useMe.ts';
import type { PersonForm } from './personForm.ts';

interface Props {
  readonly form: PersonForm;
  /** What may be given. */
  readonly roles: readonly Role[];
  /** Nobody changes their own. */
  readonly own: boolean;
  readonly onChange: (part: Partial<PersonForm>) => void;
}

/** Role, village and grids of a person. */
export function PersonPlace({ form, roles, own, onChange }: Props) {
  const { t } = useTranslation('people');
  const { t: office } = useTranslation('office');
  const me = useMe();
  const village = me.villages.find((one) => one.code === form.village);
  const setRole = (value: string) => {
    const role = roles.find((one) => one === value) ?? form.role;
    const placed = role === 'town_admin' ? '' : form.village || (me.villages[0]?.code ?? '');
    onChange({ role, village: placed, ...(placed === form.village ? {} : { grids: [], homeGrid: '' }) });
  };
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <SelectField
          label={t('role')}
          value={form.role}
          disabled={own}
          options={roles.map((role) => ({ value: role, label: office(`role.${role}`) }))}
          onChange={setRole}
        />
        {form.role === 'town_admin' ? null : (
          <SelectField
            label={t('village')}
            value={form.village}
            disabled={own || me.user.village !== null}
            options={me.villages.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(code) => onChange({ village: code, grids: [], homeGrid: '' })}
          />
        )}
        {village && village.grids.length > 0 ? (
          <SelectField
            label={t('homeGrid')}
            all={t('noHomeGrid')}
            value={form.homeGrid}
            options={village.grids.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(homeGrid) => onChange({ homeGrid })}
          />
        ) : null}
      </div>
      {village && village.grids.length > 1 ? (
        <fieldset disabled={own}>
          <legend className="font-semibold">{t('grids')}</legend>
          <p className="text-muted">{t('gridsHint')}</p>
          <div className="flex flex-wrap">
            {village.grids.map(({ code, name }) => (
              <label key={code} className="flex min-h-10 items-center gap-2 pr-4">
                <input
                  type="checkbox"
                  className="size-5 accent-primary"
                  checked={form.grids.includes(code)}
                  onChange={(event) =>
                    onChange({
                      grids: event.target.checked ? [...form.grids, code] : form.grids.filter((one) => one !== code),
                    })
                  }
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}
