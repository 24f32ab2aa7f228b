import { Check, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useParams } from 'react-router';
import type { Goods } from '../../../domain/op.ts';
import type { StockActKind } from '../../../domain/stock.ts';
import type { StockView } from '../../../domain/stockView.ts';
import { useFormGuard } from '../../pwa/formGuard.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { LoadingRows } from '../../ui/Loading.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { plainPoints } from '../../ui/Points.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { useWide } from '../../ui/useWide.ts';
import { useTabletState } from '../../useTablet.tsx';
import { say } from '../counter/counterStore.ts';
import { SaidBar } from '../counter/SaidBar.tsx';
import { useRecord } from '../household/useRecord.ts';
import { CategoryChips } from '../redeem/CategoryChips.tsx';
import { EMPTY_CART, withPieces } from '../redeem/cart.ts';
import { GoodsGrid } from '../redeem/GoodsGrid.tsx';
import { GoodsSearch } from '../redeem/GoodsSearch.tsx';
import { NO_LIMITS_LEFT } from '../redeem/limitsLeft.ts';
import { useGoodsFilter } from '../redeem/useGoodsFilter.ts';
import { useStock } from '../redeem/useStock.ts';
import { BookLine } from './BookLine.tsx';
import { CarrierChoice } from './CarrierChoice.tsx';
import { setCarrier, setLines, useStockDraft } from './stockDraft.ts';
import { useTakeGoods } from './useTakeGoods.ts';

const KINDS: readonly StockActKind[] = ['received', 'handed_out', 'handed_back', 'written_off'];
const NOTE_CHARS_MAX = 200;
const NO_GOODS: readonly Goods[] = [];

/** Booking goods that came, went out with a grid worker, came back, or are no good any more. */
export default function BookScreen() {
  const { t } = useTranslation();
  const { kind: asked } = useParams();
  const kind = KINDS.find((one) => one === asked);
  const stock = useStock();
  if (!kind) return <Navigate to="/stock" replace />;
  if (stock.status === 'failed') return <ErrorState title={t('stock.failedTitle')}>{t('stock.failed')}</ErrorState>;
  if (stock.status === 'loading') return <LoadingRows rows={6} label={t('loading')} />;
  return <Booking key={kind} kind={kind} view={stock.view} />;
}

function Booking({ kind, view }: { readonly kind: StockActKind; readonly view: StockView }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const record = useRecord();
  const wide = useWide();
  const catalogue = useTabletState((s) => s.catalogue?.goods) ?? NO_GOODS;
  const cart = useStockDraft((s) => s.lines[kind]);
  const carrier = useStockDraft((s) => s.carrier);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const [saving, setSaving] = useState(false);
  useFormGuard(cart.size > 0);
  const carried = kind === 'handed_out' || kind === 'handed_back';
  const hands = carrier === undefined ? undefined : view.hands.get(carrier);
  const thereOf = (sku: string) => (kind === 'handed_back' ? (hands?.get(sku) ?? 0) : view.shelf.get(sku));
  const choosable = catalogue.filter((one) => (kind === 'handed_back' ? (thereOf(one.sku) ?? 0) > 0 : one.active));
  const { query, setQuery, category, setCategory, categories, shown } = useGoodsFilter(choosable);
  const put = (sku: string) => setLines(kind, withPieces(useStockDraft.getState().lines[kind], sku, 1));
  useTakeGoods(catalogue, ({ sku, name, spec }) => {
    put(sku);
    say('good', t('stock.book.added', { name, spec }));
  });

  const lines = [...cart].map(([sku, quantity]) => ({ sku, quantity }));
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const nameless = carried && carrier === undefined;
  const unexplained = kind === 'written_off' && note.trim() === '';

  const save = async () => {
    if (lines.length === 0) return say('danger', t('stock.book.nothing'));
    if (nameless || unexplained) return setMissing(true);
    setSaving(true);
    const words = note.trim();
    const body = {
      ...{ store: view.store, kind, lines },
      ...(carried && carrier !== undefined ? { with: carrier } : {}),
      ...(words === '' ? {} : { note: words }),
    };
    const result = await record('stock.move', body);
    setSaving(false);
    if (!result.ok) return say('danger', result.words);
    setLines(kind, EMPTY_CART);
    say('good', t(`stock.done.${kind}`, { count: pieces }));
    void navigate('/stock');
  };
  const keep = () => void save();
  useKeys({ F9: keep });
  const act = (
    <Button
      look="primary"
      size="lg"
      block
      icon={Check}
      busy={saving}
      disabled={lines.length === 0}
      hint={<KeyHint name="F9" />}
      onClick={keep}
    >
      {t(`stock.book.save.${kind}`, { count: pieces })}
    </Button>
  );

  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={t(`stock.act.${kind}`)}
        subtitle={t(`stock.book.hint.${kind}`)}
        back={{ label: t('act.back'), onBack: () => void navigate('/stock') }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto max-wide:flex max-wide:flex-col wide:grid wide:grid-cols-[minmax(0,1fr)_minmax(360px,34%)] wide:overflow-hidden">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move the focus among what is inside. */}
        <div className="flex flex-col max-wide:order-last wide:min-h-0" onKeyDown={arrowFocus}>
          <div className="flex border-b bg-surface px-3 py-2">
            <GoodsSearch query={query} onQuery={setQuery} />
          </div>
          <CategoryChips categories={categories} value={category} onChange={setCategory} />
          <div className="flex-1 p-3 wide:min-h-0 wide:overflow-y-auto wide:overscroll-contain">
            {kind === 'handed_back' && choosable.length === 0 ? (
              <EmptyState icon={PackagePlus} title={t('stock.book.nothingOut')}>
                {t('stock.book.nothingOutHint')}
              </EmptyState>
            ) : (
              <GoodsGrid
                shown={shown}
                none={choosable.length === 0}
                cart={cart}
                limits={NO_LIMITS_LEFT}
                onCart={(next) => setLines(kind, next)}
                figure={({ sku }) => {
                  const there = thereOf(sku);
                  return there === undefined
                    ? t('stock.unbooked')
                    : t('stock.mark.shelfShort', { pieces: plainPoints(there) });
                }}
                columns="grid-cols-2 sm:grid-cols-3 wide:grid-cols-[repeat(auto-fill,minmax(180px,1fr))]"
              />
            )}
          </div>
        </div>
        <section aria-label={t('stock.book.list')} className="flex flex-col bg-surface wide:min-h-0 wide:border-l">
          <div className="flex flex-col gap-3 p-3 empty:hidden">
            <SaidBar />
            {carried ? (
              <CarrierChoice value={carrier} onChange={setCarrier} missing={missing && nameless} hands={view.hands} />
            ) : null}
          </div>
          <div className="flex-1 wide:min-h-0 wide:overflow-y-auto">
            {lines.length === 0 ? (
              <EmptyState icon={PackagePlus} title={t('stock.book.empty')}>
                {t('stock.book.emptyHint')}
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line border-y">
                {lines.map(({ sku, quantity }) => (
                  <BookLine
                    key={sku}
                    goods={catalogue.find((one) => one.sku === sku)}
                    sku={sku}
                    quantity={quantity}
                    there={kind === 'received' ? undefined : thereOf(sku)}
                    onSet={(wanted) => setLines(kind, withPieces(cart, sku, wanted - quantity))}
                  />
                ))}
              </ul>
            )}
          </div>
          <div className="flex flex-col gap-3 border-t p-3 max-wide:border-b">
            <TextField
              label={t(kind === 'written_off' ? 'stock.book.why' : 'stock.book.note')}
              value={note}
              maxLength={NOTE_CHARS_MAX}
              error={missing && unexplained ? t('stock.book.whyMissing') : undefined}
              onChange={(event) => setNote(event.target.value)}
            />
            {kind === 'written_off' ? <Notice tone="plain">{t('stock.book.offHint')}</Notice> : null}
            {wide ? act : null}
          </div>
        </section>
      </div>
      {wide ? null : <div className="border-t bg-surface p-3">{act}</div>}
    </div>
  );
}
