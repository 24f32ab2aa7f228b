import { useEffect, useState } from 'react';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

export interface Carried {
  readonly points: number;
  readonly households: number;
}

/** A sync or a deed tells of itself several times in a row: counted is after the last of them. */
const QUIET_MS = 300;
/** Files read between two looks at whether the screen is still there. */
const READ_AT_ONCE = 50;

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
      let points = 0;
      let households = 0;
      for (let i = 0; current && i < codes.length; i += READ_AT_ONCE) {
        const views = await Promise.all(codes.slice(i, i + READ_AT_ONCE).map((code) => tablet.openFile(code)));
        for (const view of views) {
          if (!view || view.remaining <= 0) continue;
          points += view.remaining;
          households += 1;
        }
      }
      if (current) setCarried({ points, households });
    };
    // A count that fails leaves the last one on the screen; opening a file tells what is wrong with it.
    const timer = setTimeout(() => void count().catch(() => undefined), QUIET_MS);
    return () => {
      clearTimeout(timer);
      current = false;
    };
  }, [tablet, revision, rows, grids]);

  return carried;
}
