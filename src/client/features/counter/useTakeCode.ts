import { useTranslation } from 'react-i18next';
import { REF } from '../../../domain/ref.ts';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';
import { useTablet } from '../../useTablet.tsx';
import { readCard } from '../household/cardReading.ts';
import { setScanned } from '../household/scanned.ts';
import { openHousehold, putIn, say, showReceipt, useCounter } from './counterStore.ts';
import { pastOrders, receiptOf } from './pastOrders.ts';
import { readBarcode } from './readBarcode.ts';

/** Shorter than any code that is printed on something. */
const WHOLE_CHARS_MIN = 6;
/** Own records that are looked through for a receipt; older ones are the office's to find. */
const ORDERS_MAX = 5_000;
/** Enough of a code to know it again. */
const SHOWN_CHARS_MAX = 24;

const ACCEPTED: ScanAnswer = { accepted: true };

/** The household code of a card whose prefix is no village of this device. */
async function foreignHousehold(text: string, { villages }: Catalogue): Promise<string | undefined> {
  const { parseCard } = await import('../../../protocol/card.ts');
  const parsed = parseCard(text);
  if (!parsed.ok) return undefined;
  const { household } = parsed.card;
  return villages.some((village) => household.startsWith(`${village.code}-`)) ? undefined : household;
}

/**
 * Takes what was scanned, by a gun or the camera, to where it belongs: a card opens its household, a
 * barcode goes into the basket, a receipt is shown again.
 */
export function useTakeCode(): (code: ReadCode) => Promise<ScanAnswer> {
  const { t } = useTranslation();
  const tablet = useTablet();

  const refuse = (message: string): ScanAnswer => {
    say('danger', message);
    return { accepted: false, message };
  };
  const takeReceipt = async (ref: string): Promise<ScanAnswer> => {
    const order = pastOrders(await tablet.tray(ORDERS_MAX)).find(({ item }) => item.ref === ref || item.was === ref);
    if (!order || order.standing === 'refused') return refuse(t('counter.said.foreignReceipt', { ref }));
    if (useCounter.getState().cart.size > 0) return refuse(t('counter.said.basketFull'));
    showReceipt(receiptOf(order));
    return ACCEPTED;
  };
  const takeCard = async (text: string, catalogue: Catalogue): Promise<ScanAnswer> => {
    if (text.length < WHOLE_CHARS_MIN) return refuse(t('counter.said.cut'));
    const directory = tablet.directory();
    const ref = text.toUpperCase();
    if (REF.test(ref) && !directory.some((row) => row.code === ref)) return takeReceipt(ref);
    // Like something typed: a gun may read a household's code from a label as well as the whole card.
    const reading = await readCard({ text, format: 'typed' }, { catalogue, directory });
    if (reading.kind === 'refused') {
      if (reading.reason === 'not_a_card')
        return refuse(t('counter.said.unknownCode', { code: text.slice(0, SHOWN_CHARS_MAX) }));
      const foreign = reading.reason === 'unknown_household' && (await foreignHousehold(text, catalogue));
      return refuse(foreign ? t('counter.said.otherVillage', { household: foreign }) : t(`card.${reading.reason}`));
    }
    const { household, mark, card } = reading;
    const before = useCounter.getState();
    if (before.household !== undefined && before.household !== household && before.cart.size > 0)
      return refuse(t('counter.said.basketFull'));
    setScanned(mark === 'typed' ? undefined : { household, mark, ...(card === undefined ? {} : { card }) });
    openHousehold(household);
    return ACCEPTED;
  };

  return async (code) => {
    const { catalogue } = tablet.state.getState();
    if (!catalogue) return refuse(t('card.notLoaded'));
    const { looking, receipt, reservation } = useCounter.getState();
    if (looking) return refuse(t('counter.said.looking'));
    if (reservation) return refuse(t('reserve.busy'));
    const text = code.text.trim();
    const barcode = readBarcode(text, catalogue.goods);
    if (!barcode) return takeCard(text, catalogue);
    if (barcode.kind === 'unknown') return refuse(t('counter.said.unknownGoods', { code: text }));
    const { name, spec, sku } = barcode.goods;
    if (barcode.kind === 'retired') return refuse(t('counter.said.retiredGoods', { name, spec }));
    if (receipt) return refuse(t('counter.said.cardFirst'));
    putIn(sku);
    say('good', t('counter.said.added', { name, spec }));
    return ACCEPTED;
  };
}
