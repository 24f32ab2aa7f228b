import { ClipboardCheck, Printer } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Goods } from '../../../domain/op.ts';
import type { StockView } from '../../../domain/stockView.ts';
import { useFormGuard } from '../../pwa/formGuard.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useTabletState } from '../../useTablet.tsx';
import { say } from '../counter/counterStore.ts';
import { SaidBar } from '../counter/SaidBar.tsx';
import { CategoryChips } from '../redeem/CategoryChips.tsx';
import { GoodsSearch } from '../redeem/GoodsSearch.tsx';
import { useGoodsFilter } from '../redeem/useGoodsFilter.ts';
import { useStock } from '../redeem/useStock.ts';
import { CountPaper } from './CountPaper.tsx';
import { CountReview } from './CountReview.tsx';
import { CountRow } from './CountRow.tsx';
import { countLines, difference } from './countSheet.ts';
import { setCounted, useStockDraft } from './stockDraft.ts';
import { useTakeGoods } from './useTakeGoods.ts';

const NO_GOODS: readonly Goods[] = [];

/** The count sheet: what the books say beside what was found. Only what was typed is counted; the differences are shown before they are kept. */
export default function CountScreen() {
  const { t } = useTranslation();
  const stock = useStock();
  if (stock.status === 'failed') return <ErrorState title={t('stock.failedTitle')}>{t('stock.failed')}</ErrorState>;
  if (stock.status === 'loading') return <LoadingRows rows={6} label={t('loading')} />;
  return <Counting view={stock.view} />;
}

function Counting({ view }: { readonly view: StockView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const catalogue = useTabletState((s) => s.catalogue?.goods) ?? NO_GOODS;
  const typed = useStockDraft((s) => s.counted);
  const [reviewing, setReviewing] = useState(false);
  const rows = useRef<HTMLUListElement>(null);
  useFormGuard(typed.size > 0);
  const goods = catalogue.filter((one) => one.active || (view.shelf.get(one.sku) ?? 0) !== 0);
  const { query, setQuery, category, setCategory, categories, shown } = useGoodsFilter(goods);
  const lines = countLines(goods, view.shelf, typed);
  const counted = lines.filter((line) => line.counted !== undefined);
  const different = counted.filter((line) => difference(line) !== 0);
  const focusOn = (sku: string) => {
    const input = rows.current?.querySelector<HTMLInputElement>(`[data-sku="${CSS.escape(sku)}"] input`);
    input?.scrollIntoView({ block: 'center' });
    input?.focus();
  };
  useTakeGoods(catalogue, ({ sku, name, spec }) => {
    setQuery('');
    setCategory(undefined);
    say('good', t('stock.count.found', { name, spec }));
    // The row may have been filtered away until now.
    requestAnimationFrame(() => focusOn(sku));
  });
  const review = () => {
    if (counted.length === 0) return say('danger', t('stock.count.nothing'));
    setReviewing(true);
  };
  useKeys({ F9: review });

  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t('stock.act.count')}
        subtitle={t('stock.count.hint')}
        back={{ label: t('act.back'), onBack: () => void navigate('/stock') }}
        action={
          <Button look="quiet" icon={Printer} onClick={() => globalThis.print()}>
            {t('stock.count.print')}
          </Button>
        }
      />
      <div className="flex border-b bg-surface px-3 py-2">
        <GoodsSearch query={query} onQuery={setQuery} />
      </div>
      <CategoryChips categories={categories} value={category} onChange={setCategory} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/noNoninteractiveTabindex: arrow keys scroll it or move the focus inside. */}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain" tabIndex={0} onKeyDown={arrowFocus}>
        <div className="mx-auto w-full max-w-5xl">
          <div className="p-3 empty:hidden">
            <SaidBar />
          </div>
          {shown.length === 0 ? (
            <EmptyState icon={ClipboardCheck} title={t('redeem.noneFound')}>
              {t('stock.clearHint')}
            </EmptyState>
          ) : (
            <ul ref={rows} className="divide-y divide-line border-b bg-surface">
              {countLines(shown, view.shelf, typed).map((line) => (
                <CountRow
                  key={line.goods.sku}
                  line={line}
                  typed={typed.get(line.goods.sku) ?? ''}
                  onType={(digits) => setCounted(line.goods.sku, digits)}
                />
              ))}
            </ul>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3 border-t bg-surface px-4 py-3">
        <p className="font-semibold">
          {counted.length === 0
            ? t('stock.count.none')
            : t('stock.count.sum', { count: counted.length, different: different.length })}
        </p>
        <Button look="primary" size="lg" icon={ClipboardCheck} hint={<KeyHint name="F9" />} onClick={review}>
          {t('stock.count.review')}
        </Button>
      </div>
      <CountPaper lines={lines} />
      {reviewing ? (
        <CountReview
          store={view.store}
          counted={counted}
          onClose={() => setReviewing(false)}
          onKept={() => void navigate('/stock')}
        />
      ) : null}
    </div>
  );
}
