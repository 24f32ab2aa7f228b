import { PackageCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Button } from '../../ui/Button.tsx';
import { shortDay } from '../../ui/dates.ts';
import { useTabletState } from '../../useTablet.tsx';
import { useDirectory } from '../household/useDirectory.ts';
import { deliveriesOf } from '../reserve/deliveries.ts';

/** Goods that this tablet has to bring; nothing while there are none. */
export function DeliveriesCard() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const device = useTabletState((s) => s.device?.id);
  const list = deliveriesOf(useDirectory(), device);
  const [first] = list;
  if (!first) return null;
  const count = list.reduce((sum, one) => sum + one.count, 0);
  return (
    <Button size="lg" icon={PackageCheck} block className="justify-start" onClick={() => void navigate('/deliveries')}>
      <span className="flex flex-col items-start py-1.5">
        {t('reserve.deliver')}
        <span className="text-sm font-normal text-muted">
          {t('reserve.deliverHint', { count, until: shortDay(first.until) })}
        </span>
      </span>
    </Button>
  );
}
