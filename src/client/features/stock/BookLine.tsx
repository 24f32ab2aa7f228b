import { Trash2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import { PiecesInput } from './PiecesInput.tsx';

interface Props {
  readonly goods: Goods | undefined;
  readonly sku: string;
  readonly quantity: number;
  /** What the books have where it is taken from; undefined when that does not matter or is not known. */
  readonly there: number | undefined;
  readonly onSet: (quantity: number) => void;
}

/** One kind of goods that is booked, with its number of pieces. */
export function BookLine({ goods, sku, quantity, there, onSet }: Props) {
  const { t } = useTranslation();
  const name = goods?.name ?? sku;
  return (
    <li className="flex flex-col gap-1 px-3 py-2">
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1">
          <span className="font-bold">{name}</span> <span className="text-sm text-muted">{goods?.spec}</span>
        </span>
        <PiecesInput
          label={t('counter.basket.quantity', { name })}
          value={String(quantity)}
          onChange={(typed) => {
            const wanted = Number.parseInt(typed, 10);
            if (wanted > 0) onSet(wanted);
          }}
        />
        <button
          type="button"
          aria-label={t('counter.basket.takeOut', { name })}
          onClick={() => onSet(0)}
          className="grid size-12 shrink-0 place-items-center rounded-xl border border-line-strong active:bg-sunken"
        >
          <Trash2 aria-hidden="true" className="size-5 text-danger" />
        </button>
      </div>
      {there !== undefined && quantity > there ? (
        <p className="flex items-start gap-1.5 text-sm font-semibold text-waiting">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {t('stock.book.more', { count: there })}
        </p>
      ) : null}
    </li>
  );
}
