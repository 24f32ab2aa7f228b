import { useTranslation } from 'react-i18next';
import { longMonth } from '../../../ui/dates.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { isOpen } from '../jobs/jobsState.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { FinalActFooter, FinalActSure } from '../parts/FinalAct.tsx';
import { shortMoment } from '../parts/moments.ts';
import { OfficeDialog } from '../parts/OfficeDialog.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useSure } from '../parts/useSure.ts';
import { usePublish } from '../usePublish.ts';
import { PreviewFigures } from './PreviewFigures.tsx';
import { usePrepared } from './usePrepared.ts';

interface Props {
  readonly village: string;
  readonly month: string;
  readonly onClose: () => void;
  readonly onPublished: () => void;
}

/**
 * Publishing cannot be undone: what the list will be, in figures, and then a deliberate second act. Working out the list of a large
 * village is long work: it shows how far it is, may be cancelled, and goes on when the dialog or the page is left.
 */
export function CloseDialog({ village, month, onClose, onPublished }: Props) {
  const { t } = useTranslation('publicity');
  const name = longMonth(month);
  const sure = useSure(true);
  const { problem, busy, publish } = usePublish((unsent) => {
    showToast(t(unsent ? 'close.doneHere' : 'close.done'));
    onPublished();
  });
  const { job, preview, problem: missing, again } = usePrepared(village, month);
  const act = async () => {
    if (sure.given()) await publish({ kind: 'month.publish', body: { village, month } });
  };
  return (
    <OfficeDialog
      open
      title={t('close.title', { month: name })}
      onClose={onClose}
      footer={
        preview ? (
          <FinalActFooter act={t('close.act')} busy={busy} onClose={onClose} onAct={() => void act()} />
        ) : (
          <SmallButton onClick={onClose}>{t('close.leave')}</SmallButton>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <p>{t('close.about')}</p>
        {missing === undefined ? null : <FailurePanel problem={missing} retry={again} />}
        {preview ? null : job === undefined ? (
          missing === undefined && <LoadingRows rows={2} label={t('loading')} />
        ) : (
          <JobProgress job={job} download={false}>
            {isOpen(job) ? (
              <p className="text-muted">{t('close.goesOn')}</p>
            ) : job.state === 'done' ? null : (
              <div>
                <SmallButton onClick={again}>{t('close.again')}</SmallButton>
              </div>
            )}
          </JobProgress>
        )}
        {preview ? (
          <>
            <p className="flex flex-wrap items-center gap-3 text-muted">
              {t('close.madeAt', { moment: shortMoment(job?.finishedAt ?? job?.createdAt ?? 0) })}
              <SmallButton onClick={again}>{t('close.again')}</SmallButton>
            </p>
            <PreviewFigures preview={preview} />
            {busy ? <Notice tone="waiting">{t('close.busy')}</Notice> : null}
            <FinalActSure failure={problem} label={t('close.sure')} sure={sure} />
          </>
        ) : null}
      </div>
    </OfficeDialog>
  );
}
