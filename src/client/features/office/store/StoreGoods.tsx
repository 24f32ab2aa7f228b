import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeStore } from '../../../../protocol/officeStore.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';

/** So many of the fastest and of the slowest are shown first. */
const ENDS = 5;

/** Goods by how fast they went; the slowest are what lies there and nobody takes. */
export function StoreGoods({ goods }: { readonly goods: OfficeStore['goods'] }) {
  const { t } = useTranslation('office');
  const [all, setAll] = useState(false);
  const fast = goods.filter((one) => one.pieces > 0);
  // Slow are goods on offer that are here or were asked for least.
  const slow = goods.filter((one) => one.active && !fast.slice(0, ENDS).includes(one)).reverse();
  if (all) return <GoodsTable caption={t('store.allGoods')} goods={goods} onLess={() => setAll(false)} />;
  return (
    <div className="grid grid-cols-2 border-t max-wide:grid-cols-1">
      <GoodsTable caption={t('store.fast')} goods={fast.slice(0, ENDS)} none={t('store.noneFast')} />
      <div className="border-l max-wide:border-t max-wide:border-l-0">
        <GoodsTable caption={t('store.slow')} goods={slow.slice(0, ENDS)} none={t('store.noneSlow')} />
        {goods.length > 2 * ENDS ? (
          <div className="px-3 pb-3">
            <SmallButton onClick={() => setAll(true)}>{t('store.showAll', { count: goods.length })}</SmallButton>
          </div>
        ) : null}
      </div>
    </div>
  );
}

interface TableProps {
  readonly caption: string;
  readonly goods: OfficeStore['goods'];
  readonly none?: string;
  readonly onLess?: () => void;
}

function GoodsTable({ caption, goods, none, onLess }: TableProps) {
  const { t } = useTranslation('office');
  if (goods.length === 0 && none !== undefined) {
    return (
      <div className="px-4 py-3">
        <h3 className="font-bold">{caption}</h3>
        <p className="text-muted">{none}</p>
      </div>
    );
  }
  return (
    <div className="overflow-x-auto max-wide:scroll-more-x">
      <table className="w-full border-collapse">
        <caption className="px-4 pt-3 pb-1 text-left font-bold">{caption}</caption>
        <thead>
          <tr className={HEAD}>
            <th scope="col" className={CELL}>
              {t('store.goods')}
            </th>
            <th scope="col" className={`${CELL} text-right`}>
              {t('store.out')}
            </th>
            <th scope="col" className={`${CELL} text-right`}>
              {t('store.stock')}
            </th>
          </tr>
        </thead>
        <tbody>
          {goods.map((one) => (
            <tr key={one.sku} className="border-t">
              <th scope="row" className={`${CELL} text-left font-semibold`}>
                {one.name} {one.active ? null : <Chip tone="plain">{t('store.inactive')}</Chip>}
              </th>
              <td className={NUMBER}>{grouped(one.pieces)}</td>
              <td className={NUMBER}>
                {one.low ? <Chip tone="waiting">{t('store.low')}</Chip> : null}{' '}
                {one.stock === null ? '—' : grouped(one.stock)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {onLess ? (
        <div className="p-3">
          <SmallButton onClick={onLess}>{t('store.showLess')}</SmallButton>
        </div>
      ) : null}
    </div>
  );
}
