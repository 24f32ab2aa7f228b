import { CircleCheck, Scale } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeldCode } from '../../../../domain/verdict.ts';
import type { OfficeCases } from '../../../../protocol/officeCases.ts';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { usePages } from '../usePages.ts';
import { BulkPanel } from './BulkPanel.tsx';
import { CaseDetail } from './CaseDetail.tsx';
import { CaseFilters } from './CaseFilters.tsx';
import { CaseList } from './CaseList.tsx';
import { type CasesFilter, isNarrowed, NO_FILTER } from './caseFilter.ts';
import { TickBar } from './TickBar.tsx';
import { type Said, useDeciding } from './useDeciding.ts';
import { useTicks } from './useTicks.ts';

/** What the sync held back: the list, and both sides of the one in view with what can be decided; or several decided alike. */
export function CasesScreen() {
  const { t } = useTranslation(['office', 'cases']);
  const [filter, setFilter] = useState<CasesFilter>(NO_FILTER);
  const [currentId, setCurrentId] = useState<string>();
  const [said, setSaid] = useState<Said>();
  const ticks = useTicks();
  const { state } = filter;
  const pages = usePages(JSON.stringify(filter), async (cursor) => {
    const page = await postJson<OfficeCases>('/api/office/cases/search', { ...filter, cursor });
    return { ...page, rows: page.cases };
  });
  const { first, rows } = pages;
  const current = rows.find((row) => row.id === currentId) ?? rows[0];
  const again = () => {
    setCurrentId(undefined);
    first.reload();
  };
  const deciding = useDeciding({ say: setSaid, again });
  const narrow = (next: Partial<CasesFilter>) => {
    setFilter({ ...filter, ...next });
    setCurrentId(undefined);
    ticks.clear();
  };
  const moved = () => {
    setSaid({ tone: 'waiting', text: t('cases:effect.moved') });
    first.reload();
  };

  return (
    <>
      <ScreenHeader title={t('nav.cases')}>
        <fieldset className="flex self-end rounded-lg border border-line-strong p-0.5">
          <legend className="sr-only">{t('cases.which')}</legend>
          {(['open', 'decided'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === state}
              onClick={() => narrow({ state: one, why: null, device: null })}
              className={cx('min-h-9 rounded-md px-3 font-semibold', one === state && 'bg-primary text-on-primary')}
            >
              {t(`cases.tab.${one}`)}
              {one === 'open' && first.data ? ` ${first.data.open}` : ''}
            </button>
          ))}
        </fieldset>
        <SmallButton className="self-end" onClick={first.reload} busy={first.loading}>
          {t('refresh')}
        </SmallButton>
      </ScreenHeader>
      <CaseFilters filter={filter} counts={first.data?.counts ?? undefined} onChange={narrow} />
      {said ? (
        <div className="border-b px-5 py-3">
          <Notice tone={said.tone} alert>
            <div className="flex items-center gap-4">
              <p className="flex-1">{said.text}</p>
              <SmallButton onClick={() => setSaid(undefined)}>{t('close')}</SmallButton>
            </div>
          </Notice>
        </div>
      ) : null}
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      {first.data ? (
        current ? (
          <div className="flex min-h-0 flex-1 max-sm:flex-col">
            <div className="flex min-h-0 w-72 shrink-0 flex-col border-r bg-surface max-wide:w-60 max-sm:max-h-64 max-sm:w-full max-sm:border-r-0 max-sm:border-b">
              {ticks.why === undefined ? null : <TickBar ticks={ticks} filter={filter} say={setSaid} />}
              <CaseList
                pages={pages}
                currentId={current.id}
                onOpen={setCurrentId}
                ticks={state === 'open' ? ticks : undefined}
              />
            </div>
            {ticks.why === undefined ? (
              <CaseDetail
                key={current.id}
                held={current}
                busy={deciding.busy}
                onDecide={(body) => void deciding.decide(current, body)}
                onTakeBack={(op) => void deciding.takeBack(current, op)}
                onMoved={moved}
              />
            ) : (
              <BulkPanel
                key={ticks.why}
                ticks={ticks}
                why={ticks.why as HeldCode}
                onDecide={(bodies, told) => deciding.decideAll(ticks, bodies, told)}
              />
            )}
          </div>
        ) : (
          <NothingHere state={state} narrowed={isNarrowed(filter)} />
        )
      ) : first.problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={first.problem} retry={first.reload} />
      )}
    </>
  );
}

function NothingHere({ state, narrowed }: { readonly state: 'open' | 'decided'; readonly narrowed: boolean }) {
  const { t } = useTranslation(['office', 'cases']);
  return (
    <EmptyState
      icon={state === 'open' ? CircleCheck : Scale}
      title={narrowed ? t('cases:filter.none') : t(`cases.none.${state}`)}
    >
      {narrowed ? t('cases:filter.noneHelp') : t(`cases.noneHelp.${state}`)}
    </EmptyState>
  );
}
