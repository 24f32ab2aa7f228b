import { useEffect, useState } from 'react';

/** Whether somebody has ticked that they know what they do. */
export interface Sure {
  readonly ticked: boolean;
  /** How often the act was pressed without it. */
  readonly missed: number;
  readonly tick: (ticked: boolean) => void;
  /** Asked by the act: true when it may go on; otherwise the box asks for attention. */
  readonly given: () => boolean;
}

/** Anew for every opening of the dialog. */
export function useSure(open: boolean): Sure {
  const [ticked, tick] = useState(false);
  const [missed, setMissed] = useState(0);

  useEffect(() => {
    if (!open) return;
    tick(false);
    setMissed(0);
  }, [open]);

  const given = () => {
    if (!ticked) setMissed((times) => times + 1);
    return ticked;
  };
  return { ticked, missed, tick, given };
}
