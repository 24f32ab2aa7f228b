import { Minus, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { cx } from '../../ui/cx.ts';
import { GoodsPicture } from './GoodsPicture.tsx';
import type { LimitLeft } from './limitsLeft.ts';

interface Props {
  readonly goods: Goods;
  readonly pieces: number;
  /** What the household may still have of it this period; absent when it is not limited. */
  readonly limit?: LimitLeft | undefined;
  /** In the place of the price, where nothing is sold. */
  readonly figure?: string | undefined;
  /** How many there are, in words. */
  readonly mark?: ReactNode;
  readonly onChange: (change: 1 | -1) => void;
}

const STEP = 'grid size-12 shrink-0 place-items-center rounded-xl border';

/** One kind of goods: a tap puts a piece into the basket; how many are in shows on the tile, which keeps its size. */
export function GoodsTile({ goods, pieces, limit, figure, mark, onChange }: Props) {
  const { t } = useTranslation();
  const chosen = pieces > 0;
  const price = figure ?? t('redeem.price', { points: goods.price });
  const full = limit !== undefined && pieces >= limit.left;
  const period = limit && t(`limit.period.${limit.period}`);
  const limited =
    limit && (limit.left === 0 ? t('limit.none', { period }) : t('limit.left', { period, count: limit.left }));
  // In the order in which it is seen: the price stands below the tile's words until a piece is chosen.
  const said = chosen ? [goods.name, goods.spec, price, limited] : [goods.name, goods.spec, limited, price];
  return (
    <div
      className={cx('flex w-full flex-col rounded-2xl border-2 bg-surface', chosen ? 'border-primary' : 'border-line')}
    >
      <button
        type="button"
        data-arrow
        onClick={() => (full ? undefined : onChange(1))}
        aria-disabled={full || undefined}
        onKeyDown={(event) => {
          if (event.key === '+' && !full) onChange(1);
          if (event.key === '-' && chosen) onChange(-1);
        }}
        aria-label={said.filter(Boolean).join(', ')}
        className="flex flex-1 flex-col items-start rounded-t-2xl px-3 pt-2.5 text-left active:bg-primary-soft"
      >
        {goods.photo === undefined ? null : <GoodsPicture id={goods.photo} />}
        <span className="leading-snug font-bold">{goods.name}</span>
        <span className="text-sm text-muted">
          {goods.spec}
          {chosen ? <span className="font-bold text-primary"> · {price}</span> : null}
        </span>
        {limited ? (
          <span className={cx('text-sm font-semibold', full ? 'text-danger' : 'text-waiting')}>{limited}</span>
        ) : null}
      </button>
      {mark === undefined ? null : <div className="px-3">{mark}</div>}
      <div className="flex items-center justify-end gap-2 p-2 pt-1">
        {chosen ? null : (
          <span className="min-w-0 flex-1 pl-1 text-xl font-bold text-primary" aria-hidden="true">
            {price}
          </span>
        )}
        {chosen ? (
          <>
            <button
              type="button"
              aria-label={t('redeem.remove', { name: goods.name })}
              onClick={() => onChange(-1)}
              className={cx(STEP, 'border-line-strong text-ink active:bg-sunken')}
            >
              <Minus aria-hidden="true" className="size-6" />
            </button>
            <span className="min-w-9 flex-1 text-center text-2xl font-bold">{pieces}</span>
          </>
        ) : null}
        <button
          type="button"
          aria-label={t('redeem.add', { name: goods.name })}
          disabled={full}
          onClick={() => onChange(1)}
          className={cx(
            STEP,
            'disabled:opacity-40',
            chosen ? 'border-primary bg-primary text-on-primary' : 'border-line-strong text-primary active:bg-sunken',
          )}
        >
          <Plus aria-hidden="true" className="size-6" />
        </button>
      </div>
    </div>
  );
}
