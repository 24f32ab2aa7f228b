import { useMemo } from 'react';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

/** Every household this device knows, as lines of a list; read again when something changed. */
export function useDirectory(): readonly DirectoryRow[] {
  const tablet = useTablet();
  const revision = useTabletState((s) => s.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again.
  return useMemo(() => tablet.directory(), [tablet, revision]);
}
