import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { longDay } from '../../../ui/dates.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { FactList } from '../parts/FactList.tsx';
import { longMoment, signed } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { EntryNotices } from './EntryNotices.tsx';
import { EntryPhotos } from './EntryPhotos.tsx';
import { EntryState } from './EntryState.tsx';

interface Props {
  readonly entry: OfficeEntry;
  readonly mayReview: boolean;
  readonly onClose: () => void;
}

/** One entry in full, beside the list. */
export function EntryDetail({ entry, mayReview, onClose }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const village = me.villages.find((one) => one.code === entry.village);
  const grid = village?.grids.find((one) => one.code === entry.grid);
  return (
    <aside
      aria-label={t('review.detail')}
      className="flex w-88 shrink-0 flex-col gap-4 overflow-y-auto border-l bg-surface p-5 max-wide:max-h-[45%] max-wide:w-full max-wide:border-t max-wide:border-l-0"
    >
      <header className="flex items-start justify-between gap-3">
        <div>
          <h2 className="text-lg font-bold">{t('family', { head: entry.head })}</h2>
          <p className="text-muted">
            {entry.household} · {village?.name ?? entry.village} {grid?.name ?? entry.grid}
          </p>
        </div>
        <SmallButton icon={X} onClick={onClose}>
          {t('close')}
        </SmallButton>
      </header>
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-base font-semibold">{entry.ruleTitle}</span>
        <span className={`text-3xl font-bold ${entry.points < 0 ? 'text-danger' : ''}`}>{signed(entry.points)}</span>
      </p>
      <div>
        <EntryState entry={entry} />
      </div>
      <EntryNotices entry={entry} />
      <FactList
        facts={[
          [t('review.date'), longDay(entry.date)],
          [t('review.rule'), entry.rule],
          [t('review.member'), entry.member],
          [t('review.level'), entry.level],
          [t('review.quantity'), entry.quantity === 1 ? null : `${entry.quantity} ${entry.unit}`],
          [t('review.note'), entry.note],
          [t('review.recordedBy'), entry.byName],
          [t('review.recordedAt'), longMoment(entry.at)],
          [t('review.ref'), entry.id],
          [t('review.reviewedBy'), entry.reviewedByName],
          [t('review.reviewedAt'), entry.reviewedAt === null ? null : longMoment(entry.reviewedAt)],
          [t('review.reason'), entry.reason],
        ]}
      />
      <EntryPhotos entry={entry} />
      {entry.status === 'submitted' && !mayReview ? <Notice tone="decided">{t('review.committeeLong')}</Notice> : null}
    </aside>
  );
}
