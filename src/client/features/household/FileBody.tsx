import { useTranslation } from 'react-i18next';
import type { FileView } from '../../engine/tablet.ts';
import { Notice } from '../../ui/Notice.tsx';
import { ReservationsCard } from '../reserve/ReservationsCard.tsx';
import { CategoryBars } from './CategoryBars.tsx';
import { EditHistory } from './EditHistory.tsx';
import { EntriesCard } from './EntriesCard.tsx';
import { LineageNotices } from './LineageNotices.tsx';
import { isEnded } from './lineage.ts';
import { PointsCard } from './PointsCard.tsx';
import { ProfileCard } from './ProfileCard.tsx';
import { QuickRules } from './QuickRules.tsx';
import { RedemptionsCard } from './RedemptionsCard.tsx';
import { useScanned } from './scanned.ts';

/** What a file says, the most asked first. */
export function FileBody({ view }: { view: FileView }) {
  const { t } = useTranslation();
  const scanned = useScanned(view.file.code);
  return (
    <>
      {scanned?.mark === 'replaced' ? (
        <Notice tone="waiting" title={t('card.replacedTitle')} alert>
          {t('card.replacedBody')}
        </Notice>
      ) : null}
      {scanned?.mark === 'newer' ? (
        <Notice tone="plain" title={t('card.newerTitle')}>
          {t('card.newerBody')}
        </Notice>
      ) : null}
      {scanned?.mark === 'merged' ? (
        <Notice tone="plain" title={t('card.mergedTitle')}>
          {t('card.mergedBody')}
        </Notice>
      ) : null}
      <LineageNotices file={view.file} />
      <PointsCard view={view} />
      {isEnded(view.file) ? null : <QuickRules view={view} />}
      <EntriesCard view={view} />
      <ProfileCard view={view} />
      <CategoryBars view={view} />
      <ReservationsCard view={view} />
      <RedemptionsCard view={view} />
      <EditHistory view={view} />
    </>
  );
}
