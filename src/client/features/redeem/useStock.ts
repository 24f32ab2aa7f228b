import { useEffect, useState } from 'react';
import type { StockView } from '../../../domain/stockView.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

export type OpenedStock =
  | { readonly status: 'loading' }
  | { readonly status: 'failed' }
  | { readonly status: 'open'; readonly view: StockView };

/** What lies in the store, own doing included; it follows every change, and keeps what was there while it is read again. */
export function useStock(): OpenedStock {
  const tablet = useTablet();
  const revision = useTabletState((s) => s.revision);
  const [opened, setOpened] = useState<OpenedStock>({ status: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again.
  useEffect(() => {
    let current = true;
    tablet.stock().then(
      (view) => {
        if (current && view) setOpened({ status: 'open', view });
      },
      () => {
        if (current) setOpened((before) => (before.status === 'open' ? before : { status: 'failed' }));
      },
    );
    return () => {
      current = false;
    };
  }, [tablet, revision]);
  return opened;
}

/** Pieces of one kind: on the shelf, and in this device's hands. Undefined where nobody has booked any. */
export interface Pieces {
  readonly shelf: number | undefined;
  readonly hands: number | undefined;
}

/** What lies where, by sku; nothing before it is read. */
export function usePieces(): (sku: string) => Pieces {
  const stock = useStock();
  const device = useTabletState((s) => s.device?.id) ?? '';
  if (stock.status !== 'open') return () => ({ shelf: undefined, hands: undefined });
  const { shelf, hands } = stock.view;
  const own = hands.get(device);
  return (sku) => ({ shelf: shelf.get(sku), hands: own?.get(sku) });
}
