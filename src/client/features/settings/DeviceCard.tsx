import { CloudUpload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { APP_VERSION } from '../../pwa/appVersion.ts';
import { appUpdate } from '../../pwa/serviceWorker.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { longDay, timeOf } from '../../ui/dates.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { Facts } from '../household/Facts.tsx';

/** The device and its sync. */
export function DeviceCard() {
  const { t } = useTranslation();
  const tablet = useTablet();
  const sync = useTabletState((s) => s.sync);
  const device = useTabletState((s) => s.device);
  const offlineReady = appUpdate((s) => s.offlineReady);
  const last =
    sync.lastSyncAt === undefined
      ? t('me.neverSynced')
      : t('tray.at', { date: longDay(dayOf(sync.lastSyncAt)), time: timeOf(sync.lastSyncAt) });
  return (
    <Card title={t('me.device')}>
      <Facts
        facts={[
          [t('me.lastSync'), last],
          [t('me.unsent'), t('me.unsentCount', { count: sync.unsent })],
          [t('me.town'), device?.townName],
          [t('me.deviceId'), device?.id],
          [t('me.version'), APP_VERSION],
          [t('me.offline'), offlineReady ? t('me.offlineReady') : t('me.offlineNotReady')],
        ]}
      />
      <Button icon={CloudUpload} className="mt-4" busy={sync.phase === 'syncing'} onClick={() => void tablet.syncNow()}>
        {t('tray.syncNow')}
      </Button>
    </Card>
  );
}
