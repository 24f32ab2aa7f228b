import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { CaseCounts } from '../../../../protocol/officeCaseWork.ts';
import { FilterBar } from '../parts/FilterBar.tsx';
import { InputField } from '../parts/InputField.tsx';
import { PlaceFilters } from '../parts/PlaceFilters.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { type CasesFilter, isNarrowed, NO_FILTER } from './caseFilter.ts';

interface Props {
  readonly filter: CasesFilter;
  /** How many each choice would show; undefined while nothing is loaded. */
  readonly counts: CaseCounts | undefined;
  readonly onChange: (next: Partial<CasesFilter>) => void;
}

const orNull = (value: string) => (value === '' ? null : value);

/** What narrows the list of Cases. Choices count at once, a text when it is entered. */
export function CaseFilters({ filter, counts, onChange }: Props) {
  const { t } = useTranslation(['office', 'cases']);
  const [text, setText] = useState(filter.q);
  useEffect(() => setText(filter.q), [filter.q]);

  return (
    <FilterBar onSubmit={() => onChange({ q: text.trim() })}>
      <SelectField
        label={t('cases:filter.why')}
        all={t('all')}
        value={filter.why ?? ''}
        options={reasons(counts, filter.why).map(({ code, count }) => ({
          value: code,
          label: `${t(`cases.why.${code as HeldCode}`)}（${count}）`,
        }))}
        onChange={(value) => onChange({ why: orNull(value) })}
      />
      <PlaceFilters
        filter={filter}
        onChange={(next) => onChange('village' in next ? { ...next, device: null } : next)}
      />
      <SelectField
        label={t('cases:filter.device')}
        all={t('all')}
        value={filter.device ?? ''}
        options={(counts?.devices ?? []).map(({ id, name, count }) => ({ value: id, label: `${name}（${count}）` }))}
        onChange={(value) => onChange({ device: orNull(value) })}
      />
      <InputField
        label={t('cases:filter.q')}
        type="search"
        value={text}
        maxLength={40}
        placeholder={t('cases:filter.qHint')}
        onChange={(event) => setText(event.target.value)}
      />
      <SmallButton type="submit" icon={Search}>
        {t('review.find')}
      </SmallButton>
      <label className="flex min-h-11 items-center gap-2 font-semibold">
        <input
          type="checkbox"
          className="size-5 accent-primary"
          checked={filter.old}
          onChange={(event) => onChange({ old: event.target.checked })}
        />
        {counts === undefined ? t('cases:filter.old') : t('cases:filter.oldCount', { count: counts.old })}
      </label>
      {isNarrowed(filter) ? (
        <SmallButton icon={X} onClick={() => onChange({ ...NO_FILTER, state: filter.state })}>
          {t('review.clear')}
        </SmallButton>
      ) : null}
    </FilterBar>
  );
}

/** The reasons there are; the chosen one stays, also when nothing is left of it. */
function reasons(counts: CaseCounts | undefined, chosen: string | null): CaseCounts['why'] {
  const known = counts?.why ?? [];
  return chosen === null || known.some(({ code }) => code === chosen) ? known : [...known, { code: chosen, count: 0 }];
}
