import { useTranslation } from 'react-i18next';
import { SILENT_DAYS } from '../../../../protocol/officeDevices.ts';
import type { OfficeSummary } from '../../../../protocol/officeSummary.ts';
import { longMoment } from '../parts/moments.ts';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';

const DAY_MS = 86_400_000;

interface Props {
  readonly devices: OfficeSummary['silentDevices'];
  /** The server's clock, ms. */
  readonly now: number;
}

/** Devices that were not heard of for days: what they recorded is only on them. */
export function SilentDevices({ devices, now }: Props) {
  const { t } = useTranslation('office');
  if (devices.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys
    <section tabIndex={0} className="overflow-x-auto rounded-xl border bg-surface max-wide:scroll-more-x">
      <table className="w-full border-collapse">
        <caption className="px-4 pt-3 pb-2 text-left">
          <span className="block text-base font-bold">{t('overview.silentTitle', { days: SILENT_DAYS })}</span>
          <span className="text-muted">{t('overview.silentHelp')}</span>
        </caption>
        <thead>
          <tr className={HEAD}>
            <th scope="col" className={CELL}>
              {t('devices.name')}
            </th>
            <th scope="col" className={CELL}>
              {t('devices.lastSync')}
            </th>
            <th scope="col" className={`${CELL} text-right`}>
              {t('overview.daysAgo')}
            </th>
            <th scope="col" className={`${CELL} text-right`}>
              {t('devices.unsent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <tr key={device.id} className="border-t">
              <th scope="row" className={`${CELL} text-left font-semibold`}>
                {device.name} <span className="font-normal text-muted">{device.id}</span>
              </th>
              <td className={CELL}>
                {device.lastSyncAt === null ? t('devices.neverSynced') : longMoment(device.lastSyncAt)}
              </td>
              <td className={NUMBER}>
                {device.lastSyncAt === null ? '—' : Math.floor((now - device.lastSyncAt) / DAY_MS)}
              </td>
              <td className={NUMBER}>{device.unsent}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
