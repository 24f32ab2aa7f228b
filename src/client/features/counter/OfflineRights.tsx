import { WifiOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../ui/dates.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useCarried } from '../home/useCarried.ts';
import { useDirectory } from '../household/useDirectory.ts';

/** How much of the village's points this counter can serve without a connection, and as of when: every sync rebalances (AL-4). */
export function OfflineRights() {
  const { t } = useTranslation();
  const rows = useDirectory();
  const grids = useMemo(() => [...new Set(rows.map((row) => row.grid))], [rows]);
  const carried = useCarried(rows, grids);
  const lastSyncAt = useTabletState((s) => s.sync.lastSyncAt);
  const words =
    carried === undefined
      ? t('counter.rightsCounting')
      : carried.points > 0
        ? t('counter.rights', { points: carried.points })
        : t('counter.rightsNone');
  return (
    <p className="flex min-h-12 shrink-0 items-center justify-center gap-2 border-b bg-surface px-3 max-wide:min-h-10">
      <WifiOff aria-hidden="true" className="size-5 shrink-0 text-muted" />
      <span>
        <strong className="font-semibold">{words}</strong>{' '}
        {lastSyncAt === undefined ? null : (
          <span className="text-sm whitespace-nowrap text-muted">
            {t('counter.rightsAt', { time: timeOf(lastSyncAt) })}
          </span>
        )}
      </span>
    </p>
  );
}
