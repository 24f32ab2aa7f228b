import { useEffect, useMemo, useState } from 'react';
import { useTablet, useTabletState } from '../../useTablet.tsx';
import { readRights } from '../household/readRights.ts';
import { useDirectory } from '../household/useDirectory.ts';
import { useCounter } from './counterStore.ts';

/** A sync tells of itself several times in a row: counted is after the last of them. */
const QUIET_MS = 300;

/**
 * Points of the village that this counter can serve without a connection; undefined until they were counted. Rights come and go
 * with a sync, so the whole village is counted after each; in between only the household at the counter spends.
 */
export function useServable(): number | undefined {
  const tablet = useTablet();
  const households = useDirectory().length;
  const lastSyncAt = useTabletState((s) => s.sync.lastSyncAt);
  const revision = useTabletState((s) => s.revision);
  const here = useCounter((s) => s.household ?? s.receipt?.household);
  const [counts, setCounts] = useState(0);
  const [rights, setRights] = useState<ReadonlyMap<string, number>>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a sync and another number of households are reasons to count again.
  useEffect(() => {
    let current = true;
    const count = async () => {
      const codes = tablet.directory().map((row) => row.code);
      const counted = await readRights(tablet, codes, () => current);
      if (!counted) return;
      setRights(counted);
      setCounts((before) => before + 1);
    };
    // A count that fails leaves the last one on the screen; opening a file tells what is wrong with it.
    const timer = setTimeout(() => void count().catch(() => undefined), QUIET_MS);
    return () => {
      clearTimeout(timer);
      current = false;
    };
  }, [tablet, lastSyncAt, households]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or a new count, during which something was spent, is the reason to read again.
  useEffect(() => {
    let current = true;
    if (here === undefined) return;
    readRights(tablet, [here], () => current).then(
      (read) => {
        if (read) setRights((before) => before && new Map([...before, ...read]));
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [tablet, revision, here, counts]);

  return useMemo(() => rights && [...rights.values()].reduce((sum, points) => sum + points, 0), [rights]);
}
