import { useEffect, useState } from 'react';
import type { FileView } from '../../engine/tablet.ts';
import { useTablet, useTabletState } from '../../useTablet.tsx';

export type OpenedFile =
  | { readonly status: 'loading' }
  | { readonly status: 'missing' }
  | { readonly status: 'failed' }
  | { readonly status: 'open'; readonly view: FileView };

interface Held {
  readonly code: string;
  readonly opened: OpenedFile;
}

const LOADING: OpenedFile = { status: 'loading' };

/** A household file that follows every change. While it is read again, what was there stays on the screen. */
export function useFile(code: string): OpenedFile {
  const tablet = useTablet();
  const revision = useTabletState((s) => s.revision);
  const [held, setHeld] = useState<Held>({ code, opened: LOADING });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is the reason to read again.
  useEffect(() => {
    let current = true;
    const show = (opened: OpenedFile) => {
      if (current) setHeld({ code, opened });
    };
    tablet.openFile(code).then(
      (view) => show(view ? { status: 'open', view } : { status: 'missing' }),
      () =>
        setHeld((before) =>
          !current || (before.code === code && before.opened.status === 'open')
            ? before
            : { code, opened: { status: 'failed' } },
        ),
    );
    return () => {
      current = false;
    };
  }, [tablet, code, revision]);

  return held.code === code ? held.opened : LOADING;
}
