import { ArrowLeft, ClipboardCheck, FileSpreadsheet, FileText, LogOut, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { minuteLines, minuteTotals } from '../../../../protocol/minutes.ts';
import type { CommitteeSession, Minutes } from '../../../../protocol/officeReview.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { longDay } from '../../../ui/dates.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FactList } from '../parts/FactList.tsx';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL } from '../parts/tableClasses.ts';
import { useProblemText } from '../parts/useProblemText.ts';
import { ReviewDesk } from '../review/ReviewScreen.tsx';
import { NO_FILTER } from '../review/reviewing.ts';
import { useRemote } from '../useRemote.ts';
import { CloseSessionDialog } from './CloseSessionDialog.tsx';
import { MinutePaper } from './MinutePaper.tsx';
import { MinuteTable } from './MinuteTable.tsx';
import { SessionState } from './SessionState.tsx';

interface Props {
  readonly session: CommitteeSession;
  readonly onBack: () => void;
}

/** One session: while it sits, the review in it; its minutes to read, print and take along. */
export function SessionDesk({ session, onBack }: Props) {
  const { t } = useTranslation('review');
  const [reviewing, setReviewing] = useState(session.closedAt === null);
  const title = t('session.inside', { village: session.villageName, date: longDay(session.date) });
  if (reviewing)
    return (
      <ReviewDesk
        title={title}
        start={{ ...NO_FILTER, village: session.village, level: 'committee' }}
        session={{ id: session.id, village: session.village }}
      >
        <div className="flex flex-wrap items-center gap-3 border-b bg-primary-soft px-5 py-2">
          <p className="flex-1">{t('session.reviewHelp')}</p>
          <SmallButton icon={FileText} onClick={() => setReviewing(false)}>
            {t('session.minutes')}
          </SmallButton>
          <SmallButton icon={ArrowLeft} onClick={onBack}>
            {t('session.back')}
          </SmallButton>
        </div>
      </ReviewDesk>
    );
  return <MinutesView session={session} title={title} onBack={onBack} onReview={() => setReviewing(true)} />;
}

function MinutesView({
  session: { id },
  title,
  onBack,
  onReview,
}: Props & { readonly title: string; readonly onReview: () => void }) {
  const { t } = useTranslation('review');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const [closing, setClosing] = useState(false);
  const [fetching, setFetching] = useState(false);
  const { data, problem, reload } = useRemote(id, () =>
    postJson<Minutes>('/api/office/sessions/minutes', { session: id }),
  );
  const session = data?.session;
  const open = session?.closedAt === null;

  const download = async () => {
    setFetching(true);
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    try {
      await postFile('/api/office/sessions/minutes.xlsx', { session: id, language }, `${id}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  return (
    <>
      <ScreenHeader title={title}>
        <SmallButton icon={ArrowLeft} onClick={onBack}>
          {t('session.back')}
        </SmallButton>
        {open ? (
          <>
            <SmallButton icon={ClipboardCheck} onClick={onReview}>
              {t('session.review')}
            </SmallButton>
            <SmallButton icon={LogOut} onClick={() => setClosing(true)}>
              {t('session.close')}
            </SmallButton>
          </>
        ) : null}
        <SmallButton icon={FileSpreadsheet} disabled={!data} busy={fetching} onClick={() => void download()}>
          {t('session.excel')}
        </SmallButton>
        <SmallButton look="primary" icon={Printer} disabled={!data} onClick={() => print()}>
          {t('session.print')}
        </SmallButton>
      </ScreenHeader>
      <div className="min-h-0 flex-1 overflow-auto p-5 max-sm:p-3">
        {data ? <MinutesRead minutes={data} /> : null}
        {!data && problem !== undefined ? <FailurePanel problem={problem} retry={reload} /> : null}
        {!data && problem === undefined ? <LoadingRows rows={6} label={office('loading')} /> : null}
      </div>
      {data ? <MinutePaper minutes={data} /> : null}
      {closing && session ? (
        <CloseSessionDialog
          session={session}
          onClose={() => setClosing(false)}
          onSaved={(unsent) => {
            setClosing(false);
            showToast(unsent ? t('session.unsent') : t('session.ended'));
            reload();
          }}
        />
      ) : null}
    </>
  );
}

function MinutesRead({ minutes }: { readonly minutes: Minutes }) {
  const { t } = useTranslation('review');
  const { session } = minutes;
  const lines = minuteLines(minutes);
  return (
    <div className="flex max-w-5xl flex-col gap-4">
      <div>
        <SessionState session={session} />
      </div>
      <FactList
        facts={[
          [t('minutes.chair'), session.chair],
          [
            t('minutes.present', { count: session.present.length }),
            session.present.join(currentLanguage() === 'en' ? ', ' : '、'),
          ],
          [t('minutes.note'), session.note],
          [t('minutes.conclusion'), session.closeNote],
          [t('minutes.ref'), session.id],
        ]}
      />
      {lines.length === 0 ? (
        <p>{t('minutes.empty')}</p>
      ) : (
        <div className="overflow-x-auto rounded-2xl border bg-surface max-wide:scroll-more-x">
          <MinuteTable lines={lines} cell={CELL} />
        </div>
      )}
      <p>{t('minutes.summary', { ...minuteTotals(lines) })}</p>
    </div>
  );
}
