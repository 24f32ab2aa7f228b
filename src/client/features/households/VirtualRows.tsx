import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { Day } from '../../../domain/calendar.ts';
import type { DirectoryRow } from '../../engine/tablet.ts';
import { setScanned } from '../household/scanned.ts';
import { HouseholdRow } from './HouseholdRow.tsx';
import { useListFilter } from './listFilter.ts';

const ROW_HEIGHT = 80;

interface Props {
  readonly rows: readonly DirectoryRow[];
  readonly current: string | undefined;
  readonly today: Day;
}

/** The lines in view and a few around them, whatever the length of the list. */
export function VirtualRows({ rows, current, today }: Props) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const initialOffset = useRef(useListFilter.getState().offset).current;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    initialOffset,
    getItemKey: (index) => rows[index]?.code ?? index,
  });

  useEffect(() => {
    const element = scroller.current;
    return () => {
      if (element) useListFilter.setState({ offset: element.scrollTop });
    };
  }, []);

  const open = (code: string) => {
    setScanned(undefined);
    void navigate(`/households/${code}`);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: only a part of the list is in the page, so its length is said by attributes.
    <div ref={scroller} role="list" className="h-full overflow-y-auto overscroll-contain bg-surface">
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the list above.
            <div
              key={item.key}
              role="listitem"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 border-b"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <HouseholdRow row={row} today={today} current={row.code === current} onOpen={open} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
