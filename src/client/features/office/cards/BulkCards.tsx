import { Files } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CARDS_PER_PART } from '../../../../protocol/officeJobInputs.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { jobsState, startJob } from '../jobs/jobsState.ts';
import { codeOf } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { grouped } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';

interface Props {
  readonly village: string;
  readonly grid: string | null;
  /** Cards of the place. */
  readonly total: number;
  readonly masked: boolean;
}

/** Many cards at once: files of a thousand that a browser prints, made by long work that a reload does not lose. */
export function BulkCards({ village, grid, total, masked }: Props) {
  const { t } = useTranslation('jobs');
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const jobs = (jobsState().jobs ?? []).filter(({ kind }) => kind === 'cards.print');
  const parts = Math.ceil(total / CARDS_PER_PART);

  const start = async () => {
    setBusy(true);
    try {
      const language = currentLanguage() === 'en' ? 'en' : 'zh';
      for (let part = 0; part < parts; part += 1)
        await startJob('cards.print', { village, grid, part, masked, language });
      setProblem(undefined);
    } catch (error) {
      noteFailure(codeOf(error));
      setProblem(codeOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t('cards.title')} className="mb-5 flex flex-col gap-3 print:hidden">
      {parts === 0 ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-muted">
            {t('cards.help', { count: parts, n: grouped(total), each: grouped(CARDS_PER_PART) })}
          </p>
          <SmallButton icon={Files} busy={busy} className="min-h-11" onClick={() => void start()}>
            {t('cards.act')}
          </SmallButton>
        </div>
      )}
      {problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(problem)}
        </Notice>
      )}
      {jobs.map((job) => {
        const range = job.result as { readonly from: number; readonly to: number } | null;
        return (
          <JobProgress key={job.id} job={job}>
            {range === null ? null : <p>{t('cards.range', { from: grouped(range.from), to: grouped(range.to) })}</p>}
          </JobProgress>
        );
      })}
    </section>
  );
}
