import { Search } from 'lucide-react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly ref?: Ref<HTMLInputElement>;
  /** At the end of the field: the key that leads here. */
  readonly hint?: ReactNode;
}

/** Finds goods by a few letters. */
export function GoodsSearch({ query, onQuery, onKeyDown, ref, hint }: Props) {
  const { t } = useTranslation();
  return (
    <label className="relative min-w-40 flex-1">
      <span className="sr-only">{t('redeem.search')}</span>
      <Search aria-hidden="true" className="pointer-events-none absolute top-3 left-3 size-6 text-muted" />
      <input
        ref={ref}
        type="search"
        value={query}
        placeholder={t('redeem.search')}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
        className="h-12 w-full rounded-xl border border-line-strong bg-surface pr-3 pl-11"
      />
      {hint ? <span className="pointer-events-none absolute top-3 right-3">{hint}</span> : null}
    </label>
  );
}
