import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../protocol/officeJobs.ts';
import type { RollPreviewed } from '../../../../protocol/officeRoll.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { isOpen, jobsState, watchJobs } from '../jobs/jobsState.ts';
import { FailurePanel } from '../parts/FailurePanel.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { ImportResult } from './ImportResult.tsx';
import { PreviewView } from './PreviewView.tsx';
import { UploadForm } from './UploadForm.tsx';

/**
 * A roll into the register: choose the file, see what it would change, choose, import. Where one stands is what the person's
 * newest work says, so leaving the page or a reload loses nothing.
 */
export function ImportPanel() {
  const { t } = useTranslation('households');
  const { jobs, problem } = jobsState();
  const [leftBehind, setLeftBehind] = useState<string>();
  if (jobs === undefined) {
    return problem === undefined ? (
      <LoadingRows rows={4} label={t('loading')} />
    ) : (
      <FailurePanel problem={problem} retry={() => void watchJobs()} />
    );
  }
  const newest = jobs.find(({ kind }) => kind === 'roll.preview' || kind === 'roll.import');
  const current = newest === undefined || newest.id === leftBehind ? undefined : newest;
  if (current === undefined) return <UploadForm />;
  return (
    <section className="flex flex-col gap-4" aria-label={t('import.title')}>
      <JobProgress job={current} download={false}>
        {isOpen(current) ? <p className="text-xs text-muted">{t('import.goesOn')}</p> : null}
        {current.kind === 'roll.import' && current.state === 'done' ? <ImportResult job={current} /> : null}
        {isOpen(current) ? null : (
          <div>
            <SmallButton className="min-h-11" onClick={() => setLeftBehind(current.id)}>
              {t('import.another')}
            </SmallButton>
          </div>
        )}
      </JobProgress>
      {isPreview(current) ? <PreviewView key={current.id} job={current} /> : null}
    </section>
  );
}

function isPreview(job: Job): job is Job & { readonly result: RollPreviewed } {
  return job.kind === 'roll.preview' && job.state === 'done';
}
