import { useTranslation } from 'react-i18next';
import type { Reservation } from '../../../domain/household.ts';
import { useTabletState } from '../../useTablet.tsx';

/** Where reserved goods are handed over, in words; and whether that is on this device. */
export function useReservationWhere(): (r: Reservation) => { readonly here: boolean; readonly words: string } {
  const { t } = useTranslation();
  const own = useTabletState((s) => s.device?.id);
  return ({ device, handOver }) => {
    if (device === undefined) return { here: false, words: t('reserve.at.waiting') };
    if (device === own) return { here: true, words: t('reserve.at.here') };
    return { here: false, words: t(`reserve.at.${handOver}`, { device }) };
  };
}
