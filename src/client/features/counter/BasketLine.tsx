import { Minus, Plus, Trash2 } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { RedemptionLine } from '../../../domain/household.ts';
import type { Goods } from '../../../domain/op.ts';
import { withPieces } from '../redeem/cart.ts';
import { MoreThanBooked } from '../redeem/StockMark.tsx';
import type { Pieces } from '../redeem/useStock.ts';
import { setCart, useCounter } from './counterStore.ts';

const STEP = 'grid size-12 shrink-0 place-items-center rounded-xl border border-line-strong active:bg-sunken';
/** As many of one kind as one redemption may hold. */
const PIECES_MAX = 999;

interface Props {
  readonly line: RedemptionLine;
  readonly goods: Goods | undefined;
  /** It is as it was reserved: nothing of it can be changed. */
  readonly fixed: boolean;
  /** How many there are in the books. */
  readonly pieces: Pieces;
}

/** One kind of goods in the basket. In the number: + and −, digits, Delete. */
export function BasketLine({ line, goods, fixed, pieces }: Props) {
  const { t } = useTranslation();
  const name = goods?.name ?? line.sku;
  const set = (pieces: number) => {
    const { cart } = useCounter.getState();
    const wanted = Math.min(PIECES_MAX, Math.max(0, pieces));
    setCart(withPieces(cart, line.sku, wanted - (cart.get(line.sku) ?? 0)));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const change = { '+': 1, '=': 1, '-': -1, Delete: -line.quantity }[event.key];
    if (change === undefined) return;
    event.preventDefault();
    set(line.quantity + change);
  };
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex items-baseline justify-between gap-3">
        <span className="min-w-0">
          <span className="font-bold">{name}</span> <span className="text-sm text-muted">{goods?.spec}</span>
        </span>
        <span className="font-bold whitespace-nowrap">{t('redeem.price', { points: line.quantity * line.price })}</span>
      </div>
      {fixed ? (
        <p className="text-muted">{t('redeem.pieces', { count: line.quantity })}</p>
      ) : (
        <div className="flex items-center gap-2">
          <button
            type="button"
            aria-label={t('redeem.remove', { name })}
            onClick={() => set(line.quantity - 1)}
            className={STEP}
          >
            <Minus aria-hidden="true" className="size-6" />
          </button>
          <input
            data-arrow
            inputMode="numeric"
            aria-label={t('counter.basket.quantity', { name })}
            value={line.quantity}
            onFocus={(event) => event.target.select()}
            onKeyDown={onKey}
            onChange={(event) => {
              const typed = Number.parseInt(event.target.value.replace(/\D/g, ''), 10);
              if (typed > 0) set(typed);
            }}
            className="h-12 w-16 min-w-0 rounded-xl border border-line-strong bg-surface text-center text-xl font-bold"
          />
          <button
            type="button"
            aria-label={t('redeem.add', { name })}
            onClick={() => set(line.quantity + 1)}
            className={STEP}
          >
            <Plus aria-hidden="true" className="size-6" />
          </button>
          <span className="flex-1 text-center text-sm text-muted">{t('redeem.price', { points: line.price })}</span>
          <button
            type="button"
            aria-label={t('counter.basket.takeOut', { name })}
            onClick={() => set(0)}
            className={STEP}
          >
            <Trash2 aria-hidden="true" className="size-5 text-danger" />
          </button>
        </div>
      )}
      <MoreThanBooked pieces={pieces} quantity={line.quantity} />
    </li>
  );
}
