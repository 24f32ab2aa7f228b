import { PackageX, TriangleAlert, Truck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { isLow } from '../../../domain/stockView.ts';
import { Chip } from '../../ui/Chip.tsx';
import { plainPoints } from '../../ui/Points.tsx';
import { useCarrierName } from './useCarrierName.ts';

interface Props {
  readonly goods: Goods;
  /** On the shelf; undefined when nobody has booked any. */
  readonly pieces: number | undefined;
  readonly hands: readonly { readonly device: string; readonly pieces: number }[];
}

/** One kind of goods: how many there are, whether that is few, and in whose hands the others are. */
export function StockRow({ goods, pieces, hands }: Props) {
  const { t } = useTranslation();
  const nameOf = useCarrierName();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p>
          <span className="font-bold">{goods.name}</span> <span className="text-muted">{goods.spec}</span>
        </p>
        <p className="text-sm text-muted">
          {goods.sku}
          {goods.barcode ? <span className="max-sm:hidden"> · {goods.barcode}</span> : null}
          {goods.active ? '' : ` · ${t('stock.retired')}`}
        </p>
        {hands.map(({ device, pieces: held }) => (
          <p key={device} className="flex items-center gap-1.5 text-sm font-semibold">
            <Truck aria-hidden="true" className="size-4 shrink-0 text-muted" />
            {t('stock.handsLine', { name: nameOf(device), count: held })}
          </p>
        ))}
      </div>
      <State pieces={pieces} lowStock={goods.lowStock} />
      <p className="min-w-20 text-right text-2xl font-bold tabular-nums">
        {pieces === undefined ? (
          <span className="text-base font-normal text-muted">{t('stock.unbooked')}</span>
        ) : (
          plainPoints(pieces)
        )}
      </p>
    </li>
  );
}

function State({ pieces, lowStock }: { readonly pieces: number | undefined; readonly lowStock: number | undefined }) {
  const { t } = useTranslation();
  if (pieces === undefined) return null;
  if (pieces < 0)
    return (
      <Chip tone="danger" icon={TriangleAlert}>
        {t('stock.below')}
      </Chip>
    );
  if (pieces === 0)
    return (
      <Chip tone="waiting" icon={PackageX}>
        {t('stock.none')}
      </Chip>
    );
  if (!isLow(pieces, lowStock)) return null;
  return (
    <Chip tone="waiting" icon={TriangleAlert}>
      {t('stock.low')}
    </Chip>
  );
}
