import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { Notice } from '../../../ui/Notice.tsx';

const MINUTE_MS = 60_000;
const CLOCK_OFF_MS_MAX = 5 * MINUTE_MS;

/** What the office should know of a device before it does anything with it. */
export function DeviceNotices({ device }: { readonly device: OfficeDevice }) {
  const { t } = useTranslation('office');
  const clockOff = Math.abs(device.clockOffsetMs) > CLOCK_OFF_MS_MAX;
  return (
    <>
      {device.awaited ? <Notice tone="waiting">{t('devices.awaitedLong')}</Notice> : null}
      {device.unsent > 0 ? <Notice tone="waiting">{t('devices.unsentLong', { count: device.unsent })}</Notice> : null}
      {device.unsaved > 0 ? <Notice tone="waiting">{t('devices.unsaved', { count: device.unsaved })}</Notice> : null}
      {clockOff ? (
        <Notice tone="waiting">
          {t('devices.clockOff', { count: Math.round(Math.abs(device.clockOffsetMs) / MINUTE_MS) })}
        </Notice>
      ) : null}
      {device.persisted === false ? <Notice tone="waiting">{t('devices.notPersisted')}</Notice> : null}
    </>
  );
}
