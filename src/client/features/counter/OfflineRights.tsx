import { WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../ui/dates.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useServable } from './useServable.ts';

/** How much of the village's points this counter can serve without a connection, and as of when: every sync rebalances (AL-4). */
export function OfflineRights() {
  const { t } = useTranslation();
  const points = useServable();
  const lastSyncAt = useTabletState((s) => s.sync.lastSyncAt);
  const words =
    points === undefined
      ? t('counter.rightsCounting')
      : points > 0
        ? t('counter.rights', { points })
        : // After a sync there is nothing more to fetch: no household has points that may be spent here.
          t(lastSyncAt === undefined ? 'counter.rightsNone' : 'counter.rightsZero');
  return (
    <p className="flex min-h-12 shrink-0 items-center justify-center gap-2 border-b bg-surface px-3 max-wide:min-h-10">
      <WifiOff aria-hidden="true" className="size-5 shrink-0 text-muted" />
      {/* Two short lines beside the sync line, which needs its room in both languages. */}
      <span className="wide:flex wide:flex-col wide:leading-tight">
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
