import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../protocol/catalogue.ts';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';
import { useTablet } from '../../useTablet.tsx';
import { readCard } from '../household/cardReading.ts';
import { setScanned } from '../household/scanned.ts';
import { openHousehold, putIn, say, useCounter } from './counterStore.ts';
import { readBarcode } from './readBarcode.ts';

/** Shorter than any code that is printed on something. */
const WHOLE_CHARS_MIN = 6;
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

/** Takes what was scanned, by a gun or the camera, to where it belongs: a card opens its household, a barcode goes into the basket. */
export function useTakeCode(): (code: ReadCode) => Promise<ScanAnswer> {
  const { t } = useTranslation();
  const tablet = useTablet();

  const refuse = (message: string): ScanAnswer => {
    say('danger', message);
    return { accepted: false, message };
  };
  const takeCard = async (text: string, catalogue: Catalogue): Promise<ScanAnswer> => {
    if (text.length < WHOLE_CHARS_MIN) return refuse(t('counter.said.cut'));
    // Like something typed: a gun may read a household's code from a label as well as the whole card.
    const reading = await readCard({ text, format: 'typed' }, { catalogue, directory: tablet.directory() });
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
    const { looking, receipt } = useCounter.getState();
    if (looking) return refuse(t('counter.said.looking'));
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
