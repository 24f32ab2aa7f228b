import { useEffect } from 'react';
import { warmScanner } from '../scan/loadScanner.ts';
import { useTabletState } from '../useTablet.tsx';
import { startServiceWorker } from './serviceWorker.ts';

/** The rest of the app and the decoder come before they are needed, but not before the own households. */
export function useWarmApp(): void {
  const waiting = useTabletState((s) => s.load?.ownGridReady === false);
  useEffect(() => {
    if (waiting) return;
    warmScanner();
    void startServiceWorker();
  }, [waiting]);
}
