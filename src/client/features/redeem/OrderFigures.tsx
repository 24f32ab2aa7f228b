import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { Card } from '../../ui/Card.tsx';
import { plainPoints } from '../../ui/Points.tsx';
import type { CartSum } from './cart.ts';

interface Props {
  readonly family: string;
  readonly sum: CartSum;
  readonly goods: readonly Goods[];
  readonly redeemable: number;
}

/** The order in figures that an old person reads at arm's length. */
export function OrderFigures({ family, sum, goods, redeemable }: Props) {
  const { t } = useTranslation();
  const nameOf = (sku: string) => goods.find((g) => g.sku === sku);
  return (
    <>
      <p className="px-1 text-xl font-semibold">{t('redeem.confirmLead', { family })}</p>
      <Card flush>
        <ul className="divide-y divide-line">
          {sum.lines.map((line) => (
            <li key={line.sku} className="flex items-center justify-between gap-4 px-4 py-3">
              <span>
                <span className="text-xl font-bold">{nameOf(line.sku)?.name ?? line.sku}</span>{' '}
                <span className="text-muted">{nameOf(line.sku)?.spec}</span>
              </span>
              <span className="text-right text-lg font-semibold whitespace-nowrap">
                {t('redeem.lineTotal', { quantity: line.quantity, points: line.quantity * line.price })}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <div className="grid grid-cols-2 gap-3">
        <div className="rounded-2xl border-2 border-danger bg-surface p-4">
          <p className="text-muted">{t('redeem.spend')}</p>
          <p className="text-4xl font-bold text-danger">{plainPoints(-sum.points)}</p>
        </div>
        <div className="rounded-2xl border-2 border-primary bg-surface p-4">
          <p className="text-muted">{t('redeem.left')}</p>
          <p className="text-4xl font-bold text-primary">{plainPoints(redeemable - sum.points)}</p>
        </div>
      </div>
    </>
  );
}
