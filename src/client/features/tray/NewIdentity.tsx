import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../domain/calendar.ts';
import { longDay } from '../../ui/dates.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useTabletState } from '../../useTablet.tsx';

/** SY-13: this tablet had another number once; what became of what was recorded under it, and what to do. */
export function NewIdentity() {
  const { t } = useTranslation();
  const formerly = useTabletState((s) => s.formerly);
  const now = useTabletState((s) => s.device?.id);
  if (!formerly || now === undefined) return null;
  const { device, at, taken } = formerly;
  return (
    <div className="p-3">
      <Notice tone="decided" title={t('tray.fork.title', { now, before: device })}>
        <p>{t('tray.fork.why', { date: longDay(dayOf(at)), before: device })}</p>
        <p>{t('tray.fork.taken', { count: taken })}</p>
        <p>{t('tray.fork.rights')}</p>
      </Notice>
    </div>
  );
}
