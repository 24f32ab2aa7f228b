import { useEffect, useState } from 'react';
import type { TrayItem } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

/** More lines than a worker writes in a month; the tray shows them all by scrolling. */
const LINES_MAX = 2_000;

/** Every own op, newest first; `undefined` until the journal was read the first time. `failed` when it could not be. */
export function useTray(): { readonly items: readonly TrayItem[] | undefined; readonly failed: boolean } {
  const tablet = useTablet();
  const revision = useTabletState((s) => s.revision);
  const unsent = useTabletState((s) => s.sync.unsent);
  const [items, setItems] = useState<readonly TrayItem[]>();
  const [failed, setFailed] = useState(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of either is the reason to read again.
  useEffect(() => {
    let current = true;
    tablet.tray(LINES_MAX).then(
      (read) => {
        if (!current) return;
        setItems(read);
        setFailed(false);
      },
      () => {
        if (current) setFailed(true);
      },
    );
    return () => {
      current = false;
    };
  }, [tablet, revision, unsent]);

  return { items, failed };
}
