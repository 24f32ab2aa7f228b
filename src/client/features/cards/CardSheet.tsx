import '../../../protocol/cardSheet.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CardFace } from './CardFace.tsx';
import { drawQrPath, type QrPath } from './qrPath.ts';

/** Two columns of five ID-1 cards (85.6 x 54 mm) fill an A4 page. */
const CARDS_PER_PAGE = 10;

/** One card to print. `payload` is the signed text of the QR, `n` the household's card number. */
export interface SheetCard {
  readonly household: string;
  readonly head: string;
  readonly doorPlate: string;
  readonly n: number;
  readonly payload: string;
}

interface Props {
  /** Names as people read them, not codes. */
  readonly town: string;
  readonly village: string;
  readonly cards: readonly SheetCard[];
  /** Prints 张*三 in place of the head's name. */
  readonly masked: boolean;
}

type Drawn =
  | { readonly kind: 'drawing' }
  | { readonly kind: 'drawn'; readonly qrs: readonly QrPath[] }
  | { readonly kind: 'failed' };

/** Household cards on A4, ten a page with cut marks. The screen shows the pages as they will be printed. */
export function CardSheet({ town, village, cards, masked }: Props) {
  const { t } = useTranslation('scan');
  const [drawn, setDrawn] = useState<Drawn>({ kind: 'drawing' });

  useEffect(() => {
    let current = true;
    setDrawn({ kind: 'drawing' });
    Promise.all(cards.map((card) => drawQrPath(card.payload))).then(
      (qrs) => current && setDrawn({ kind: 'drawn', qrs }),
      () => current && setDrawn({ kind: 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [cards]);

  if (cards.length === 0) return <p className="p-4 text-ink">{t('sheet.empty')}</p>;
  if (drawn.kind === 'failed')
    return (
      <p role="alert" className="p-4 text-danger">
        {t('sheet.failed')}
      </p>
    );
  if (drawn.kind === 'drawing')
    return (
      <p role="status" className="p-4 text-ink">
        {t('sheet.drawing', { count: cards.length })}
      </p>
    );

  const faces = cards.flatMap((card, i) => {
    const qr = drawn.qrs[i];
    return qr
      ? [
          <CardFace
            key={`${card.household}/${card.n}`}
            card={card}
            qr={qr}
            town={town}
            village={village}
            masked={masked}
          />,
        ]
      : [];
  });
  const pages = Math.ceil(faces.length / CARDS_PER_PAGE);
  return (
    <div className="card-sheet">
      {Array.from({ length: pages }, (_, i) => i + 1).map((page) => (
        <section key={page} className="card-page">
          <CutMarks />
          <div className="card-grid">{faces.slice((page - 1) * CARDS_PER_PAGE, page * CARDS_PER_PAGE)}</div>
          <p className="card-page-number">
            {town} {village} · {t('sheet.page', { page, pages })}
          </p>
        </section>
      ))}
    </div>
  );
}

const PAGE_MM = { width: 210, height: 297 } as const;
const CARD_MM = { width: 85.6, height: 54 } as const;
const MARGIN_MM = {
  left: (PAGE_MM.width - 2 * CARD_MM.width) / 2,
  top: (PAGE_MM.height - 5 * CARD_MM.height) / 2,
} as const;
const MARK_MM = 5;

/** Short lines outside the cards where the guillotine goes; none crosses a card, so a cut a little off shows no ink. */
function CutMarks() {
  const xs = [0, 1, 2].map((i) => MARGIN_MM.left + i * CARD_MM.width);
  const ys = [0, 1, 2, 3, 4, 5].map((i) => MARGIN_MM.top + i * CARD_MM.height);
  const down = (x: number, y: number) => `M${x} ${y}v${MARK_MM}`;
  const across = (x: number, y: number) => `M${x} ${y}h${MARK_MM}`;
  const path = [
    ...xs.flatMap((x) => [down(x, MARGIN_MM.top - MARK_MM - 1), down(x, PAGE_MM.height - MARGIN_MM.top + 1)]),
    ...ys.flatMap((y) => [across(MARGIN_MM.left - MARK_MM - 1, y), across(PAGE_MM.width - MARGIN_MM.left + 1, y)]),
  ].join('');
  return (
    <svg aria-hidden="true" className="card-cut-marks" viewBox={`0 0 ${PAGE_MM.width} ${PAGE_MM.height}`}>
      <path d={path} stroke="#000" strokeWidth="0.2" fill="none" />
    </svg>
  );
}
