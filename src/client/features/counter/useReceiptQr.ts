import { useEffect, useState } from 'react';
import { drawQrPath, type QrPath } from '../cards/qrPath.ts';

/** The receipt number as QR, once it is drawn; the number itself stands beside it in any case. */
export function useReceiptQr(ref: string): QrPath | undefined {
  const [drawn, setDrawn] = useState<{ readonly ref: string; readonly qr: QrPath }>();
  useEffect(() => {
    let current = true;
    drawQrPath(ref).then(
      (qr) => {
        if (current) setDrawn({ ref, qr });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [ref]);
  return drawn?.ref === ref ? drawn.qr : undefined;
}
