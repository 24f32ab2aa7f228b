import { useEffect, useState } from 'react';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { readRights } from '../household/readRights.ts';

export interface Carried {
  readonly points: number;
  readonly households: number;
}

/** What this device's allowances still cover in these grids; `undefined` until the files were read. */
export function useCarried(rows: readonly DirectoryRow[], grids: readonly string[]): Carried | undefined {
  const tablet = useTablet();
  const revision = useTabletState((s) => s.revision);
  const [carried, setCarried] = useState<Carried>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to count again.
  useEffect(() => {
    let current = true;
    const count = async () => {
      const codes = rows.filter((row) => grids.includes(row.grid)).map((row) => row.code);
      const rights = await readRights(tablet, codes, () => current);
      if (!rights) return;
      const held = [...rights.values()].filter((points) => points > 0);
      setCarried({ points: held.reduce((sum, points) => sum + points, 0), households: held.length });
    };
    // A count that fails leaves the last one on the screen; opening a file tells what is wrong with it.
    count().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [tablet, revision, rows, grids]);

  return carried;
}
