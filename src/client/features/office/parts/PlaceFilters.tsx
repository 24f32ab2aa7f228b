import { useTranslation } from 'react-i18next';
import { useMe } from '../useMe.ts';
import { SelectField } from './SelectField.tsx';

interface Place {
  readonly village: string | null;
  readonly grid: string | null;
  /** Whose records. */
  readonly worker: string | null;
}

interface Props {
  readonly filter: Place;
  /** Another village has other grids and people: both are any then. */
  readonly onChange: (next: Partial<Place>) => void;
  /** Where the village is given, such as in a session. */
  readonly fixed?: boolean;
}

/** Whose records a list shows: of a village, of a grid, of a person. */
export function PlaceFilters({ filter, onChange, fixed = false }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const village = filter.village ?? me.user.village;
  const grids = me.villages.find((one) => one.code === village)?.grids ?? [];
  const people = me.people.filter((one) => village === null || one.village === village || one.village === null);
  const orNull = (value: string) => (value === '' ? null : value);
  return (
    <>
      {me.villages.length > 1 && !fixed ? (
        <SelectField
          label={t('village')}
          all={t('all')}
          value={filter.village ?? ''}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(value) => onChange({ village: orNull(value), grid: null, worker: null })}
        />
      ) : null}
      <SelectField
        label={t('grid')}
        all={t('all')}
        value={filter.grid ?? ''}
        disabled={grids.length === 0}
        options={grids.map((one) => ({ value: one.code, label: one.name }))}
        onChange={(value) => onChange({ grid: orNull(value) })}
      />
      <SelectField
        label={t('review.worker')}
        all={t('all')}
        value={filter.worker ?? ''}
        options={people.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(value) => onChange({ worker: orNull(value) })}
      />
    </>
  );
}
