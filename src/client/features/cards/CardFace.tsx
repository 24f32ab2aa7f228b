import { useTranslation } from 'react-i18next';
import { maskName } from '../../../domain/masking.ts';
import type { SheetCard } from './CardSheet.tsx';
import type { QrPath } from './qrPath.ts';

interface Props {
  readonly card: SheetCard;
  readonly qr: QrPath;
  readonly town: string;
  readonly village: string;
  readonly masked: boolean;
}

/** One card. The QR stands in the upper left: a card is held by its lower right corner, and a thumb must not cover the code. */
export function CardFace({ card, qr, town, village, masked }: Props) {
  const { t } = useTranslation('scan');
  return (
    <article className="card-face">
      <svg role="img" aria-label={card.household} className="card-qr" viewBox={`0 0 ${qr.size} ${qr.size}`}>
        <path d={qr.d} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <div className="card-words">
        <p className="card-place">
          {town}
          <br />
          {village}
        </p>
        <p className="card-name">{t('sheet.name')}</p>
        <p className="card-head">{masked ? maskName(card.head) : card.head}</p>
        <p>{card.doorPlate}</p>
      </div>
      <p className="card-foot">
        <strong>{card.household}</strong>
        <span>{t('sheet.cardNumber', { n: card.n })}</span>
      </p>
    </article>
  );
}
