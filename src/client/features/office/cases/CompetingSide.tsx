import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { longDay } from '../../../ui/dates.ts';
import { FactList } from '../parts/FactList.tsx';
import { shortMoment, signed } from '../parts/moments.ts';
import { EntryState } from '../review/EntryState.tsx';

interface Props {
  readonly entries: readonly OfficeEntry[];
  /** Id of the one that gave way by the decision. */
  readonly replaced: string | null;
}

/** The entries that were there first and fill the limit. */
export function CompetingSide({ entries, replaced }: Props) {
  const { t } = useTranslation('office');
  if (entries.length === 0)
    return <p className="rounded-xl border border-dashed p-4 text-muted">{t('cases.noCompeting')}</p>;
  return (
    <div className="flex flex-col gap-3">
      {entries.map((entry) => (
        <article key={entry.id} className="flex flex-col gap-1.5 rounded-xl border bg-surface px-4 py-2.5">
          <header className="flex items-center justify-between gap-2">
            <h3 className="font-bold">{t('cases.competingSide')}</h3>
            {entry.id === replaced ? (
              <Chip tone="danger" icon={Undo2}>
                {t('cases.gaveWay')}
              </Chip>
            ) : (
              <EntryState entry={entry} />
            )}
          </header>
          <p className="flex items-baseline justify-between gap-3">
            <span className="text-base font-semibold">{entry.ruleTitle}</span>
            <span className="text-2xl font-bold">{signed(entry.points)}</span>
          </p>
          <FactList
            facts={[
              [t('review.household'), `${entry.head} ${entry.household}`],
              [t('review.date'), longDay(entry.date)],
              [t('review.member'), entry.member],
              [t('review.level'), entry.level],
              [t('review.quantity'), entry.quantity === 1 ? null : `${entry.quantity} ${entry.unit}`],
              [t('review.note'), entry.note],
              [t('review.recordedBy'), `${entry.byName} · ${shortMoment(entry.at)}`],
              [t('review.ref'), entry.id],
            ]}
          />
        </article>
      ))}
    </div>
  );
}
