import type { QrPath } from '../cards/qrPath.ts';

interface Props {
  readonly qr: QrPath | undefined;
  readonly label: string;
  readonly className: string;
}

/** A receipt number as QR, black on white in every look; its place is kept while it is drawn. */
export function ReceiptQr({ qr, label, className }: Props) {
  if (!qr) return <div className={className} />;
  return (
    <svg role="img" aria-label={label} className={className} viewBox={`0 0 ${qr.size} ${qr.size}`}>
      <rect width={qr.size} height={qr.size} fill="#fff" />
      <path d={qr.d} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
