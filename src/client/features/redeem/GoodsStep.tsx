import { PackageSearch, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Figure } from '../../ui/Points.tsx';
import { CartBar } from './CartBar.tsx';
import { CategoryChips } from './CategoryChips.tsx';
import { type Cart, type CartSum, withPieces } from './cart.ts';
import type { Funds, Payment } from './funds.ts';
import { GoodsTile } from './GoodsTile.tsx';

interface Props {
  readonly family: string;
  readonly goods: readonly Goods[];
  readonly cart: Cart;
  readonly sum: CartSum;
  readonly funds: Funds;
  readonly payment: Payment;
  readonly onCart: (cart: Cart) => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
}

/** Choosing goods: what may be spent on top, a grid in the middle, the basket under the thumb. */
export function GoodsStep({ family, goods, cart, sum, funds, payment, onCart, onNext, onBack }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [category, setCategory] = useState<string>();
  const categories = useMemo(() => [...new Set(goods.map((g) => g.category))], [goods]);
  const text = query.trim().toLowerCase();
  const shown = goods.filter(
    (g) =>
      (category === undefined || g.category === category) &&
      (text === '' || g.name.toLowerCase().includes(text) || g.sku.toLowerCase().includes(text) || g.barcode === text),
  );
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('redeem.title', { family })} back={{ label: t('act.back'), onBack }} />
      <div className="flex flex-wrap items-center gap-x-8 gap-y-2 border-b bg-surface px-4 py-2.5">
        <Figure label={t('redeem.here')} value={funds.remaining} size="lg" emphasis />
        <Figure label={t('redeem.whole')} value={funds.redeemable} size="lg" />
        <label className="relative min-w-40 flex-1">
          <span className="sr-only">{t('redeem.search')}</span>
          <Search aria-hidden="true" className="pointer-events-none absolute top-3 left-3 size-6 text-muted" />
          <input
            type="search"
            value={query}
            placeholder={t('redeem.search')}
            onChange={(event) => setQuery(event.target.value)}
            className="h-12 w-full rounded-xl border border-line-strong bg-surface pr-3 pl-11"
          />
        </label>
      </div>
      <CategoryChips categories={categories} value={category} onChange={setCategory} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-3">
        {shown.length === 0 ? (
          <EmptyState icon={PackageSearch} title={t('redeem.noGoods')}>
            {goods.length === 0 ? t('redeem.noGoodsHint') : t('redeem.noneFound')}
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-2 gap-2.5 sm:grid-cols-3 xl:grid-cols-4">
            {shown.map((g) => (
              <li key={g.sku} className="flex">
                <GoodsTile
                  goods={g}
                  pieces={cart.get(g.sku) ?? 0}
                  onChange={(change) => onCart(withPieces(cart, g.sku, change))}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      <CartBar family={family} sum={sum} funds={funds} payment={payment} onNext={onNext} />
    </div>
  );
}
