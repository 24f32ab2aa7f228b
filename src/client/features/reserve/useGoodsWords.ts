import type { RedemptionLine } from '../../../domain/household.ts';
import { useTabletState } from '../../useTablet.tsx';

/** Lines in a few words: 「大米 5kg ×2、洗衣液 2kg」. */
export function useGoodsWords(): (lines: readonly RedemptionLine[]) => string {
  const goods = useTabletState((s) => s.catalogue?.goods);
  const nameOf = (sku: string) => {
    const found = goods?.find((one) => one.sku === sku);
    return found ? `${found.name} ${found.spec}`.trim() : sku;
  };
  return (lines) => lines.map((l) => (l.quantity > 1 ? `${nameOf(l.sku)} ×${l.quantity}` : nameOf(l.sku))).join('、');
}
