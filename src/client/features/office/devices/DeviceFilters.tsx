import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { DEVICE_KINDS } from '../../../../domain/role.ts';
import { DEVICE_STATES } from '../../../../protocol/deviceState.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { ALL_DEVICES, DEVICE_NEEDS, type DeviceFilter } from './deviceList.ts';

interface Props {
  readonly filter: DeviceFilter;
  readonly onChange: (filter: DeviceFilter) => void;
}

/** What narrows the list of devices, at once. */
export function DeviceFilters({ filter, onChange }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const oneOf = <T extends string>(all: readonly T[], value: string): T | null =>
    all.find((one) => one === value) ?? null;
  const states = [...DEVICE_STATES, ...DEVICE_NEEDS];
  const clear = Object.values(filter).every((value) => value === null || value === '');
  return (
    <search className="flex flex-wrap items-end gap-2 border-b bg-surface px-5 py-2 max-sm:px-3">
      <InputField
        label={t('devices.filter.find')}
        type="search"
        value={filter.q}
        maxLength={40}
        placeholder={t('devices.filter.hint')}
        onChange={(event) => onChange({ ...filter, q: event.target.value })}
      />
      {me.villages.length > 1 ? (
        <SelectField
          label={t('village')}
          all={t('all')}
          value={filter.village ?? ''}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(value) => onChange({ ...filter, village: value === '' ? null : value })}
        />
      ) : null}
      <SelectField
        label={t('devices.kindTitle')}
        all={t('all')}
        value={filter.kind ?? ''}
        options={DEVICE_KINDS.map((kind) => ({ value: kind, label: t(`devices.kind.${kind}`) }))}
        onChange={(value) => onChange({ ...filter, kind: oneOf(DEVICE_KINDS, value) })}
      />
      <SelectField
        label={t('review.state')}
        all={t('all')}
        value={filter.state ?? ''}
        options={states.map((state) => ({ value: state, label: t(`devices.filter.${state}`) }))}
        onChange={(value) => onChange({ ...filter, state: oneOf(states, value) })}
      />
      {clear ? null : (
        <SmallButton icon={X} onClick={() => onChange(ALL_DEVICES)}>
          {t('review.clear')}
        </SmallButton>
      )}
    </search>
  );
}
