import { useTranslation } from 'react-i18next';
import type { Goods } from '../../../domain/op.ts';
import type { ScanAnswer } from '../../scan/ScanDialog.tsx';
import { say } from '../counter/counterStore.ts';
import { useGoodsTaker } from '../counter/goodsTaker.ts';
import { readBarcode } from '../counter/readBarcode.ts';

/** Goods that are scanned while a screen of the stock stands are its goods; a card is served at the counter as ever. */
export function useTakeGoods(goods: readonly Goods[], take: (goods: Goods) => void): void {
  const { t } = useTranslation();
  useGoodsTaker((code): ScanAnswer | undefined => {
    const text = code.text.trim();
    const read = readBarcode(text, goods);
    if (!read) return undefined;
    if (read.kind === 'unknown') {
      const message = t('counter.said.unknownGoods', { code: text });
      say('danger', message);
      return { accepted: false, message };
    }
    // What left the catalogue may still be counted, handed back or written off.
    take(read.goods);
    return { accepted: true };
  });
}
