import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useTray } from '../household/useTray.ts';
import { type Receipt, showReceipt } from './counterStore.ts';
import { OrderStanding } from './OrderStanding.tsx';
import { isVoidable, pastOrders } from './pastOrders.ts';
import { useShowKept } from './useShowKept.ts';
import { VoidSheet } from './VoidSheet.tsx';

/** Of a receipt that came back to the counter: where its redemption stands, and the way to void it. */
export function PastReceipt({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  const { items } = useTray();
  const [voiding, setVoiding] = useState(false);
  const showKept = useShowKept();
  const order = items && pastOrders(items).find(({ item }) => item.ref === receipt.ref);
  if (!order) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-4">
      <OrderStanding order={order} />
      {isVoidable(order) ? (
        <Button look="dangerQuiet" icon={Undo2} onClick={() => setVoiding(true)}>
          {t('counter.today.void')}
        </Button>
      ) : null}
      {voiding ? (
        <VoidSheet
          order={order}
          onClose={() => setVoiding(false)}
          onVoided={() => showReceipt({ ...receipt, voided: true })}
          onKept={(ref) => void showKept(ref)}
        />
      ) : null}
    </div>
  );
}
