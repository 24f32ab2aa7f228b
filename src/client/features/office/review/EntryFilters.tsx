import { Search, X } from 'lucide-react';
import { type FormEvent, type Ref, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySearch } from '../../../../protocol/officeEntries.ts';
import { InputField } from '../parts/InputField.tsx';
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
  const village = filter.village ?? me.user.village;
  const grids = me.villages.find((one) => one.code === village)?.grids ?? [];
  const people = me.people.filter((one) => village === null || one.village === village || one.village === null);
  const orNull = (value: string) => (value === '' ? null : value);
  const clear = !Object.entries(filter).some(
    ([name, value]) =>
      name !== 'status' &&
      name !== 'sort' &&
      (name !== 'village' || fixed === undefined) &&
      value !== NO_FILTER[name as keyof typeof NO_FILTER],
  );

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ q: text.trim() });
  };

  return (
    <search>
      <form
        onSubmit={submit}
        className="flex flex-wrap items-end gap-2 border-b bg-surface px-5 py-2 max-sm:scroll-more-x max-sm:flex-nowrap max-sm:overflow-x-auto max-sm:px-3 max-sm:*:shrink-0"
      >
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
        {me.villages.length > 1 && fixed === undefined ? (
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
          label={t('review.rule')}
          all={t('all')}
          value={filter.rule ?? ''}
          options={me.rules.map((one) => ({ value: one.code, label: `${one.code} ${one.title}` }))}
          onChange={(value) => onChange({ rule: orNull(value) })}
        />
        <SelectField
          label={t('review.worker')}
          all={t('all')}
          value={filter.worker ?? ''}
          options={people.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(value) => onChange({ worker: orNull(value) })}
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
          <SmallButton
            icon={X}
            onClick={() => onChange({ ...NO_FILTER, status: filter.status, village: fixed ?? null })}
          >
            {t('review.clear')}
          </SmallButton>
        )}
      </form>
    </search>
  );
}
