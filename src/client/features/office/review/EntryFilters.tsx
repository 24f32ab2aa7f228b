import { Search, X } from 'lucide-react';
import { type Ref, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySearch } from '../../../../protocol/officeEntries.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { InputField } from '../parts/InputField.tsx';
import { PlaceFilters } from '../parts/PlaceFilters.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { OddFilters } from './OddFilters.tsx';
import { NO_FILTER } from './reviewing.ts';

interface Props {
  readonly filter: Omit<EntrySearch, 'cursor'>;
  readonly onChange: (next: Partial<EntrySearch>) => void;
  /** In a session the village is the session's. */
  readonly village?: string;
  readonly search?: Ref<HTMLInputElement>;
}

/** What narrows the list. Choices count at once, a text when it is entered. */
export function EntryFilters({ filter, onChange, village: fixed, search }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const [text, setText] = useState(filter.q);
  useEffect(() => setText(filter.q), [filter.q]);
  const orNull = (value: string) => (value === '' ? null : value);
  const clear = !Object.entries(filter).some(
    ([name, value]) =>
      name !== 'status' &&
      name !== 'sort' &&
      (name !== 'village' || fixed === undefined) &&
      value !== NO_FILTER[name as keyof typeof NO_FILTER],
  );

  return (
    <FilterBar onSubmit={() => onChange({ q: text.trim() })}>
      <InputField
        label={t('review.search')}
        type="search"
        {...(search === undefined ? {} : { ref: search })}
        value={text}
        maxLength={40}
        placeholder={t('review.searchHint')}
        onChange={(event) => setText(event.target.value)}
      />
      <SmallButton type="submit" icon={Search}>
        {t('review.find')}
      </SmallButton>
      <PlaceFilters filter={filter} onChange={onChange} fixed={fixed !== undefined} />
      <SelectField
        label={t('review.rule')}
        all={t('all')}
        value={filter.rule ?? ''}
        options={me.rules.map((one) => ({ value: one.code, label: `${one.code} ${one.title}` }))}
        onChange={(value) => onChange({ rule: orNull(value) })}
      />
      <OddFilters filter={filter} onChange={onChange} />
      <InputField
        label={t('review.from')}
        type="date"
        value={filter.from ?? ''}
        max={filter.to ?? undefined}
        onChange={(event) => onChange({ from: orNull(event.target.value) })}
      />
      <InputField
        label={t('review.to')}
        type="date"
        value={filter.to ?? ''}
        min={filter.from ?? undefined}
        onChange={(event) => onChange({ to: orNull(event.target.value) })}
      />
      {clear ? null : (
        <SmallButton icon={X} onClick={() => onChange({ ...NO_FILTER, status: filter.status, village: fixed ?? null })}>
          {t('review.clear')}
        </SmallButton>
      )}
    </FilterBar>
  );
}
