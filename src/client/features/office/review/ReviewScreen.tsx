import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySearch, OfficeEntries, OfficeEntry } from '../../../../protocol/office.ts';
import { postJson } from '../officeApi.ts';
import { StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';
import { EntryDetail } from './EntryDetail.tsx';
import { EntryFilters } from './EntryFilters.tsx';
import { EntryTable } from './EntryTable.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { ReviewResults } from './ReviewResults.tsx';
import { NO_FILTER, type ReviewDecision, type ReviewResult, reviewAll, reviewable } from './reviewing.ts';
import { StatusTabs } from './StatusTabs.tsx';
import { useReviewKeys } from './useReviewKeys.ts';

/** Entries to review: filters, the list, the entry in view beside it. One or many are decided at once. */
export function ReviewScreen() {
  const { t } = useTranslation('office');
  const me = useMe();
  const [filter, setFilter] = useState<Omit<EntrySearch, 'cursor'>>(NO_FILTER);
  const [currentId, setCurrentId] = useState<string>();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [rejecting, setRejecting] = useState<readonly OfficeEntry[]>();
  const [results, setResults] = useState<readonly ReviewResult[]>([]);
  const [busy, setBusy] = useState(false);

  const pages = usePages(JSON.stringify(filter), async (cursor) => {
    const page = await postJson<OfficeEntries>('/api/office/entries/search', { ...filter, cursor });
    return { ...page, rows: page.entries };
  });
  const { rows, first } = pages;
  const current = rows.find((row) => row.id === currentId);
  const mine = (entry: OfficeEntry) => reviewable(entry, me.user.role);
  const chosen = rows.filter((row) => marked.has(row.id) && mine(row));
  const targets = chosen.length > 0 ? chosen : current !== undefined && mine(current) ? [current] : [];

  const change = (next: Partial<EntrySearch>) => {
    setFilter({ ...filter, ...next });
    setMarked(new Set());
  };
  const mark = (ids: readonly string[], on: boolean) => {
    const next = new Set(marked);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setMarked(next);
  };
  const decide = async (entries: readonly OfficeEntry[], given: ReviewDecision) => {
    if (entries.length === 0 || busy) return;
    const at = rows.findIndex((row) => row.id === currentId);
    const decided = new Set(entries.map((entry) => entry.id));
    const nextId = rows.find((row, i) => i > at && !decided.has(row.id))?.id;
    setBusy(true);
    setRejecting(undefined);
    const done = await reviewAll(me, entries, given);
    setBusy(false);
    if (done === undefined) return;
    setResults(done);
    setMarked(new Set());
    if (currentId !== undefined && decided.has(currentId)) setCurrentId(nextId);
    first.reload();
  };

  useReviewKeys(
    {
      move: (by) => {
        const at = rows.findIndex((row) => row.id === currentId);
        const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
        if (next) setCurrentId(next.id);
      },
      toggle: () => {
        if (current && mine(current)) mark([current.id], !marked.has(current.id));
      },
      approve: () => void decide(targets, { decision: 'approve' }),
      reject: () => {
        if (targets.length > 0) setRejecting(targets);
      },
    },
    rejecting === undefined,
  );

  return (
    <>
      <ScreenHeader title={t('nav.review')}>
        <span className="mr-2 text-muted">
          {chosen.length > 0 ? t('review.marked', { count: chosen.length }) : t('review.keys')}
        </span>
        <SmallButton
          look="primary"
          icon={Check}
          shortcut="A"
          busy={busy}
          disabled={targets.length === 0}
          onClick={() => void decide(targets, { decision: 'approve' })}
        >
          {chosen.length > 1 ? t('review.approveMany', { count: chosen.length }) : t('review.approve')}
        </SmallButton>
        <SmallButton
          look="dangerQuiet"
          icon={X}
          shortcut="R"
          disabled={targets.length === 0 || busy}
          onClick={() => setRejecting(targets)}
        >
          {chosen.length > 1 ? t('review.rejectMany', { count: chosen.length }) : t('review.reject')}
        </SmallButton>
      </ScreenHeader>
      <EntryFilters filter={filter} onChange={change} />
      <StatusTabs
        status={filter.status}
        counts={first.data?.counts ?? undefined}
        onChange={(status) => change({ status })}
      />
      {results.length > 0 ? <ReviewResults results={results} onClose={() => setResults([])} /> : null}
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      <div className="flex min-h-0 flex-1 max-wide:flex-col">
        <EntryTable
          pages={pages}
          filtered={JSON.stringify({ ...filter, status: null }) !== JSON.stringify({ ...NO_FILTER, status: null })}
          status={filter.status}
          currentId={currentId}
          marked={marked}
          mayMark={mine}
          onOpen={setCurrentId}
          onMark={mark}
        />
        {current ? (
          <EntryDetail entry={current} mayReview={mine(current)} onClose={() => setCurrentId(undefined)} />
        ) : null}
      </div>
      <RejectDialog
        entries={rejecting}
        onClose={() => setRejecting(undefined)}
        onReject={(entries, reason) => void decide(entries, { decision: 'reject', reason })}
      />
    </>
  );
}
