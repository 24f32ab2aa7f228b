import { Printer, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { verdictText } from '../../../protocol/verdictText.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { timeOf } from '../../ui/dates.ts';
import { DeedPoints } from '../../ui/Points.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useNames } from '../household/useNames.ts';
import { OrderStanding } from './OrderStanding.tsx';
import { isUnanswered, isVoidable, type PastOrder } from './pastOrders.ts';
import { useMaskedFamily } from './useMaskedFamily.ts';

interface Props {
  readonly order: PastOrder;
  readonly onPrint: () => void;
  readonly onVoid: () => void;
}

/** One redemption of today: for whom, what, where it stands. */
export function TodayLine({ order, onPrint, onVoid }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const family = useMaskedFamily()(order.household);
  const goods = useTabletState((s) => s.catalogue?.goods);
  const { item, body, standing, voided, became } = order;
  const { verdict } = item;
  const nameOf = (sku: string) => goods?.find((one) => one.sku === sku)?.name ?? sku;
  const unanswered = isUnanswered(order);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <span className="w-14 text-muted">{timeOf(item.at)}</span>
      <div className="min-w-60 flex-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <strong className="text-lg">{family}</strong>
          <DeedPoints points={-body.points} void={voided !== undefined || standing === 'refused'} />
          <OrderStanding order={order} />
        </p>
        <p>
          {body.lines
            .map((line) => (line.quantity > 1 ? `${nameOf(line.sku)} ×${line.quantity}` : nameOf(line.sku)))
            .join(currentLanguage() === 'en' ? ', ' : '、')}
        </p>
        <p className="text-sm text-muted">
          {t('redeem.receipt')} <span className="whitespace-nowrap">{item.ref}</span>
        </p>
        {body.instead ? <p className="text-sm">{t('counter.receipt.instead', { ref: body.instead })}</p> : null}
        {became ? <p className="text-sm">{t('counter.today.became', { ref: became })}</p> : null}
        {verdict && verdict.outcome !== 'applied' ? <p>{verdictText(verdict, currentLanguage(), names)}</p> : null}
        {unanswered ? <p className="font-semibold text-waiting">{t('counter.today.unanswered')}</p> : null}
      </div>
      <div className="flex gap-2">
        {standing === 'refused' || unanswered || voided !== undefined ? null : (
          <Button data-arrow icon={Printer} onClick={onPrint}>
            {t('counter.today.print')}
          </Button>
        )}
        {isVoidable(order) ? (
          <Button data-arrow look="dangerQuiet" icon={Undo2} onClick={onVoid}>
            {t('counter.today.void')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
