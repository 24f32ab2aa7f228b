import { Download, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JOB_DAYS_KEPT, type Job, jobFilePath } from '../../../../protocol/officeJobs.ts';
import { jobsZh } from '../../../i18n/jobs.zh.ts';
import { Chip, type Tone } from '../../../ui/Chip.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { codeOf } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { grouped, shortMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { cancelJob, isOpen } from './jobsState.ts';

const TONES: Readonly<Record<Job['state'], Tone>> = {
  queued: 'waiting',
  running: 'waiting',
  done: 'good',
  failed: 'danger',
  cancelled: 'plain',
};

interface Props {
  readonly job: Job;
  /** Whether the file that it made is a person's to have; otherwise the page reads it. */
  readonly download?: boolean;
  /** What came out of it, in the words of its kind. */
  readonly children?: ReactNode;
}

/** One piece of long work: what it is, how far it is, cancel; then what came out of it, or why nothing did. */
export function JobProgress({ job, download = true, children }: Props) {
  const { t } = useTranslation('jobs');
  const problemText = useProblemText();
  const me = useMe();
  const [problem, setProblem] = useState<string>();
  const place = job.village === null ? me.town.name : me.villages.find((one) => one.code === job.village)?.name;
  const title = t('title', { kind: t(`kind.${job.kind}`), place: place ?? job.village ?? '' });

  const cancel = () => {
    cancelJob(job.id).then(
      () => setProblem(undefined),
      (error: unknown) => {
        noteFailure(codeOf(error));
        setProblem(codeOf(error));
      },
    );
  };
  const why = (Object.keys(jobsZh.error).find((code) => code === job.error) ?? 'internal') as keyof typeof jobsZh.error;

  return (
    <article className="flex flex-col gap-2 rounded-xl border bg-surface px-4 py-3" aria-label={title}>
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{title}</h3>
        <Chip tone={TONES[job.state]}>{t(`state.${job.state}`)}</Chip>
        <span className="text-xs text-muted">{shortMoment(job.createdAt)}</span>
        <span className="flex-1" />
        {isOpen(job) ? (
          <SmallButton icon={X} onClick={cancel}>
            {t('cancel')}
          </SmallButton>
        ) : null}
        {download && job.state === 'done' && job.file !== null ? (
          <a
            href={jobFilePath(job.id)}
            download={job.file}
            className="inline-flex min-h-11 items-center gap-2 rounded-lg border border-primary bg-primary px-3 font-semibold text-on-primary hover:bg-primary-strong"
          >
            <Download aria-hidden="true" className="size-4.5" />
            {t('download')}
          </a>
        ) : null}
      </div>
      {isOpen(job) ? (
        <div className="flex items-center gap-3" role="status">
          <div className="flex-1">
            <Progress value={job.done} max={job.total ?? 0} label={title} />
          </div>
          <span className="tabular-nums">
            {job.total === null ? t('counting') : t('counts', { done: grouped(job.done), total: grouped(job.total) })}
          </span>
        </div>
      ) : null}
      {job.state === 'cancelled' ? (
        <p className="text-muted">
          {job.total === null
            ? t('cancelledEarly')
            : t(job.kind === 'roll.import' ? 'cancelledAt' : 'cancelledSafe', {
                done: grouped(job.done),
                total: grouped(job.total),
              })}
        </p>
      ) : null}
      {job.state === 'failed' ? <p className="text-danger">{t(`error.${why}`)}</p> : null}
      {download && job.state === 'done' && job.file !== null ? (
        <p className="text-xs break-all text-muted">{t('kept', { name: job.file, days: JOB_DAYS_KEPT })}</p>
      ) : null}
      {problem === undefined ? null : (
        <p role="alert" className="text-danger">
          {problemText(problem)}
        </p>
      )}
      {children}
    </article>
  );
}
