import { ClipboardCheck, SearchX } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySearch, OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import type { Page, Pages } from '../usePages.ts';
import { EntryRow } from './EntryRow.tsx';
import type { UnderWay } from './useDecisions.ts';

interface Props {
  readonly pages: Pages<Page<OfficeEntry>>;
  /** Whether any filter but the status narrows the list. */
  readonly filtered: boolean;
  readonly status: EntrySearch['status'];
  readonly currentId: string | undefined;
  /** Counts the acts after which the row in view takes the focus. */
  readonly turn: number;
  readonly marked: ReadonlySet<string>;
  readonly mayMark: (entry: OfficeEntry) => boolean;
  readonly underWay: ReadonlyMap<string, UnderWay>;
  readonly onOpen: (id: string) => void;
  readonly onMark: (ids: readonly string[], on: boolean) => void;
}

/** The list of entries. The row in view is kept on the screen when the keyboard moves it. */
export function EntryTable(props: Props) {
  const { pages, filtered, status, currentId, turn, marked, mayMark, underWay, onOpen, onMark } = props;
  const { t } = useTranslation('office');
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, first } = pages;
  const markable = rows.filter(mayMark).map((row) => row.id);
  const allMarked = markable.length > 0 && markable.every((id) => marked.has(id));

  useEffect(() => {
    if (currentId === undefined) return;
    body.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);

  useEffect(() => {
    if (turn === 0) return;
    // A dialog gives the focus back when it closes; the next row has it after that.
    const frame = requestAnimationFrame(() =>
      body.current?.querySelector<HTMLElement>('[aria-current="true"] button')?.focus({ preventScroll: true }),
    );
    return () => cancelAnimationFrame(frame);
  }, [turn]);

  if (!first.data) {
    return (
      <div className="flex-1">
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
      <div className="flex-1">
        <EmptyState
          icon={filtered ? SearchX : ClipboardCheck}
          title={filtered ? t('review.noneFound') : t(`review.none.${status ?? 'all'}`)}
        >
          {filtered ? t('review.noneFoundHelp') : t('review.noneHelp')}
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-auto" aria-busy={first.loading}>
      <table className="w-full border-collapse bg-surface">
        <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
          <tr className={HEAD}>
            <th scope="col" className="w-10 py-2 pl-4 align-middle leading-none">
              <input
                type="checkbox"
                aria-label={t('review.markAll')}
                checked={allMarked}
                disabled={markable.length === 0}
                onChange={(event) => onMark(markable, event.target.checked)}
                className="size-4.5 accent-primary"
              />
            </th>
            <th scope="col" className={CELL}>
              {t('review.household')}
            </th>
            <th scope="col" className={CELL}>
              {t('review.deed')}
            </th>
            <th scope="col" className={cx(CELL, 'text-right')}>
              {t('review.points')}
            </th>
            <th scope="col" className={CELL}>
              {t('review.date')}
            </th>
            <th scope="col" className={CELL}>
              {t('review.worker')}
            </th>
            <th scope="col" className={CELL}>
              {t('review.state')}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((entry) => (
            <EntryRow
              key={entry.id}
              entry={entry}
              current={entry.id === currentId}
              marked={marked.has(entry.id)}
              mayMark={mayMark(entry)}
              underWay={underWay.get(entry.id)}
              onOpen={() => onOpen(entry.id)}
              onMark={(on) => onMark([entry.id], on)}
            />
          ))}
        </tbody>
      </table>
      <MoreRows pages={pages} />
      {pages.hasMore ? null : <p className="p-4 text-center text-muted">{t('review.end', { count: rows.length })}</p>}
    </div>
  );
}
