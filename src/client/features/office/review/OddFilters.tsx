import { useTranslation } from 'react-i18next';
import { type EntrySearch, ODDITIES } from '../../../../protocol/officeEntries.ts';
import { SelectField } from '../parts/SelectField.tsx';

interface Props {
  readonly filter: Omit<EntrySearch, 'cursor'>;
  readonly onChange: (next: Partial<EntrySearch>) => void;
}

const LEVELS = ['village', 'committee'] as const;
const WAYS = ['any', ...ODDITIES] as const;

/** Who reviews it, and, of what waits, what strikes and in which order. */
export function OddFilters({ filter, onChange }: Props) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  return (
    <>
      <SelectField
        label={t('odd.level')}
        all={office('all')}
        value={filter.level ?? ''}
        options={LEVELS.map((value) => ({ value, label: t(`odd.levels.${value}`) }))}
        onChange={(value) => onChange({ level: LEVELS.find((one) => one === value) ?? null })}
      />
      {filter.status === 'submitted' ? (
        <>
          <SelectField
            label={t('odd.label')}
            all={office('all')}
            value={filter.odd ?? ''}
            options={WAYS.map((value) => ({ value, label: t(`odd.${value}`) }))}
            onChange={(value) => onChange({ odd: WAYS.find((one) => one === value) ?? null })}
          />
          <SelectField
            label={t('odd.sort')}
            value={filter.sort}
            options={[
              { value: 'newest', label: t('odd.newest') },
              { value: 'odd', label: t('odd.most') },
            ]}
            onChange={(value) => onChange({ sort: value === 'odd' ? 'odd' : 'newest' })}
          />
        </>
      ) : null}
    </>
  );
}
