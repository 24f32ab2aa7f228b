import { useTranslation } from 'react-i18next';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { useMe } from '../useMe.ts';
import type { useRanking } from './useRanking.ts';

interface Props {
  readonly shown: ReturnType<typeof useRanking>;
  /** The year that the answer is of. */
  readonly year: number | undefined;
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

/** Whose ranking, of which year, and who in it. */
export function RankingFilters({ shown, year, q, onSearch }: Props) {
  const { t } = useTranslation('ranking');
  const { t: office } = useTranslation('office');
  const me = useMe();
  return (
    <div className="flex flex-wrap items-end gap-3">
      {me.user.village === null ? (
        <SelectField
          label={office('village')}
          value={shown.village ?? ''}
          all={t('wholeTown')}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={(next) => shown.change('village', next)}
        />
      ) : null}
      <InputField
        type="number"
        label={t('year')}
        min={2000}
        max={2999}
        value={shown.typedYear === '' ? String(year ?? '') : shown.typedYear}
        onChange={(event) => shown.change('year', event.target.value)}
      />
      <InputField type="search" label={t('search')} value={q} onChange={(event) => onSearch(event.target.value)} />
    </div>
  );
}
