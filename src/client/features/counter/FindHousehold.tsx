import { ScanLine, Search, SearchX } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutletContext } from 'react-router';
import { maskName } from '../../../domain/masking.ts';
import type { FrameContext } from '../../TabletFrame.tsx';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useTablet } from '../../useTablet.tsx';
import { setScanned } from '../household/scanned.ts';
import { useDirectory } from '../household/useDirectory.ts';
import { openHousehold } from './counterStore.ts';

/** As many as are read at a glance. */
const SHOWN_MAX = 6;

/** Nobody is at the counter: scan a card, by the gun or the camera, or find the household. */
export function FindHousehold() {
  const { t } = useTranslation();
  const { scan } = useOutletContext<FrameContext>();
  const tablet = useTablet();
  useDirectory();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const rows = query.trim() === '' ? [] : tablet.search(query.trim(), SHOWN_MAX).filter((row) => !row.ended);
  const focusField = () => input.current?.focus();
  useKeys({ F2: focusField });

  const open = (code: string) => {
    setScanned(undefined);
    openHousehold(code);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const [first] = rows;
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && first) open(first.code);
    if (event.key === 'Escape' && query !== '') setQuery('');
  };
  return (
    <>
      <div className="flex flex-col items-center gap-2 py-4 text-center max-wide:py-1">
        <ScanLine aria-hidden="true" className="size-14 text-primary max-wide:hidden" />
        <h2 className="text-2xl font-bold">{t('counter.card.title')}</h2>
        <p className="text-muted">{t('counter.card.gun')}</p>
      </div>
      <Button look="primary" size="lg" icon={ScanLine} block hint={<KeyHint name="F4" />} onClick={scan}>
        {t('counter.card.camera')}
      </Button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move the focus among what is inside. */}
      <div onKeyDown={arrowFocus} className="flex flex-col gap-1">
        <label className="flex flex-col gap-1.5">
          <span className="flex items-center justify-between font-semibold">
            {t('counter.card.find')}
            <KeyHint name="F2" />
          </span>
          <span className="relative">
            <Search aria-hidden="true" className="pointer-events-none absolute top-3.5 left-3 size-5 text-muted" />
            <input
              ref={input}
              type="search"
              value={query}
              placeholder={t('counter.card.placeholder')}
              onChange={(event) => setQuery(event.target.value)}
              onKeyDown={onKey}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="h-12 w-full rounded-xl border border-line-strong bg-surface pr-3 pl-10"
            />
          </span>
        </label>
        <ul className="flex flex-col gap-1">
          {rows.map((row) => (
            <li key={row.code}>
              <button
                type="button"
                data-arrow
                onClick={() => open(row.code)}
                className="flex min-h-12 w-full flex-col justify-center rounded-xl border px-3 py-1 text-left active:bg-primary-soft"
              >
                <span className="font-bold">{t('family', { name: maskName(row.head) })}</span>
                <span className="text-sm text-muted">
                  {row.doorPlate} · {row.code}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {query.trim() !== '' && rows.length === 0 ? (
          <p role="status" className="flex items-center gap-2 py-2 text-muted">
            <SearchX aria-hidden="true" className="size-5 shrink-0" />
            {t('counter.card.none')}
          </p>
        ) : null}
      </div>
    </>
  );
}
