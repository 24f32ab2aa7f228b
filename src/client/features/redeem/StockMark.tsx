import { PackageX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isLow } from '../../../domain/stockView.ts';
import type { Pieces } from './useStock.ts';

interface Props {
  readonly pieces: Pieces;
  readonly lowStock: number | undefined;
}

/** How many there are in the books, in words: a reason to look at the shelf, never to refuse what is in the hand (AL-6). */
export function StockMark({ pieces, lowStock }: Props) {
  const { t } = useTranslation();
  const { shelf, hands = 0 } = pieces;
  const out = shelf !== undefined && shelf <= 0;
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-sm font-semibold">
      {hands > 0 ? <span className="text-primary">{t('stock.mark.hands', { count: hands })}</span> : null}
      {shelf === undefined ? null : out ? (
        <span className="inline-flex items-center gap-1 text-waiting">
          <PackageX aria-hidden="true" className="size-4 shrink-0" />
          {t('stock.mark.out')}
        </span>
      ) : isLow(shelf, lowStock) ? (
        <span className="inline-flex items-center gap-1 text-waiting">
          <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
          {t('stock.mark.low', { count: shelf })}
        </span>
      ) : (
        <span className="text-muted">{t('stock.mark.shelf', { count: shelf })}</span>
      )}
    </span>
  );
}

/** More in the basket than the books know of: said, and left to whoever has the goods in hand. */
export function MoreThanBooked({ pieces, quantity }: { readonly pieces: Pieces; readonly quantity: number }) {
  const { t } = useTranslation();
  const { shelf, hands = 0 } = pieces;
  const there = Math.max(0, shelf ?? 0) + Math.max(0, hands);
  if (shelf === undefined || quantity <= there) return null;
  return (
    <p className="flex items-start gap-1.5 text-sm font-semibold text-waiting">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {there === 0 ? t('stock.mark.noneBooked') : t('stock.mark.fewer', { count: there })}
    </p>
  );
}
