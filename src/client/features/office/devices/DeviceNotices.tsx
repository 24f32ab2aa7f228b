import { useTranslation } from 'react-i18next';
import { clockOffMinutes } from '../../../../protocol/deviceState.ts';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { Notice } from '../../../ui/Notice.tsx';

/** What the office should know of a device before it does anything with it. */
export function DeviceNotices({ device }: { readonly device: OfficeDevice }) {
  const { t } = useTranslation('office');
  const clockOff = clockOffMinutes(device);
  return (
    <>
      {device.awaited ? <Notice tone="waiting">{t('devices.awaitedLong')}</Notice> : null}
      {device.unsent > 0 ? <Notice tone="waiting">{t('devices.unsentLong', { count: device.unsent })}</Notice> : null}
      {device.unsaved > 0 ? <Notice tone="waiting">{t('devices.unsaved', { count: device.unsaved })}</Notice> : null}
      {clockOff > 0 ? <Notice tone="waiting">{t('devices.clockOff', { count: clockOff })}</Notice> : null}
      {device.persisted === false ? <Notice tone="waiting">{t('devices.notPersisted')}</Notice> : null}
    </>
  );
}
