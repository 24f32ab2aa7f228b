import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { grouped, longMoment } from '../parts/moments.ts';

interface Props {
  readonly device: OfficeDevice;
  /** In whose name it will be booked. */
  readonly by: string;
}

/** What a write-off of a device's rights would give up, and what may be short afterwards (AL-5, CF-13). */
export function WriteOffFigures({ device, by }: Props) {
  const { t } = useTranslation('office');
  const points = grouped(device.allowance.points);
  return (
    <div className="flex flex-col gap-3">
      <dl className="grid grid-cols-2 gap-3">
        <div className="rounded-lg bg-sunken px-4 py-3">
          <dt className="text-muted">{t('devices.writeOff.held')}</dt>
          <dd className="text-2xl font-bold">
            {t('devices.allowanceLong', { points, households: grouped(device.allowance.households) })}
          </dd>
        </div>
        <div className="rounded-lg bg-sunken px-4 py-3">
          <dt className="text-muted">{t('devices.writeOff.shortAtMost')}</dt>
          <dd className="text-2xl font-bold text-danger">{t('devices.writeOff.points', { points })}</dd>
        </div>
      </dl>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('devices.writeOff.effect.free')}</li>
        <li>{t('devices.writeOff.effect.late')}</li>
        <li>{t('devices.writeOff.effect.short', { points, name: by })}</li>
        <li>
          {device.lastSyncAt === null
            ? t('devices.writeOff.effect.never')
            : t('devices.writeOff.effect.heard', { time: longMoment(device.lastSyncAt), count: device.unsent })}
        </li>
        <li>{t('devices.writeOff.effect.final')}</li>
      </ul>
    </div>
  );
}
