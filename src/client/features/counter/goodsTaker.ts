/** Where a scanned code goes while a screen of the stock stands: what is counted or booked there is no household's basket. */
import { useEffect, useEffectEvent } from 'react';
import type { ReadCode, ScanAnswer } from '../../scan/ScanDialog.tsx';

/** Undefined for a code that is not this screen's: it goes where codes go at the counter. */
type Taker = (code: ReadCode) => ScanAnswer | undefined;

let taker: Taker | undefined;

/** Gives a code to the screen that stands; undefined when none takes it. */
export function takenHere(code: ReadCode): ScanAnswer | undefined {
  return taker?.(code);
}

/** Takes goods that are scanned for as long as the screen stands. */
export function useGoodsTaker(take: Taker): void {
  const latest = useEffectEvent((code: ReadCode) => take(code));
  useEffect(() => {
    const mine: Taker = (code) => latest(code);
    taker = mine;
    return () => {
      if (taker === mine) taker = undefined;
    };
  }, []);
}
