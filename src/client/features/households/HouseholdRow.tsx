import { Check } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../../domain/calendar.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { Chip } from '../../ui/Chip.tsx';
import { cx } from '../../ui/cx.ts';
import { plainPoints } from '../../ui/Points.tsx';
import { visitedThisWeek } from '../home/gridWeek.ts';

interface Props {
  readonly row: DirectoryRow;
  readonly today: Day;
  readonly current: boolean;
  readonly onOpen: (code: string) => void;
}

/** One household in the list: whose, where, how many points, visited or not. */
export const HouseholdRow = memo(function HouseholdRow({ row, today, current, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      onClick={() => onOpen(row.code)}
      aria-current={current || undefined}
      className={cx(
        'flex h-full w-full items-center gap-3 px-4 text-left active:bg-primary-soft',
        current && 'border-l-6 border-primary bg-primary-soft',
      )}
    >
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-center gap-2">
          <span className="truncate text-lg font-bold">{row.head}</span>
          {row.ended ? <Chip tone="plain">{t(`list.${row.ended}`, { code: row.into ?? '' })}</Chip> : null}
          {row.status === 'away' && !row.ended ? <Chip tone="plain">{t('list.away')}</Chip> : null}
        </span>
        <span className="truncate text-sm text-muted">
          {row.doorPlate} · {row.code}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end">
        <span className="text-sm text-muted">
          {t('list.earned')} <span className="text-lg font-bold text-ink">{plainPoints(row.earned)}</span>
        </span>
        {visitedThisWeek(row, today) ? (
          <span className="inline-flex items-center gap-1 text-sm font-semibold text-primary">
            <Check aria-hidden="true" className="size-4" />
            {t('list.visited')}
          </span>
        ) : null}
      </span>
    </button>
  );
});
