import { CloudCheck, CloudOff, CloudUpload, type LucideIcon, Smartphone, TriangleAlert, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SyncStatus } from '../engine/tablet.ts';
import type { Tone } from './Chip.tsx';
import { cx } from './cx.ts';
import { timeOf } from './dates.ts';

const GROUND: Record<Tone, string> = {
  waiting: 'bg-amber-soft text-waiting',
  decided: 'bg-decided-soft text-decided',
  good: 'bg-primary-soft text-primary',
  danger: 'bg-danger-soft text-danger',
  plain: 'bg-sunken text-ink',
};

interface Line {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly text: string;
}

/** The state of the sync in one line of plain words; what needs a person comes before what is merely done. */
export function useSyncLine(sync: SyncStatus): Line {
  const { t } = useTranslation();
  const { unsent } = sync;
  if (sync.phase === 'syncing') {
    const text = sync.progress ? t('sync.syncingCount', sync.progress) : t('sync.syncing');
    return { icon: CloudUpload, tone: 'plain', text };
  }
  if (sync.phase === 'failing') {
    const text = unsent > 0 ? t('sync.failing', { count: unsent }) : t('sync.failingClean');
    return { icon: TriangleAlert, tone: 'waiting', text };
  }
  if (sync.phase === 'offline') {
    const text = unsent > 0 ? t('sync.offlineUnsent', { count: unsent }) : t('sync.offlineClean');
    return { icon: CloudOff, tone: unsent > 0 ? 'waiting' : 'plain', text };
  }
  if (unsent > 0) return { icon: Smartphone, tone: 'waiting', text: t('sync.unsent', { count: unsent }) };
  if (sync.waiting > 0) {
    return { icon: UserCheck, tone: 'decided', text: t('sync.waiting', { count: sync.waiting }) };
  }
  if (sync.lastSyncAt === undefined) return { icon: CloudOff, tone: 'plain', text: t('sync.never') };
  return { icon: CloudCheck, tone: 'good', text: t('sync.clean', { time: timeOf(sync.lastSyncAt) }) };
}

/** The sync line: always in the same place, and the way to the tray. */
export function SyncLine({ sync, onOpen }: { sync: SyncStatus; onOpen: () => void }) {
  const { t } = useTranslation();
  const { icon: Icon, tone, text } = useSyncLine(sync);
  return (
    <button
      type="button"
      onClick={onOpen}
      title={t('sync.openTray')}
      className={cx(
        'flex min-h-12 w-full items-center justify-center gap-2 border-b px-4 text-left font-semibold sun:bg-surface',
        GROUND[tone],
      )}
    >
      <Icon aria-hidden="true" className="size-5 shrink-0" />
      <span role="status">{text}</span>
    </button>
  );
}
