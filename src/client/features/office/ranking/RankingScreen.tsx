import { Award, FileSpreadsheet, Printer, Trophy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { RankingRequest, RankingResponse } from '../../../../protocol/officeRanking.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { InputField } from '../parts/InputField.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { RankPaper, type RankPaperKind } from './RankPaper.tsx';
import { RankTable } from './RankTable.tsx';

const YEAR = /^2\d{3}$/;

/** The yearly ranking (一年一排名) of a village or the town: list, stars, print, certificates, Excel. Village and year stay in the address. */
export function RankingScreen() {
  const { t } = useTranslation('ranking');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const me = useMe();
  const [params, setParams] = useSearchParams();
  const [paper, setPaper] = useState<RankPaperKind>();
  const [star, setStar] = useState('');
  const [fetching, setFetching] = useState(false);
  const asked = params.get('village');
  const village = me.user.village ?? (me.villages.some((one) => one.code === asked) ? asked : null);
  const year = params.get('year') ?? '';
  const question: RankingRequest = { village, year: YEAR.test(year) ? Number(year) : null };
  const { data, problem, loading, reload } = useRemote(JSON.stringify(question), () =>
    postJson<RankingResponse>('/api/office/ranking', question),
  );

  // The paper must stand in the page before the browser looks at it, and is taken away when it has.
  useEffect(() => {
    if (paper === undefined) return;
    const done = () => setPaper(undefined);
    window.addEventListener('afterprint', done, { once: true });
    print();
    return () => window.removeEventListener('afterprint', done);
  }, [paper]);

  const change = (name: 'village' | 'year', value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const download = async () => {
    setFetching(true);
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    try {
      await postFile('/api/office/ranking.xlsx', { ...question, language }, `${t('file')}-${data?.year}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  const villageName = (code: string) => me.villages.find((one) => one.code === code)?.name ?? code;
  const all = data ? [...data.rows, ...data.apart] : [];
  const chosen = all.filter((row) => (star === '' ? row.tier !== null : row.tier === star));
  return (
    <>
      <ScreenHeader title={t('title')}>
        <SmallButton icon={Printer} disabled={!data} onClick={() => setPaper('rank-a4')}>
          {t('printA4')}
        </SmallButton>
        <SmallButton icon={Printer} disabled={!data} onClick={() => setPaper('rank-a3')}>
          {t('printA3')}
        </SmallButton>
        <SmallButton icon={FileSpreadsheet} busy={fetching} disabled={!data} onClick={() => void download()}>
          {t('excel')}
        </SmallButton>
      </ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          <div className="flex flex-wrap items-end gap-3">
            {me.user.village === null ? (
              <SelectField
                label={office('village')}
                value={village ?? ''}
                all={t('wholeTown')}
                options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
                onChange={(next) => change('village', next)}
              />
            ) : null}
            <InputField
              type="number"
              label={t('year')}
              min={2000}
              max={2999}
              value={year === '' ? String(data?.year ?? '') : year}
              onChange={(event) => change('year', event.target.value)}
            />
            <SelectField
              label={t('certificatesFor')}
              value={star}
              all={t('allStars')}
              options={(data?.tiers ?? []).map(({ name }) => ({ value: name, label: name }))}
              onChange={setStar}
            />
            <SmallButton icon={Award} disabled={chosen.length === 0} onClick={() => setPaper('certificates')}>
              {t('printCertificates', { count: chosen.length })}
            </SmallButton>
          </div>
          {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
          {data === undefined ? (
            problem !== undefined ? (
              <FailurePanel problem={problem} retry={reload} />
            ) : (
              <LoadingRows rows={8} label={t('loading')} />
            )
          ) : all.length === 0 ? (
            <EmptyState icon={Trophy} title={t('empty', { year: data.year })}>
              {t('emptyHint')}
            </EmptyState>
          ) : (
            <div aria-busy={loading} className="flex flex-col gap-4">
              <p className="text-muted">
                {t('summary', { year: data.year, count: data.rows.length, unranked: data.unranked })}{' '}
                {data.tiers.map(({ name, households }) => t('tierCount', { name, count: households })).join(' · ')}
              </p>
              <RankTable title={t('list')} rows={data.rows} villageName={villageName} town={village === null} />
              {data.cadresApart ? (
                <RankTable title={t('apart')} rows={data.apart} villageName={villageName} town={village === null} />
              ) : null}
            </div>
          )}
        </div>
      </div>
      {data && paper !== undefined ? (
        <RankPaper
          kind={paper}
          data={data}
          place={village === null ? me.town.name : villageName(village)}
          villageName={villageName}
          chosen={chosen}
        />
      ) : null}
    </>
  );
}
