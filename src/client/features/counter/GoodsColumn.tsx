import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useWide } from '../../ui/useWide.ts';
import { CategoryChips } from '../redeem/CategoryChips.tsx';
import { GoodsGrid } from '../redeem/GoodsGrid.tsx';
import { GoodsSearch } from '../redeem/GoodsSearch.tsx';
import type { LimitsLeft } from '../redeem/limitsLeft.ts';
import { StockMark } from '../redeem/StockMark.tsx';
import { useGoodsFilter } from '../redeem/useGoodsFilter.ts';
import { usePieces } from '../redeem/useStock.ts';
import { putIn, setCart, useCounter } from './counterStore.ts';
import { SaidBar } from './SaidBar.tsx';

/** The shelf: by category, by a few letters, or by scanning. Enter in the field takes the first that is shown. */
export function GoodsColumn({ goods, limits }: { goods: readonly Goods[]; limits: LimitsLeft }) {
  const { t } = useTranslation();
  const wide = useWide();
  const cart = useCounter((s) => s.cart);
  const active = useMemo(() => goods.filter((one) => one.active), [goods]);
  const { query, setQuery, category, setCategory, categories, shown } = useGoodsFilter(active);
  const piecesOf = usePieces();
  const input = useRef<HTMLInputElement>(null);
  const focusField = () => input.current?.focus();
  useKeys({ F3: focusField });

  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const [first] = shown;
    if (event.key === 'Escape') setQuery('');
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || query.trim() === '' || !first) return;
    putIn(first.sku);
    setQuery('');
  };
  return (
    <section
      aria-label={t('counter.goods.title')}
      onKeyDown={arrowFocus}
      className="relative flex flex-col max-wide:border-b wide:min-h-0"
    >
      <div className="flex items-center gap-3 border-b bg-surface px-3 py-2">
        <GoodsSearch
          ref={input}
          query={query}
          onQuery={setQuery}
          onKeyDown={onKey}
          hint={query === '' ? <KeyHint name="F3" /> : undefined}
        />
      </div>
      <CategoryChips categories={categories} value={category} onChange={setCategory} />
      <div className="min-h-0 flex-1 p-3 wide:overflow-y-auto wide:overscroll-contain">
        <GoodsGrid
          shown={shown}
          none={active.length === 0}
          cart={cart}
          limits={limits}
          onCart={setCart}
          mark={({ sku, lowStock }) => <StockMark pieces={piecesOf(sku)} lowStock={lowStock} />}
          columns="grid-cols-2 sm:grid-cols-3 wide:grid-cols-[repeat(auto-fill,minmax(168px,1fr))]"
        />
      </div>
      <div className="absolute inset-x-3 bottom-3 rounded-2xl bg-surface shadow-lift empty:hidden">
        {wide ? <SaidBar /> : null}
      </div>
    </section>
  );
}
