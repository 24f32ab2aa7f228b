import { useEffect, useState } from 'react';
import { type Close, type ClosedFile, closeOf, type Days } from '../../../domain/close.ts';
import type { Tablet } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

/** Files read between two looks at whether anybody still wants to know. */
const READ_AT_ONCE = 50;

/** Undefined while it is being added up. */
export type ClosedState = { readonly close: Close } | 'failed' | undefined;

/** Everything of a village's files that a close reads; undefined when nobody wants to know any more. */
async function readFiles(
  tablet: Tablet,
  village: string | null,
  wanted: () => boolean,
): Promise<readonly ClosedFile[] | undefined> {
  const rows = tablet.directory().filter((row) => village === null || row.village === village);
  const files: ClosedFile[] = [];
  for (let i = 0; i < rows.length; i += READ_AT_ONCE) {
    if (!wanted()) return undefined;
    const views = await Promise.all(rows.slice(i, i + READ_AT_ONCE).map((row) => tablet.openFile(row.code)));
    for (const view of views) if (view && view.file.redemptions.length > 0) files.push(view.file);
  }
  return wanted() ? files : undefined;
}

/** The close of some days from this device's own files, own redemptions that nobody else knows yet included. */
export function useClose(days: Days, device: string | undefined): ClosedState {
  const tablet = useTablet();
  const catalogue = useTabletState((s) => s.catalogue);
  const village = useTabletState((s) => s.user?.village ?? null);
  const revision = useTabletState((s) => s.revision);
  const [files, setFiles] = useState<readonly ClosedFile[] | 'failed'>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again.
  useEffect(() => {
    let current = true;
    readFiles(tablet, village, () => current).then(
      (read) => {
        if (read) setFiles(read);
      },
      () => {
        if (current) setFiles('failed');
      },
    );
    return () => {
      current = false;
    };
  }, [tablet, village, revision]);

  if (files === undefined || !catalogue) return undefined;
  if (files === 'failed') return 'failed';
  const { goods, town } = catalogue;
  const only = device === undefined ? {} : { device };
  return { close: closeOf(files, { days, zoneOffsetMinutes: town.zoneOffsetMinutes, goods, ...only }) };
}
