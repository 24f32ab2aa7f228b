import { CloudUpload, Download, Inbox } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { useToday } from '../household/useToday.ts';
import { useTray } from '../household/useTray.ts';
import { exportRefused } from './exportRefused.ts';
import { NewIdentity } from './NewIdentity.tsx';
import { NoticeList } from './NoticeList.tsx';
import { SyncProblem } from './SyncProblem.tsx';
import { standingOf } from './standing.ts';
import { TrayList } from './TrayList.tsx';

type View = 'unsent' | 'waiting' | 'all';

/** 待传: every op of this device, where it stands and what to do. */
export default function TrayScreen() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const sync = useTabletState((s) => s.sync);
  const device = useTabletState((s) => s.device?.id) ?? '';
  const today = useToday();
  const { items, failed } = useTray();
  const [view, setView] = useState<View>();

  useEffect(() => {
    // Seen once the person leaves: while here, what is new keeps its mark.
    return () => void tablet.markNoticesSeen();
  }, [tablet]);

  const standing = (item: NonNullable<typeof items>[number]) => standingOf(item);
  const unsent = (items ?? []).filter((i) => standing(i) === 'here');
  const waiting = (items ?? []).filter((i) => standing(i) === 'held' || standing(i) === 'refused');
  const refused = waiting.filter((i) => standing(i) === 'refused');
  const current: View = view ?? (unsent.length === 0 && waiting.length > 0 ? 'waiting' : 'unsent');
  const shown = current === 'unsent' ? unsent : current === 'waiting' ? waiting : (items ?? []);
  const syncing = sync.phase === 'syncing';

  const list = () => {
    if (failed && !items) return <ErrorState title={t('tray.failedTitle')}>{t('tray.failed')}</ErrorState>;
    if (!items) return <LoadingRows rows={4} label={t('loading')} />;
    if (shown.length > 0) return <TrayList items={shown} />;
    const words = {
      unsent: [t('tray.emptyUnsentTitle'), t('tray.emptyUnsent')],
      waiting: [t('tray.emptyWaitingTitle'), t('tray.emptyWaiting')],
      all: [t('tray.emptyAllTitle'), t('tray.emptyAll')],
    } as const;
    return (
      <EmptyState icon={Inbox} title={words[current][0]}>
        {words[current][1]}
      </EmptyState>
    );
  };
  return (
    <Screen
      flush
      header={
        <PageHeader
          title={t('tray.title')}
          action={
            <Button look="primary" icon={CloudUpload} busy={syncing} onClick={() => void tablet.syncNow()}>
              {syncing ? t('tray.syncing') : t('tray.syncNow')}
            </Button>
          }
        />
      }
    >
      <div className="mx-auto w-full max-w-3xl">
        <SyncProblem sync={sync} />
        <NewIdentity />
        <NoticeList />
        <Tabs
          label={t('tray.title')}
          value={current}
          onChange={setView}
          tabs={[
            { value: 'unsent', label: t('tray.tabs.unsent'), count: unsent.length },
            { value: 'waiting', label: t('tray.tabs.waiting'), count: waiting.length },
            { value: 'all', label: t('tray.tabs.all') },
          ]}
        />
        {list()}
        {refused.length > 0 && current !== 'unsent' ? (
          <div className="p-4">
            <Button icon={Download} block onClick={() => exportRefused(device, today, refused)}>
              {t('tray.export', { count: refused.length })}
            </Button>
          </div>
        ) : null}
      </div>
    </Screen>
  );
}
