import { useTablet } from '../../useTablet.tsx';
import { showReceipt } from './counterStore.ts';
import { pastOrders, receiptOf } from './pastOrders.ts';

/** Newest ops in which a receipt that was just recorded is looked for. */
const LOOK_MAX = 20;

/** Shows the receipt of what a household kept, as a new one: it is printed and handed over like any other. */
export function useShowKept(): (ref: string) => Promise<void> {
  const tablet = useTablet();
  return async (ref) => {
    const order = pastOrders(await tablet.tray(LOOK_MAX)).find(({ item }) => item.ref === ref);
    if (!order) return;
    const view = await tablet.openFile(order.household);
    const left = view && { left: view.points.final - view.points.redeemed };
    showReceipt({ ...receiptOf(order), ...left });
  };
}
