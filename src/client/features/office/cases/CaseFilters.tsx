import { Search, X } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { CaseCounts } from '../../../../protocol/officeCaseWork.ts';
import { InputField } from '../parts/InputField.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
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
  const me = useMe();
  const [text, setText] = useState(filter.q);
  useEffect(() => setText(filter.q), [filter.q]);
  const village = filter.village ?? me.user.village;
  const grids = me.villages.find((one) => one.code === village)?.grids ?? [];
  const people = me.people.filter((one) => village === null || one.village === village || one.village === null);
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
        {me.villages.length > 1 ? (
          <SelectField
            label={t('village')}
            all={t('all')}
            value={filter.village ?? ''}
            options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
            onChange={(value) => onChange({ village: orNull(value), grid: null, worker: null, device: null })}
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
      </form>
    </search>
  );
}

/** The reasons there are; the chosen one stays, also when nothing is left of it. */
function reasons(counts: CaseCounts | undefined, chosen: string | null): CaseCounts['why'] {
  const known = counts?.why ?? [];
  return chosen === null || known.some(({ code }) => code === chosen) ? known : [...known, { code: chosen, count: 0 }];
}
