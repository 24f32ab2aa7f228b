import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verdict } from '../../../../domain/verdict.ts';
import type { RegisterHousehold } from '../../../../protocol/officeRegister.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useVerdictText } from '../parts/useVerdictText.ts';
import { useRemote } from '../useRemote.ts';
import { CardTab } from './CardTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { HouseholdActs } from './HouseholdActs.tsx';
import { LineageNotices } from './LineageNotices.tsx';
import { PointsTab } from './PointsTab.tsx';
import { ProfileTab } from './ProfileTab.tsx';

interface Props {
  readonly code: string;
  readonly onClose: () => void;
  readonly onOpen: (code: string) => void;
  /** Something of it changed: the list is asked again. */
  readonly onChanged: () => void;
}

const TABS = ['profile', 'points', 'history', 'card'] as const;

/** One household: who they are, their points, every change, the card; and what can be done with it. */
export function HouseholdPane({ code, onClose, onOpen, onChanged }: Props) {
  const { t } = useTranslation('households');
  const verdictText = useVerdictText();
  const [tab, setTab] = useState<(typeof TABS)[number]>('profile');
  const { data, problem, reload } = useRemote(code, () =>
    postJson<RegisterHousehold>('/api/office/households/one', { household: code }),
  );
  const done = (words: string) => (unsent: boolean, verdict?: Verdict) => {
    // CF-08: it was taken, and somebody else's change is told of.
    const told = verdict !== undefined && verdict.code !== 'ok' ? verdictText(verdict) : undefined;
    if (unsent) showToast(t('act.unsent'), 'waiting');
    else showToast(told ?? words, told === undefined ? 'good' : 'waiting');
    reload();
    onChanged();
  };

  return (
    <section aria-label={t('one', { code })} className="flex min-w-0 flex-[2] flex-col overflow-y-auto">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-surface px-5 py-3 max-sm:px-3">
        <SmallButton icon={ArrowLeft} onClick={onClose} className="min-h-11">
          {t('backToList')}
        </SmallButton>
        <div className="min-w-40 flex-1">
          <h2 className="truncate text-xl font-bold">{data?.profile.head ?? code}</h2>
          <p className="truncate text-muted">
            {data === undefined
              ? ''
              : `${code} · ${data.profile.doorPlate === '' ? t('noPlate') : data.profile.doorPlate}`}
          </p>
        </div>
        {data ? <HouseholdActs household={data} done={done} /> : null}
      </header>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        <>
          <LineageNotices household={data} onOpen={onOpen} />
          <Tabs
            label={t('one', { code })}
            value={tab}
            onChange={setTab}
            tabs={TABS.map((value) => ({
              value,
              label: t(`tabs.${value}`),
              ...(value === 'history' ? { count: data.edits.length } : {}),
            }))}
          />
          <div className="flex flex-col gap-4 p-5 max-sm:p-3">
            {tab === 'profile' ? <ProfileTab household={data} done={done} /> : null}
            {tab === 'points' ? <PointsTab household={data} onOpen={onOpen} /> : null}
            {tab === 'history' ? <HistoryTab household={data} done={done} /> : null}
            {tab === 'card' ? <CardTab household={data} done={done} /> : null}
          </div>
        </>
      ) : problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={problem} retry={reload} />
      )}
    </section>
  );
}
