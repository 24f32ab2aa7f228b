import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { grouped, longMoment } from '../parts/moments.ts';

/** Every write-off of a device: who, why, how much, and what came of it (AL-5). */
export function WriteOffList({ writeOffs }: Pick<OfficeDevice, 'writeOffs'>) {
  const { t } = useTranslation('office');
  if (writeOffs.length === 0) return null;
  return (
    <section aria-label={t('devices.writeOff.list')}>
      <h3 className="mb-1 font-bold">{t('devices.writeOff.list')}</h3>
      <ul className="flex flex-col gap-2">
        {writeOffs.map((one) => (
          <li key={one.id} className="rounded-lg bg-sunken px-3 py-2">
            <p className="font-semibold">
              {t('devices.allowanceLong', { points: grouped(one.points), households: grouped(one.households) })}
            </p>
            <p>{t('devices.writeOff.why', { name: one.byName, reason: one.reason })}</p>
            {one.late > 0 ? <p>{t('devices.writeOff.late', { points: grouped(one.late) })}</p> : null}
            {one.shortfall > 0 ? (
              <p className="font-semibold text-danger">
                {t('devices.writeOff.shortfall', { points: grouped(one.shortfall) })}
              </p>
            ) : null}
            <p className="text-xs text-muted">
              {longMoment(one.at)} · {one.id}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
