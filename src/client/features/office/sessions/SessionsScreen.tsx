import { CalendarPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommitteeSession, CommitteeSessions } from '../../../../protocol/officeReview.ts';
import { longDay } from '../../../ui/dates.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import { usePages } from '../usePages.ts';
import { OpenSessionDialog } from './OpenSessionDialog.tsx';
import { SessionDesk } from './SessionDesk.tsx';
import { SessionState } from './SessionState.tsx';

/** Sessions of the committee: those that sit and those that are over, each with its minutes. */
export function SessionsScreen() {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const [chosen, setChosen] = useState<CommitteeSession>();
  const [opening, setOpening] = useState(false);
  const pages = usePages('sessions', async (cursor) => {
    const page = await postJson<CommitteeSessions>('/api/office/sessions/search', { village: null, cursor });
    return { ...page, rows: page.sessions };
  });
  const { rows, first } = pages;

  if (chosen)
    return (
      <SessionDesk
        key={chosen.id}
        session={chosen}
        onBack={() => {
          setChosen(undefined);
          first.reload();
        }}
      />
    );
  return (
    <>
      <ScreenHeader title={office('nav.sessions')}>
        <SmallButton look="primary" icon={CalendarPlus} onClick={() => setOpening(true)}>
          {t('session.open')}
        </SmallButton>
      </ScreenHeader>
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      <div className="min-h-0 flex-1 overflow-auto">
        {!first.data && first.problem !== undefined ? (
          <FailurePanel problem={first.problem} retry={first.reload} />
        ) : null}
        {!first.data && first.problem === undefined ? <LoadingRows rows={6} label={office('loading')} /> : null}
        {first.data && rows.length === 0 ? (
          <EmptyState icon={Users} title={t('session.none')}>
            {t('session.noneHelp')}
          </EmptyState>
        ) : null}
        {rows.length > 0 ? <SessionTable rows={rows} onOpen={setChosen} /> : null}
        <MoreRows pages={pages} />
      </div>
      {opening ? (
        <OpenSessionDialog
          onClose={() => setOpening(false)}
          onSaved={(unsent) => {
            setOpening(false);
            showToast(unsent ? t('session.unsent') : t('session.opened'));
            first.reload();
          }}
        />
      ) : null}
    </>
  );
}

function SessionTable({
  rows,
  onOpen,
}: {
  readonly rows: readonly CommitteeSession[];
  readonly onOpen: (session: CommitteeSession) => void;
}) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  return (
    <table className="w-full border-collapse bg-surface">
      <thead>
        <tr className={HEAD}>
          <th scope="col" className={CELL}>
            {t('session.date')}
          </th>
          <th scope="col" className={CELL}>
            {office('village')}
          </th>
          <th scope="col" className={CELL}>
            {t('session.present')}
          </th>
          <th scope="col" className={CELL}>
            {t('session.minutes')}
          </th>
          <th scope="col" className={CELL}>
            {office('review.state')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((session) => (
          <tr key={session.id} className="border-t hover:bg-sunken">
            <td className={CELL}>
              <button type="button" className="min-h-10 text-left font-semibold" onClick={() => onOpen(session)}>
                {longDay(session.date)}
              </button>
            </td>
            <td className={CELL}>{session.villageName}</td>
            <td className={CELL}>{t('session.presentCount', { count: session.present.length })}</td>
            <td className={CELL}>{t('session.decided', { count: session.decided })}</td>
            <td className={CELL}>
              <SessionState session={session} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
