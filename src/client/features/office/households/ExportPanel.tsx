import { FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/Notice.tsx';
import { JobProgress } from '../jobs/JobProgress.tsx';
import { isOpen, jobsState, startJob } from '../jobs/jobsState.ts';
import { codeOf } from '../officeApi.ts';
import { noteFailure } from '../officeSession.ts';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';

/** The register as a file: choose the place and the format; the work goes on when the page is left. */
export function ExportPanel() {
  const { t } = useTranslation('households');
  const problemText = useProblemText();
  const me = useMe();
  const [village, setVillage] = useState(me.user.village ?? '');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const jobs = (jobsState().jobs ?? []).filter(({ kind }) => kind === 'register.export');

  const start = async () => {
    setBusy(true);
    try {
      await startJob('register.export', { village: village === '' ? null : village, format });
      setProblem(undefined);
    } catch (error) {
      noteFailure(codeOf(error));
      setProblem(codeOf(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="flex flex-col gap-4" aria-label={t('export.title')}>
      <p className="max-w-prose text-muted">{t('export.help')}</p>
      <div className="flex flex-wrap items-end gap-3">
        <SelectField
          label={t('village')}
          {...(me.user.village === null ? { all: t('wholeTown') } : {})}
          value={village}
          options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
          onChange={setVillage}
        />
        <SelectField
          label={t('export.format')}
          value={format}
          options={[
            { value: 'xlsx', label: 'Excel (.xlsx)' },
            { value: 'csv', label: 'CSV' },
          ]}
          onChange={(value) => setFormat(value === 'csv' ? 'csv' : 'xlsx')}
        />
        <SmallButton look="primary" icon={FileSpreadsheet} busy={busy} onClick={() => void start()}>
          {t('export.act')}
        </SmallButton>
      </div>
      {problem === undefined ? null : (
        <Notice tone="danger" alert>
          {problemText(problem)}
        </Notice>
      )}
      {jobs.map((job) => (
        <JobProgress key={job.id} job={job}>
          {isOpen(job) ? <p className="text-xs text-muted">{t('export.goesOn')}</p> : null}
        </JobProgress>
      ))}
    </section>
  );
}
