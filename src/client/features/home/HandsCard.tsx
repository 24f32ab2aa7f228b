import { PackageOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/Card.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useStock } from '../redeem/useStock.ts';

/** What this tablet carries for door delivery, once the store has handed something out to it. */
export default function HandsCard() {
  const { t } = useTranslation();
  const stock = useStock();
  const device = useTabletState((s) => s.device?.id) ?? '';
  const goods = useTabletState((s) => s.catalogue?.goods);
  const hands = stock.status === 'open' ? stock.view.hands.get(device) : undefined;
  const held = [...(hands ?? [])].filter(([, pieces]) => pieces !== 0);
  if (held.length === 0) return null;
  const nameOf = (sku: string) => goods?.find((one) => one.sku === sku);
  return (
    <Card>
      <h2 className="flex items-center gap-2 font-semibold">
        <PackageOpen aria-hidden="true" className="size-6 text-primary" />
        {t('stock.carried.title')}
      </h2>
      <p className="text-sm text-muted">{t('stock.carried.hint')}</p>
      <ul className="mt-1 divide-y divide-line">
        {held.map(([sku, pieces]) => (
          <li key={sku} className="flex items-baseline justify-between gap-3 py-1.5">
            <span className="min-w-0">
              {nameOf(sku)?.name ?? sku} <span className="text-sm text-muted">{nameOf(sku)?.spec}</span>
            </span>
            <span className="font-bold whitespace-nowrap">{t('stock.pieces', { count: pieces })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
