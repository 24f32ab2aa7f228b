import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterPage } from '../../../../protocol/officeRegister.ts';
import { cx } from '../../../ui/cx.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { useMe } from '../useMe.ts';
import type { RegisterFilter } from './registerFilter.ts';

interface Props {
  readonly filter: RegisterFilter;
  readonly page: RegisterPage | undefined;
  /** A household is in view; on a narrow window it takes the filters' place. */
  readonly beside: boolean;
  readonly onChange: (change: Partial<RegisterFilter>) => void;
  readonly children: ReactNode;
}

const chosen = (value: string) => (value === '' ? null : value);

/** What the register is narrowed to: words, place, state, tag. */
export function RegisterFilters({ filter, page, beside, onChange, children }: Props) {
  const { t } = useTranslation('households');
  const me = useMe();
  const village = filter.village ?? me.user.village;
  const grids = me.villages.filter((one) => village === null || one.code === village).flatMap((one) => one.grids);
  const places = (page?.naturalVillages ?? []).filter(
    (one) => (village === null || one.village === village) && (filter.grid === null || one.grid === filter.grid),
  );
  const names = [...new Set(places.map(({ name }) => name))];
  return (
    <search
      className={cx(
        'flex flex-wrap items-end gap-3 border-b bg-surface px-5 py-3 max-sm:px-3',
        beside && 'max-wide:hidden',
      )}
    >
      <div className="w-64 max-sm:w-full">
        <InputField
          block
          type="search"
          label={t('list.search')}
          placeholder={t('list.placeholder')}
          maxLength={40}
          value={filter.q}
          onChange={(event) => onChange({ q: event.target.value })}
        />
      </div>
      {me.user.village === null ? (
        <SelectField
          label={t('village')}
          all={t('all')}
          value={filter.village ?? ''}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(value) => onChange({ village: chosen(value), grid: null, naturalVillage: null })}
        />
      ) : null}
      <SelectField
        label={t('grid')}
        all={t('all')}
        value={filter.grid ?? ''}
        options={grids.map((one) => ({ value: one.code, label: one.name }))}
        onChange={(value) => onChange({ grid: chosen(value), naturalVillage: null })}
      />
      <SelectField
        label={t('naturalVillage')}
        all={t('all')}
        value={filter.naturalVillage ?? ''}
        options={names.map((name) => ({ value: name, label: name }))}
        onChange={(value) => onChange({ naturalVillage: chosen(value) })}
      />
      <SelectField
        label={t('tag')}
        all={t('all')}
        value={filter.tag ?? ''}
        options={(page?.tags ?? []).map(({ tag, count }) => ({ value: tag, label: `${tag} (${count})` }))}
        onChange={(value) => onChange({ tag: chosen(value) })}
      />
      <SelectField
        label={t('state')}
        value={filter.ended ? 'ended' : (filter.status ?? 'living')}
        options={[
          { value: 'living', label: t('list.living') },
          { value: 'active', label: t('status.active') },
          { value: 'away', label: t('status.away') },
          { value: 'ended', label: t('list.ended') },
        ]}
        onChange={(value) =>
          onChange({ ended: value === 'ended', status: value === 'active' || value === 'away' ? value : null })
        }
      />
      <div className="flex flex-1 flex-wrap items-center justify-end gap-3 max-sm:basis-full max-sm:justify-between">
        {children}
      </div>
    </search>
  );
}
