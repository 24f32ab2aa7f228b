import { Check, ShoppingBasket, Wifi } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import type { FileView } from '../../engine/tablet.ts';
import { arrowFocus } from '../../ui/arrowFocus.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { KeyHint } from '../../ui/KeyHint.tsx';
import { plainPoints } from '../../ui/Points.tsx';
import { useKeys } from '../../ui/useKeys.ts';
import { EMPTY_CART } from '../redeem/cart.ts';
import { LimitNotice } from '../redeem/LimitNotice.tsx';
import { PaymentNotice } from '../redeem/PaymentNotice.tsx';
import { usePieces } from '../redeem/useStock.ts';
import { ReserveAct } from '../reserve/ReserveAct.tsx';
import { BasketLine } from './BasketLine.tsx';
import { setCart } from './counterStore.ts';
import type { Order } from './useOrder.ts';

interface Props {
  readonly family: string;
  readonly goods: readonly Goods[];
  readonly order: Order;
  /** The household at the counter, if there is one. */
  readonly view: FileView | undefined;
  readonly onNext: () => void;
}

/** What is in, what it comes to and what is left after; then the household looks. */
export function BasketColumn({ family, goods, order, view, onNext }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const piecesOf = usePieces();
  const { sum, funds, payment, reservation, beyond } = order;
  const known = view !== undefined;
  const focusList = () => list.current?.querySelector<HTMLElement>('[data-arrow]')?.focus();
  useKeys({ F6: focusList });
  const online = known && payment === 'online';
  // Outside a window nothing is handed out, but goods can be reserved for the next one.
  const reserves = view !== undefined && !reservation && sum.points > 0 && (online || order.barrier === 'closed');
  return (
    <section
      aria-label={t('counter.basket.title')}
      className="flex flex-col bg-surface max-wide:sticky max-wide:bottom-0 wide:min-h-0 wide:border-l"
    >
      <div className="flex min-h-12 items-center justify-between gap-3 border-b px-4 max-wide:hidden">
        <h2 className="flex items-center gap-2 text-lg font-bold">
          {t('counter.basket.title')}
          <KeyHint name="F6" />
        </h2>
        {sum.pieces > 0 && !reservation ? (
          <Button look="quiet" onClick={() => setCart(EMPTY_CART)}>
            {t('counter.basket.clear')}
          </Button>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move the focus among what is inside. */}
      <div
        onKeyDown={arrowFocus}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain max-wide:max-h-[22dvh] max-wide:flex-none max-sm:hidden"
      >
        {sum.lines.length === 0 ? (
          <div className="max-wide:hidden">
            <EmptyState icon={ShoppingBasket} title={t('counter.basket.empty')}>
              {t('counter.basket.emptyHint')}
            </EmptyState>
          </div>
        ) : null}
        <ul ref={list} className="divide-y divide-line">
          {sum.lines.map((line) => (
            <BasketLine
              key={line.sku}
              line={line}
              goods={goods.find((one) => one.sku === line.sku)}
              fixed={reservation !== undefined}
              pieces={piecesOf(line.sku)}
            />
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-2 border-t p-3">
        {known ? (
          <PaymentNotice
            family={family}
            points={sum.points}
            funds={funds}
            payment={payment}
            advice={t('counter.basket.short')}
          />
        ) : null}
        <LimitNotice beyond={beyond} />
        <dl className="px-1">
          <Sum label={t('redeem.pieces', { count: sum.pieces })} look="text-xl font-bold" status>
            {t('redeem.total', { points: sum.points })}
          </Sum>
          {known ? (
            <>
              <Sum label={t('redeem.left')} look="text-xl font-bold">
                {plainPoints(funds.redeemable - sum.points)}
              </Sum>
              <div className="max-wide:hidden">
                <Sum label={t('counter.basket.leftHere')} look="text-sm">
                  {plainPoints(Math.max(0, funds.remaining - sum.points))}
                </Sum>
              </div>
            </>
          ) : null}
        </dl>
        <Button
          look="primary"
          size="lg"
          block
          icon={online ? Wifi : Check}
          hint={<KeyHint name="F9" />}
          disabled={known && (order.barrier !== undefined || payment === 'too_much' || beyond.length > 0)}
          onClick={onNext}
        >
          {online ? t('redeem.tryOnline') : t('redeem.next')}
        </Button>
        {reserves ? (
          <ReserveAct
            {...{ family, sum, funds }}
            household={view.file.code}
            card={order.scanned?.card}
            only={order.barrier === 'closed'}
            blocked={beyond.length > 0}
            onReserved={() => setCart(EMPTY_CART)}
          />
        ) : null}
      </div>
    </section>
  );
}

interface SumProps {
  readonly label: string;
  readonly look: string;
  readonly status?: boolean;
  readonly children: string;
}

/** A figure of the basket with its word. */
function Sum({ label, look, status = false, children }: SumProps) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="text-muted">{label}</dt>
      <dd className={cx('text-right whitespace-nowrap', look)}>
        {status ? <span role="status">{children}</span> : children}
      </dd>
    </div>
  );
}
