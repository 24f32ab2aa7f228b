import { useVirtualizer } from '@tanstack/react-virtual';
import { House, SearchX } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterPage, RegisterRow } from '../../../../protocol/officeRegister.ts';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import type { Pages } from '../usePages.ts';
import { RegisterLine } from './RegisterLine.tsx';

const ROW_HEIGHT = 60;
/** The next page is asked for when so many rows are left below. */
const AHEAD = 20;

interface Props {
  readonly pages: Pages<RegisterPage>;
  readonly filtered: boolean;
  readonly current: string | undefined;
  readonly onOpen: (code: string) => void;
  readonly onClear: () => void;
}

/** The households that fit, only those in view in the page. Arrow keys go from one to the next. */
export function RegisterList({ pages, filtered, current, onOpen, onClear }: Props) {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, first, hasMore, loadingMore, moreProblem, loadMore } = pages;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
    getItemKey: (index) => rows[index]?.code ?? index,
  });
  const items = virtualizer.getVirtualItems();
  const lowest = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && moreProblem === undefined && lowest >= rows.length - AHEAD) loadMore();
  });

  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    const at = rows.findIndex(({ code }) => code === (event.target as HTMLElement).dataset.code);
    const next = rows[at + by];
    if (!next) return;
    event.preventDefault();
    virtualizer.scrollToIndex(at + by);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-code="${CSS.escape(next.code)}"]`)?.focus(),
    );
  };

  const shell = cx('min-w-0 flex-1', current !== undefined && 'max-w-112 border-r max-wide:hidden');
  if (!first.data) {
    return (
      <div className={shell}>
        {first.problem === undefined ? (
          <LoadingRows rows={8} label={t('loading')} />
        ) : (
          <FailurePanel problem={first.problem} retry={first.reload} />
        )}
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <div className={shell}>
        <EmptyState
          icon={filtered ? SearchX : House}
          title={filtered ? t('list.noneFound') : t('list.none')}
          action={filtered ? <SmallButton onClick={onClear}>{t('list.showAll')}</SmallButton> : undefined}
        >
          {filtered ? t('list.noneFoundHelp') : t('list.noneHelp')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div ref={scroller} className={cx(shell, 'overflow-y-auto bg-surface')} aria-busy={first.loading}>
      {/* biome-ignore lint/a11y/useSemanticElements: only a part of the list is in the page, so its length is said by attributes. */}
      <div role="list" aria-label={t('title')} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row: RegisterRow | undefined = rows[item.index];
          if (!row) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the list above.
            <div
              key={item.key}
              role="listitem"
              aria-setsize={first.data?.total ?? -1}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0 border-b"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <RegisterLine
                row={row}
                narrow={current !== undefined}
                current={row.code === current}
                onOpen={onOpen}
                onKeyDown={onKey}
              />
            </div>
          );
        })}
      </div>
      {moreProblem === undefined ? null : (
        <div role="alert" className="flex items-center justify-center gap-3 p-4 text-danger">
          {problemText(moreProblem)}
          <SmallButton onClick={loadMore}>{t('retry')}</SmallButton>
        </div>
      )}
    </div>
  );
}
