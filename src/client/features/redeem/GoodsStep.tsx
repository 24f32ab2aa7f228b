import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Figure } from '../../ui/Points.tsx';
import { CartBar } from './CartBar.tsx';
import { CategoryChips } from './CategoryChips.tsx';
import type { Cart, CartSum } from './cart.ts';
import type { Funds, Payment } from './funds.ts';
import { GoodsGrid } from './GoodsGrid.tsx';
import { GoodsSearch } from './GoodsSearch.tsx';
import { beyondLimits, type LimitsLeft } from './limitsLeft.ts';
import { StockMark } from './StockMark.tsx';
import { useGoodsFilter } from './useGoodsFilter.ts';
import { usePieces } from './useStock.ts';

interface Props {
  readonly family: string;
  readonly goods: readonly Goods[];
  readonly cart: Cart;
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly payment: Payment;
  readonly limits: LimitsLeft;
  readonly household: string;
  readonly card: number | undefined;
  /** Goods are only reserved now. */
  readonly reserving: boolean;
  readonly onReserved: () => void;
  readonly onCart: (cart: Cart) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Choosing goods: what may be spent on top, a grid in the middle, the basket under the thumb. */
export function GoodsStep(props: Props) {
  const { family, goods, cart, sum, funds, payment, limits, reserving, onCart, onNext, onBack } = props;
  const { t } = useTranslation();
  const { query, setQuery, category, setCategory, categories, shown } = useGoodsFilter(goods);
  const piecesOf = usePieces();
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={reserving ? t('reserve.title', { family }) : t('redeem.title', { family })}
        back={{ label: t('act.back'), onBack }}
      />
      <div className="flex flex-wrap items-center gap-x-8 gap-y-2 border-b bg-surface px-4 py-2.5">
        <Figure label={t('redeem.here')} value={funds.remaining} size="lg" emphasis />
        <Figure label={t('redeem.whole')} value={funds.redeemable} size="lg" />
        <GoodsSearch query={query} onQuery={setQuery} />
      </div>
      <CategoryChips categories={categories} value={category} onChange={setCategory} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-3">
        <GoodsGrid
          shown={shown}
          none={goods.length === 0}
          cart={cart}
          limits={limits}
          onCart={onCart}
          mark={({ sku, lowStock }) => <StockMark pieces={piecesOf(sku)} lowStock={lowStock} />}
          columns="grid-cols-2 sm:grid-cols-3 xl:grid-cols-4"
        />
      </div>
      <CartBar
        {...{ family, sum, funds, payment, reserving, onNext }}
        household={props.household}
        card={props.card}
        beyond={beyondLimits(sum.lines, limits)}
        onReserved={props.onReserved}
      />
    </div>
  );
}
