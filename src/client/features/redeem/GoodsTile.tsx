import { Minus, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { cx } from '../../ui/cx.ts';

interface Props {
  readonly goods: Goods;
  readonly pieces: number;
  readonly onChange: (change: 1 | -1) => void;
}

/** One kind of goods: a tap puts a piece into the basket; how many are in shows on the tile. */
export function GoodsTile({ goods, pieces, onChange }: Props) {
  const { t } = useTranslation();
  const chosen = pieces > 0;
  return (
    <div
      className={cx(
        'flex w-full flex-col overflow-hidden rounded-2xl border-2 bg-surface',
        chosen ? 'border-primary' : 'border-line',
      )}
    >
      <button
        type="button"
        onClick={() => onChange(1)}
        aria-label={`${t('redeem.add', { name: goods.name })}, ${goods.spec}, ${t('redeem.price', { points: goods.price })}`}
        className="flex min-h-27 flex-1 flex-col items-start gap-0.5 p-3 text-left active:bg-primary-soft"
      >
        <span className="leading-snug font-bold">{goods.name}</span>
        <span className="text-sm text-muted">{goods.spec}</span>
        <span className="mt-auto text-xl font-bold text-primary">{t('redeem.price', { points: goods.price })}</span>
      </button>
      {chosen ? (
        <div className="flex items-center justify-between border-t bg-primary-soft">
          <button
            type="button"
            aria-label={t('redeem.remove', { name: goods.name })}
            onClick={() => onChange(-1)}
            className="grid size-13 place-items-center text-primary active:bg-surface"
          >
            <Minus aria-hidden="true" className="size-6" />
          </button>
          <span className="text-xl font-bold">{pieces}</span>
          <button
            type="button"
            aria-label={t('redeem.add', { name: goods.name })}
            onClick={() => onChange(1)}
            className="grid size-13 place-items-center text-primary active:bg-surface"
          >
            <Plus aria-hidden="true" className="size-6" />
          </button>
        </div>
      ) : null}
    </div>
  );
}
