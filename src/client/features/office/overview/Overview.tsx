import { ClipboardCheck, Scale, TabletSmartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeSummary } from '../../../../protocol/officeSummary.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { getJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { shortMoment } from '../parts/moments.ts';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { OutsideRules } from './OutsideRules.tsx';
import { SilentDevices } from './SilentDevices.tsx';
import { TotalsTable } from './TotalsTable.tsx';
import { WaitingTile } from './WaitingTile.tsx';

/** What the office sees first: what waits for it, the totals, the devices nobody hears of. */
export function Overview() {
  const { t } = useTranslation('office');
  const me = useMe();
  const manages = me.user.role !== 'committee';
  const summary = useRemote('summary', () => getJson<OfficeSummary>('/api/office/summary'));
  const { data, problem, loading, reload } = summary;

  return (
    <>
      <ScreenHeader title={t('overview.title')}>
        {data ? <span className="text-muted">{t('asOf', { moment: shortMoment(data.now) })}</span> : null}
        <SmallButton onClick={reload} busy={loading}>
          {t('refresh')}
        </SmallButton>
      </ScreenHeader>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        {data ? (
          <div className="mx-auto flex max-w-5xl flex-col gap-6">
            <div className="grid grid-cols-3 gap-4 max-sm:grid-cols-1 max-sm:gap-2">
              <WaitingTile
                to="/office/review"
                icon={ClipboardCheck}
                label={t('overview.openReviews')}
                count={data.openReviews}
                none={t('overview.noReviews')}
              />
              <WaitingTile
                to="/office/cases"
                icon={Scale}
                label={t('overview.openCases')}
                count={data.openCases}
                none={t('overview.noCases')}
              />
              <WaitingTile
                to={manages ? '/office/devices' : undefined}
                icon={TabletSmartphone}
                label={t('overview.silent')}
                count={data.silentDevices.length}
                none={t('overview.noSilent')}
              />
            </div>
            <OutsideRules />
            <TotalsTable villages={data.villages} />
            <SilentDevices devices={data.silentDevices} now={data.now} />
          </div>
        ) : problem !== undefined ? (
          <FailurePanel problem={problem} retry={reload} />
        ) : (
          <LoadingRows rows={4} tall label={t('loading')} />
        )}
      </div>
    </>
  );
}
