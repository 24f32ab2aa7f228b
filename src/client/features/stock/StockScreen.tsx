import { ClipboardCheck, PackageMinus, PackagePlus, PackageSearch, Store, Truck, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Goods } from '../../../domain/op.ts';
import { isLow } from '../../../domain/stockView.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useTabletState } from '../../useTablet.tsx';
import { useGoodsTaker } from '../counter/goodsTaker.ts';
import { readBarcode } from '../counter/readBarcode.ts';
import { SaidBar } from '../counter/SaidBar.tsx';
import { GoodsSearch } from '../redeem/GoodsSearch.tsx';
import { useGoodsFilter } from '../redeem/useGoodsFilter.ts';
import { useStock } from '../redeem/useStock.ts';
import { StockRow } from './StockRow.tsx';

type Shown = 'all' | 'low' | 'out';

/** What lies in the store: search, what runs low, what is out with grid workers, and the ways to book a change. */
export default function StockScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const stock = useStock();
  const goods = useTabletState((s) => s.catalogue?.goods) ?? [];
  const [show, setShow] = useState<Shown>('all');
  const view = stock.status === 'open' ? stock.view : undefined;
  const handsOf = (sku: string) =>
    [...(view?.hands ?? [])].flatMap(([device, held]) => {
      const pieces = held.get(sku) ?? 0;
      return pieces === 0 ? [] : [{ device, pieces }];
    });
  // What left the catalogue is still on the shelf, as long as there is some.
  const here = goods.filter((one) => one.active || (view?.shelf.get(one.sku) ?? 0) !== 0);
  const low = here.filter((one) => isLow(view?.shelf.get(one.sku), one.lowStock));
  const out = here.filter((one) => handsOf(one.sku).length > 0);
  const lists: Readonly<Record<Shown, readonly Goods[]>> = { all: here, low, out };
  const { query, setQuery, shown } = useGoodsFilter(lists[show]);
  useGoodsTaker(({ text }) => {
    const read = readBarcode(text.trim(), goods);
    if (!read) return undefined;
    if (read.kind === 'unknown') return { accepted: false, message: t('counter.said.unknownGoods', { code: text }) };
    setShow('all');
    setQuery(read.goods.barcode);
    return { accepted: true };
  });
  const book = (kind: string) => () => void navigate(`/stock/${kind}`);

  const list = () => {
    if (stock.status === 'failed') return <ErrorState title={t('stock.failedTitle')}>{t('stock.failed')}</ErrorState>;
    if (!view) return <LoadingRows rows={6} label={t('loading')} />;
    if (shown.length === 0) {
      const title = query === '' ? t(`stock.empty.${show}`) : t('redeem.noneFound');
      return (
        <EmptyState icon={PackageSearch} title={title}>
          {query === '' ? t(`stock.emptyHint.${show}`) : t('stock.clearHint')}
        </EmptyState>
      );
    }
    return (
      <ul className="divide-y divide-line border-b bg-surface">
        {shown.map((one) => (
          <StockRow key={one.sku} goods={one} pieces={view.shelf.get(one.sku)} hands={handsOf(one.sku)} />
        ))}
      </ul>
    );
  };
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t('stock.title')}
        subtitle={view ? t('stock.sum', { count: view.shelf.size, low: low.length }) : undefined}
        action={
          <Button look="quiet" icon={Store} hint={<KeyHint name="Esc" />} onClick={() => void navigate('/')}>
            {t('counter.nav.desk')}
          </Button>
        }
      />
      <div className="flex flex-wrap gap-2 border-b bg-surface px-3 py-2">
        <Button look="primary" icon={PackagePlus} onClick={book('received')}>
          {t('stock.act.received')}
        </Button>
        <Button icon={ClipboardCheck} onClick={book('count')}>
          {t('stock.act.count')}
        </Button>
        <Button icon={Truck} onClick={book('handed_out')}>
          {t('stock.act.handed_out')}
        </Button>
        <Button icon={Undo2} onClick={book('handed_back')}>
          {t('stock.act.handed_back')}
        </Button>
        <Button icon={PackageMinus} onClick={book('written_off')}>
          {t('stock.act.written_off')}
        </Button>
        <GoodsSearch query={query} onQuery={setQuery} />
      </div>
      <Tabs
        label={t('stock.title')}
        value={show}
        onChange={setShow}
        tabs={[
          { value: 'all', label: t('stock.tab.all') },
          { value: 'low', label: t('stock.tab.low'), count: low.length },
          { value: 'out', label: t('stock.tab.out'), count: out.length },
        ]}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/noNoninteractiveTabindex: arrow keys scroll it or move the focus inside. */}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain" tabIndex={0} onKeyDown={arrowFocus}>
        <div className="mx-auto w-full max-w-5xl">
          <div className="p-3 empty:hidden">
            <SaidBar />
          </div>
          {list()}
        </div>
      </div>
    </div>
  );
}
