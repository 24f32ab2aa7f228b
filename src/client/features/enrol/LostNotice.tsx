import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import type { LostDevice } from '../../engine/deviceMark.ts';
import { Button } from '../../ui/Button.tsx';
import { longDay, timeOf } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';

interface Props {
  readonly lost: LostDevice;
  /** Shown once the device is enrolled again. */
  readonly onRead?: () => void;
}

/** The databases of this tablet were deleted: what may be lost, what the server has, and what to do now. */
export function LostNotice({ lost, onRead }: Props) {
  const { t } = useTranslation();
  const { device, townName: town, unsent, server } = lost;
  const when = (at: number) => `${longDay(dayOf(at))} ${timeOf(at)}`;
  return (
    <Notice tone="danger" alert>
      <div className="flex flex-col gap-2">
        <p className="font-bold">{t('lost.title')}</p>
        <p>{t('lost.was', { device, town })}</p>
        {server ? (
          <p>
            {server.lastSyncAt === null
              ? t('lost.serverNever', { device })
              : t('lost.server', { device, high: server.high, when: when(server.lastSyncAt) })}
          </p>
        ) : null}
        {server && server.unsent > 0 ? <p>{t('lost.serverUnsent', { count: server.unsent })}</p> : null}
        <p>{unsent > 0 ? t('lost.unsent', { count: unsent }) : t('lost.nothing')}</p>
        {onRead ? (
          <Button block onClick={onRead}>
            {t('lost.read')}
          </Button>
        ) : (
          <p>{t('lost.way', { device })}</p>
        )}
      </div>
    </Notice>
  );
}
