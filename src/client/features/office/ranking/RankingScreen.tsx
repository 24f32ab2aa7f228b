import { Award, FileSpreadsheet, Printer, Stamp, Trophy, UserCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RankingDocument } from '../../../../domain/yearList.ts';
import type { RankingResponse, RankingRow } from '../../../../protocol/officeRanking.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { MoreRows } from '../parts/MoreRows.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { CertificatePaper } from './CertificatePaper.tsx';
import { CertificatesDialog } from './CertificatesDialog.tsx';
import { ExcludeDialog } from './ExcludeDialog.tsx';
import { FreezeDialog } from './FreezeDialog.tsx';
import { RankingFilters } from './RankingFilters.tsx';
import { RankingRows } from './RankingRows.tsx';
import { RankingState } from './RankingState.tsx';
import { RankPaper } from './RankPaper.tsx';
import { useRanking } from './useRanking.ts';

type Paper =
  | { readonly kind: 'rank-a4' | 'rank-a3'; readonly document: RankingDocument }
  | { readonly kind: 'certificates'; readonly rows: readonly RankingRow[] };
type Dialog =
  | { readonly what: 'freeze' | 'certificates' }
  | { readonly what: 'exclude' | 'include'; readonly row: RankingRow };

/** The yearly ranking (一年一排名) of a village or the town: what it would be, who is not in it, and, once frozen, what it is. */
export function RankingScreen() {
  const { t } = useTranslation('ranking');
  const problemText = useProblemText();
  const me = useMe();
  const [q, setQ] = useState('');
  const [paper, setPaper] = useState<Paper>();
  const [dialog, setDialog] = useState<Dialog>();
  const [fetching, setFetching] = useState(false);
  const shown = useRanking(q);
  const { pages, village, list, change } = shown;
  const { data, problem, loading, reload } = pages.first;
  const villageName = (code: string) => me.villages.find((one) => one.code === code)?.name ?? code;
  const place = village === null ? me.town.name : villageName(village);
  const decides = me.user.role !== 'committee';

  // The paper must stand in the page before the browser looks at it, and is taken away when it has.
  useEffect(() => {
    if (paper === undefined) return;
    const done = () => setPaper(undefined);
    window.addEventListener('afterprint', done, { once: true });
    print();
    return () => window.removeEventListener('afterprint', done);
  }, [paper]);

  const tried = async (act: () => Promise<void>) => {
    setFetching(true);
    try {
      await act();
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  const printList = (kind: 'rank-a4' | 'rank-a3', { year }: RankingResponse) =>
    tried(async () => {
      const document = await postJson<RankingDocument>('/api/office/ranking/document', { village, year });
      setPaper({ kind, document });
    });
  const download = ({ year }: RankingResponse) => {
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    return tried(() => postFile('/api/office/ranking.xlsx', { village, year, language }, `${t('file')}-${year}.xlsx`));
  };
  const changed = () => {
    setDialog(undefined);
    reload();
  };
  const frozen = data?.frozen ?? null;
  const open = decides && data !== undefined && frozen === null;
  return (
    <>
      <ScreenHeader title={t('title')}>
        {open && data.ranked + data.apart > 0 && (village !== null || me.user.village === null) ? (
          <SmallButton look="primary" icon={Stamp} onClick={() => setDialog({ what: 'freeze' })}>
            {t('freeze.open')}
          </SmallButton>
        ) : null}
        <SmallButton
          icon={Printer}
          disabled={!data || fetching}
          onClick={() => data && void printList('rank-a4', data)}
        >
          {t('printA4')}
        </SmallButton>
        <SmallButton
          icon={Printer}
          disabled={!data || fetching}
          onClick={() => data && void printList('rank-a3', data)}
        >
          {t('printA3')}
        </SmallButton>
        <SmallButton
          icon={FileSpreadsheet}
          busy={fetching}
          disabled={!data}
          onClick={() => data && void download(data)}
        >
          {t('excel')}
        </SmallButton>
        {frozen && list !== 'excluded' ? (
          <SmallButton icon={Award} onClick={() => setDialog({ what: 'certificates' })}>
            {t('certificates.open')}
          </SmallButton>
        ) : null}
      </ScreenHeader>
      <Tabs
        label={t('title')}
        value={list}
        onChange={(next) => change('list', next === 'ranked' ? '' : next)}
        tabs={[
          { value: 'ranked', label: t('list') },
          ...(data?.cadresApart || list === 'apart' ? [{ value: 'apart' as const, label: t('apart') }] : []),
          { value: 'excluded', label: t('excluded'), ...(data?.excluded ? { count: data.excluded } : {}) },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          <RankingFilters shown={shown} year={data?.year} q={q} onSearch={setQ} />
          {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
          {data === undefined ? (
            problem !== undefined ? (
              <FailurePanel problem={problem} retry={reload} />
            ) : (
              <LoadingRows rows={8} label={t('loading')} />
            )
          ) : (
            <div aria-busy={loading} className="flex flex-col gap-4">
              <RankingState data={data} />
              {pages.rows.length > 0 ? (
                <RankingRows
                  title={t(list === 'ranked' ? 'list' : list)}
                  list={list}
                  rows={pages.rows}
                  villageName={villageName}
                  town={village === null}
                  onExclude={open ? (row) => setDialog({ what: 'exclude', row }) : undefined}
                  onTakeBack={open ? (row) => setDialog({ what: 'include', row }) : undefined}
                  onCertificate={frozen ? (row) => setPaper({ kind: 'certificates', rows: [row] }) : undefined}
                />
              ) : q.trim() !== '' ? (
                <EmptyState icon={Trophy} title={t('notFound')}>
                  {t('notFoundHint')}
                </EmptyState>
              ) : list === 'excluded' ? (
                <EmptyState icon={UserCheck} title={t('noneExcluded', { year: data.year })}>
                  {open ? t('noneExcludedHint') : null}
                </EmptyState>
              ) : (
                <EmptyState icon={Trophy} title={t('empty', { year: data.year })}>
                  {t('emptyHint')}
                </EmptyState>
              )}
              <MoreRows pages={pages}>{t('more', { count: data.found - pages.rows.length })}</MoreRows>
            </div>
          )}
        </div>
      </div>
      {data && dialog?.what === 'freeze' ? (
        <FreezeDialog
          data={data}
          place={place}
          villageName={villageName}
          onClose={() => setDialog(undefined)}
          onFrozen={changed}
        />
      ) : null}
      {data && dialog?.what === 'certificates' && list !== 'excluded' ? (
        <CertificatesDialog
          data={data}
          list={list}
          onClose={() => setDialog(undefined)}
          onPrint={(rows) => {
            setDialog(undefined);
            setPaper({ kind: 'certificates', rows });
          }}
        />
      ) : null}
      {data && (dialog?.what === 'exclude' || dialog?.what === 'include') ? (
        <ExcludeDialog
          row={dialog.row}
          year={data.year}
          excluded={dialog.what === 'exclude'}
          onClose={() => setDialog(undefined)}
          onSaved={(unsent) => {
            showToast(t(unsent ? 'savedHere' : `${dialog.what}.done`));
            changed();
          }}
        />
      ) : null}
      {data && paper ? (
        paper.kind === 'certificates' ? (
          frozen && <CertificatePaper rows={paper.rows} data={data} frozen={frozen} villageName={villageName} />
        ) : (
          <RankPaper kind={paper.kind} document={paper.document} frozen={frozen} />
        )
      ) : null}
    </>
  );
}
