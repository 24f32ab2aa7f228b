import { PackageSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { type Cart, withPieces } from './cart.ts';
import { GoodsTile } from './GoodsTile.tsx';
import type { LimitsLeft } from './limitsLeft.ts';

interface Props {
  readonly shown: readonly Goods[];
  /** Nothing is sold at all; otherwise only the filter leaves nothing. */
  readonly none: boolean;
  readonly cart: Cart;
  /** What the household may still have of limited goods; of nobody nothing is limited. */
  readonly limits: LimitsLeft;
  readonly onCart: (cart: Cart) => void;
  /** In the place of the price, where nothing is sold. */
  readonly figure?: (goods: Goods) => string;
  /** How many there are of some goods, in words. */
  readonly mark?: (goods: Goods) => ReactNode;
  /** Columns by the width of the place. */
  readonly columns: string;
}

/** Goods as tiles; a tap puts a piece into the basket. */
export function GoodsGrid({ shown, none, cart, limits, onCart, figure, mark, columns }: Props) {
  const { t } = useTranslation();
  if (shown.length === 0) {
    return (
      <EmptyState icon={PackageSearch} title={t('redeem.noGoods')}>
        {none ? t('redeem.noGoodsHint') : t('redeem.noneFound')}
      </EmptyState>
    );
  }
  return (
    <ul className={cx('grid gap-2.5', columns)}>
      {shown.map((g) => (
        <li key={g.sku} className="flex">
          <GoodsTile
            goods={g}
            pieces={cart.get(g.sku) ?? 0}
            limit={limits.get(g.sku)}
            figure={figure?.(g)}
            mark={mark?.(g)}
            onChange={(change) => onCart(withPieces(cart, g.sku, change))}
          />
        </li>
      ))}
    </ul>
  );
}
