import { Download, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditResponse } from '../../../../protocol/officeAudit.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { usePages } from '../usePages.ts';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditForm, NO_FILTER, searchOf } from './auditFilter.ts';

/** Who did what and when. */
export function AuditScreen() {
  const { t } = useTranslation('audit');
  const problemText = useProblemText();
  const [asked, setAsked] = useState<AuditForm>(NO_FILTER);
  const [exporting, setExporting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const pages = usePages(JSON.stringify(asked), (cursor) =>
    postJson<AuditResponse>('/api/office/audit/search', searchOf(asked, cursor)),
  );
  const { first, rows } = pages;
  const save = async () => {
    setExporting(true);
    setProblem(undefined);
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    try {
      await postFile('/api/office/audit/export', { filter: searchOf(asked, null), language }, `${t('title')}.csv`);
    } catch (error) {
      setProblem(codeOf(error));
    }
    setExporting(false);
  };
  return (
    <>
      <ScreenHeader title={t('title')}>
        <SmallButton onClick={first.reload} busy={first.loading}>
          {t('refresh')}
        </SmallButton>
        <SmallButton icon={Download} busy={exporting} disabled={!first.data} onClick={() => void save()}>
          {t(exporting ? 'exporting' : 'export')}
        </SmallButton>
      </ScreenHeader>
      <AuditFilters asked={asked} onAsk={setAsked} />
      {problem === undefined ? null : (
        <div className="border-b px-5 py-3">
          <Notice tone="danger" alert>
            {problemText(problem)}
          </Notice>
        </div>
      )}
      {first.data && first.problem !== undefined ? <StaleBar problem={first.problem} retry={first.reload} /> : null}
      {first.data ? (
        <div className="min-h-0 flex-1 overflow-auto">
          <p className="px-5 py-2 text-sm text-muted max-sm:px-3">{t('intro')}</p>
          {rows.length === 0 ? (
            <EmptyState icon={ScrollText} title={t('none')}>
              {t('noneHelp')}
            </EmptyState>
          ) : (
            <AuditTable rows={rows} />
          )}
          <MoreRows pages={pages} />
        </div>
      ) : first.problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={first.problem} retry={first.reload} />
      )}
    </>
  );
}
