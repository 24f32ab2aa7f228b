import { useTranslation } from 'react-i18next';
import type { RankingResponse, RankingWaiting } from '../../../../protocol/officeRanking.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { postJson } from '../officeApi.ts';
import { FactList } from '../parts/FactList.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { grouped } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { useSure } from '../parts/useSure.ts';
import { usePublish } from '../usePublish.ts';
import { useRemote } from '../useRemote.ts';
import { FreezeWaiting } from './FreezeWaiting.tsx';

interface Props {
  readonly data: RankingResponse;
  /** Of the village, or of the town. */
  readonly place: string;
  readonly villageName: (code: string) => string;
  readonly onClose: () => void;
  readonly onFrozen: () => void;
}

/** Freezing cannot be undone: what the list will be, in figures, what speaks for waiting, and then a deliberate second act. */
export function FreezeDialog({ data, place, villageName, onClose, onFrozen }: Props) {
  const { t } = useTranslation('ranking');
  const { village, year } = data;
  const sure = useSure(true);
  const { problem, busy, publish } = usePublish((unsent) => {
    showToast(t(unsent ? 'savedHere' : 'freeze.done', { year }));
    onFrozen();
  });
  const waiting = useRemote(JSON.stringify([village, year]), () =>
    postJson<RankingWaiting>('/api/office/ranking/waiting', { village, year }),
  );
  const act = async () => {
    if (waiting.data && sure.given()) await publish({ kind: 'year.rank', body: { village, year } });
  };
  return (
    <OfficeDialog
      open
      title={t('freeze.title', { place, year })}
      onClose={onClose}
      footer={<FinalActFooter act={t('freeze.act')} busy={busy} onClose={onClose} onAct={() => void act()} />}
    >
      <div className="flex flex-col gap-4">
        <p>{t('freeze.about')}</p>
        <FactList
          facts={[
            [t('freeze.ranked'), grouped(data.ranked)],
            ...data.tiers.map(({ name, households }) => [name, grouped(households)] as const),
            ...(data.cadresApart ? [[t('apart'), grouped(data.apart)] as const] : []),
            [t('excluded'), grouped(data.excluded)],
            [t('unranked'), grouped(data.unranked)],
          ]}
        />
        {waiting.data ? (
          <FreezeWaiting waiting={waiting.data} villageName={villageName} />
        ) : waiting.problem === undefined ? (
          <LoadingRows rows={2} label={t('loading')} />
        ) : (
          <FailurePanel problem={waiting.problem} retry={waiting.reload} />
        )}
        <FinalActSure failure={problem} label={t('freeze.sure')} sure={sure} />
      </div>
    </OfficeDialog>
  );
}
