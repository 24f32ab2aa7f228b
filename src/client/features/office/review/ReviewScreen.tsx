import { Check, Keyboard, Pencil, X } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntrySearch, OfficeEntries, OfficeEntry } from '../../../../protocol/officeEntries.ts';
import { postJson } from '../officeApi.ts';
import { StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { usePages } from '../usePages.ts';
import { ChangeDialog } from './ChangeDialog.tsx';
import { EntryDetail } from './EntryDetail.tsx';
import { EntryFilters } from './EntryFilters.tsx';
import { EntryTable } from './EntryTable.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { RejectDialog } from './RejectDialog.tsx';
import { ReviewResults } from './ReviewResults.tsx';
import { NO_FILTER, type ReviewDecision, reviewable } from './reviewing.ts';
import { StatusTabs } from './StatusTabs.tsx';
import { useDecisions } from './useDecisions.ts';
import { useReviewKeys } from './useReviewKeys.ts';

/** The weekly review of what the person may see. */
export function ReviewScreen() {
  const { t } = useTranslation('office');
  return <ReviewDesk title={t('nav.review')} start={NO_FILTER} />;
}

interface Props {
  readonly title: string;
  /** Filters at first. */
  readonly start: Omit<EntrySearch, 'cursor'>;
  /** The session of the committee in which is decided, and its village. */
  readonly session?: { readonly id: string; readonly village: string };
  /** What stands above the list. */
  readonly children?: ReactNode;
}

/** Entries to review: filters, the list, the entry in view beside it. One or many are decided at once. */
export function ReviewDesk({ title, start, session, children }: Props) {
  const { t } = useTranslation('office');
  const { t: review } = useTranslation('review');
  const me = useMe();
  const [filter, setFilter] = useState(start);
  const [currentId, setCurrentId] = useState<string>();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [rejecting, setRejecting] = useState<readonly OfficeEntry[]>();
  const [changing, setChanging] = useState<OfficeEntry>();
  const [help, setHelp] = useState(false);
  const [turn, setTurn] = useState(0);
  const search = useRef<HTMLInputElement>(null);

  const pages = usePages(JSON.stringify(filter), async (cursor) => {
    const page = await postJson<OfficeEntries>('/api/office/entries/search', { ...filter, cursor });
    return { ...page, rows: page.entries };
  });
  const { rows, first } = pages;
  const current = rows.find((row) => row.id === currentId);
  const { underWay, ...decisions } = useDecisions(me, session?.id, (decided) => {
    setMarked((before) => new Set([...before].filter((id) => !decided.has(id))));
    // Who has moved on meanwhile stays where they are.
    if (currentId !== undefined && decided.has(currentId)) {
      const at = rows.findIndex((row) => row.id === currentId);
      setCurrentId(rows.find((row, i) => i > at && !decided.has(row.id))?.id);
      setTurn((n) => n + 1);
    }
    first.reload();
  });
  const mine = (entry: OfficeEntry) => reviewable(entry, me.user.role) && !underWay.has(entry.id);
  const chosen = rows.filter((row) => marked.has(row.id) && mine(row));
  const targets = chosen.length > 0 ? chosen : current !== undefined && mine(current) ? [current] : [];

  const change = (next: Partial<EntrySearch>) => {
    const now = { ...filter, ...next };
    // What strikes is looked for in what waits.
    setFilter(now.status === 'submitted' ? now : { ...now, odd: null, sort: 'newest' });
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
  const decide = (entries: readonly OfficeEntry[], given: ReviewDecision) => {
    setRejecting(undefined);
    setChanging(undefined);
    decisions.decide(entries, given);
  };

  useReviewKeys(
    {
      move: (by) => {
        const at = rows.findIndex((row) => row.id === currentId);
        const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
        if (!next) return;
        setCurrentId(next.id);
        setTurn((n) => n + 1);
      },
      toggle: () => {
        if (current && mine(current)) mark([current.id], !marked.has(current.id));
      },
      approve: () => decide(targets, { decision: 'approve' }),
      reject: () => {
        if (targets.length > 0) setRejecting(targets);
      },
      change: () => {
        if (current && mine(current)) setChanging(current);
      },
      find: () => {
        search.current?.focus();
        search.current?.select();
      },
      close: () => setCurrentId(undefined),
      help: () => setHelp(true),
    },
    rejecting === undefined && changing === undefined && !help,
  );

  return (
    <>
      <ScreenHeader title={title}>
        <span className="mr-2 text-muted">
          {chosen.length > 0 ? t('review.marked', { count: chosen.length }) : null}
        </span>
        <SmallButton icon={Keyboard} shortcut="?" onClick={() => setHelp(true)}>
          {review('keys.open')}
        </SmallButton>
        <SmallButton
          look="primary"
          icon={Check}
          shortcut="A"
          busy={targets.length === 0 && [...underWay.values()].includes('recording')}
          disabled={targets.length === 0}
          onClick={() => decide(targets, { decision: 'approve' })}
        >
          {chosen.length > 1 ? t('review.approveMany', { count: chosen.length }) : t('review.approve')}
        </SmallButton>
        <SmallButton
          icon={Pencil}
          shortcut="P"
          disabled={!current || !mine(current) || chosen.length > 1}
          onClick={() => setChanging(current)}
        >
          {review('change.act')}
        </SmallButton>
        <SmallButton
          look="dangerQuiet"
          icon={X}
          shortcut="R"
          disabled={targets.length === 0}
          onClick={() => setRejecting(targets)}
        >
          {chosen.length > 1 ? t('review.rejectMany', { count: chosen.length }) : t('review.reject')}
        </SmallButton>
      </ScreenHeader>
      {children}
      <EntryFilters
        filter={filter}
        onChange={change}
        search={search}
        {...(session === undefined ? {} : { village: session.village })}
      />
      <StatusTabs
        status={filter.status}
        counts={first.data?.counts ?? undefined}
        onChange={(status) => change({ status })}
      />
      {decisions.results.length > 0 ? <ReviewResults results={decisions.results} onClose={decisions.forget} /> : null}
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      {first.data?.lookedAt == null ? null : (
        <p className="border-b px-5 py-2 text-waiting">{review('odd.looked', { count: first.data.lookedAt })}</p>
      )}
      <div className="flex min-h-0 flex-1 max-wide:flex-col">
        <EntryTable
          pages={pages}
          filtered={JSON.stringify({ ...filter, status: null }) !== JSON.stringify({ ...start, status: null })}
          status={filter.status}
          currentId={currentId}
          turn={turn}
          marked={marked}
          mayMark={mine}
          underWay={underWay}
          onOpen={setCurrentId}
          onMark={mark}
        />
        {current ? (
          <EntryDetail entry={current} mayReview={mine(current)} onClose={() => setCurrentId(undefined)} />
        ) : null}
      </div>
      <KeysDialog open={help} onClose={() => setHelp(false)} />
      <ChangeDialog
        entry={changing}
        onClose={() => setChanging(undefined)}
        onChange={(entry, points, reason) => decide([entry], { decision: 'approve', points, reason })}
      />
      <RejectDialog
        entries={rejecting}
        onClose={() => setRejecting(undefined)}
        onReject={(entries, reason) => decide(entries, { decision: 'reject', reason })}
      />
    </>
  );
}
