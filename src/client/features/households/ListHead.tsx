import { ListFilter as FilterIcon, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { cx } from '../../ui/cx.ts';
import { useTabletState } from '../../useTablet.tsx';
import { FilterSheet } from './FilterSheet.tsx';
import { type Show, useListFilter } from './listFilter.ts';

interface Props {
  readonly show: Show;
  readonly count: number;
  readonly hasGrid: boolean;
}

const CHIP = 'inline-flex min-h-12 items-center gap-1.5 rounded-xl border px-2.5 font-semibold whitespace-nowrap';

/** Search field and filters, always above the list. */
export function ListHead({ show, count, hasGrid }: Props) {
  const { t } = useTranslation();
  const filter = useListFilter();
  const grids = useTabletState((s) => s.catalogue?.grids);
  const input = useRef<HTMLInputElement>(null);
  const location = useLocation();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const wantsFocus = (location.state as { focus?: boolean } | null)?.focus === true;

  useEffect(() => {
    if (wantsFocus) input.current?.focus();
  }, [wantsFocus]);

  const choose = (next: Show) => {
    useListFilter.setState({ show: next, offset: 0 });
    if (location.search !== '') void navigate('/households', { replace: true });
  };
  const shows: readonly Show[] = hasGrid ? ['all', 'mine', 'open'] : ['all'];
  const filterName = filter.naturalVillage ?? grids?.find((g) => g.code === filter.grid)?.name;
  return (
    <div className="border-b bg-surface px-3 pt-3 pb-2">
      <h1 className="sr-only">{t('list.title')}</h1>
      <div className="relative">
        <Search aria-hidden="true" className="pointer-events-none absolute top-3.5 left-3.5 size-6 text-muted" />
        <input
          ref={input}
          type="search"
          aria-label={t('list.search')}
          placeholder={t('list.placeholder')}
          value={filter.query}
          onChange={(event) => useListFilter.setState({ query: event.target.value, offset: 0 })}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="search"
          className="h-13 w-full rounded-xl border border-line-strong bg-surface pr-4 pl-12 not-placeholder-shown:pr-24 [&::-webkit-search-cancel-button]:hidden"
        />
        {filter.query === '' ? null : (
          <button
            type="button"
            onClick={() => {
              useListFilter.setState({ query: '', offset: 0 });
              input.current?.focus();
            }}
            className="absolute top-0.5 right-1 inline-flex h-12 items-center gap-1 rounded-xl px-3 font-semibold text-muted"
          >
            <X aria-hidden="true" className="size-5" />
            {t('list.clear')}
          </button>
        )}
      </div>
      <div className="no-scrollbar -mx-3 mt-2 flex items-center gap-1.5 overflow-x-auto px-3 py-0.5">
        {shows.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={show === each}
            onClick={() => choose(each)}
            className={cx(
              CHIP,
              show === each ? 'border-primary bg-primary text-on-primary' : 'border-line-strong bg-surface',
            )}
          >
            {t(`list.${each}`)}
          </button>
        ))}
        <button
          type="button"
          aria-pressed={filterName !== undefined}
          onClick={() => setChoosing(true)}
          className={cx(
            CHIP,
            filterName === undefined ? 'border-line-strong bg-surface' : 'border-primary bg-primary text-on-primary',
          )}
        >
          <FilterIcon aria-hidden="true" className="size-5" />
          {filterName === undefined ? t('list.filter') : t('list.filterOn', { name: filterName })}
        </button>
      </div>
      <p role="status" className="mt-1.5 text-sm text-muted">
        {t('list.count', { count })}
      </p>
      <FilterSheet open={choosing} onClose={() => setChoosing(false)} />
    </div>
  );
}
