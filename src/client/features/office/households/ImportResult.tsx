import { useTranslation } from 'react-i18next';
import type { Job } from '../../../../protocol/officeJobs.ts';
import type { RollImported } from '../../../../protocol/officeRoll.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { grouped } from '../parts/moments.ts';

/** What an import recorded, what was left out, and what the judge did not take. */
export function ImportResult({ job }: { readonly job: Job }) {
  const { t } = useTranslation('households');
  const { recorded, skipped, notTaken } = job.result as RollImported;
  return (
    <>
      <Notice tone="good">
        {recorded === 0 ? t('import.nothingNew') : t('import.recorded', { count: recorded, n: grouped(recorded) })}
        {skipped > 0 ? <p>{t('import.skipped', { count: skipped, n: grouped(skipped) })}</p> : null}
      </Notice>
      {notTaken.length === 0 ? null : (
        <Notice tone="danger" title={t('import.notTaken', { count: notTaken.length })}>
          <ul className="list-disc pl-5">
            {notTaken.map(({ household, head, sources, field, code }) => (
              <li key={household}>
                {`${household} ${head} · ${sources.map(({ sheet, row }) => t('import.at', { sheet, row })).join('、')} · ${field || code}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
