import type { RedemptionLine } from '../../../domain/household.ts';
import { useTabletState } from '../../useTablet.tsx';

/** Lines in a few words: 「大米 ×2、洗衣液」. */
export function useGoodsWords(): (lines: readonly RedemptionLine[]) => string {
  const goods = useTabletState((s) => s.catalogue?.goods);
  const nameOf = (sku: string) => goods?.find((one) => one.sku === sku)?.name ?? sku;
  return (lines) => lines.map((l) => (l.quantity > 1 ? `${nameOf(l.sku)} ×${l.quantity}` : nameOf(l.sku))).join('、');
}
