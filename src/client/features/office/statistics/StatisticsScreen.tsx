import './statisticsPaper.css';
import { FileSpreadsheet, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StatisticsResponse } from '../../../../protocol/officeStatistics.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
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
import { CategoriesTab } from './CategoriesTab.tsx';
import { longMonth } from './figures.ts';
import { ParticipationTab } from './ParticipationTab.tsx';
import { RedemptionTab } from './RedemptionTab.tsx';
import { UnvisitedTab } from './UnvisitedTab.tsx';
import { SPANS, STATISTICS_TABS, useQuestion } from './useQuestion.ts';
import { WorkTab } from './WorkTab.tsx';

/** The review of a period (统计复盘): which category is falling behind, where, since when, and how the work goes. */
export function StatisticsScreen() {
  const { t } = useTranslation('statistics');
  const { t: office } = useTranslation('office');
  const problemText = useProblemText();
  const me = useMe();
  const { question, tab, category, change } = useQuestion();
  const [fetching, setFetching] = useState(false);
  const { data, problem, loading, reload } = useRemote(JSON.stringify(question), () =>
    postJson<StatisticsResponse>('/api/office/statistics', question),
  );
  const download = async () => {
    setFetching(true);
    const language = currentLanguage() === 'en' ? 'en' : 'zh';
    try {
      await postFile(
        '/api/office/statistics.xlsx',
        { ...question, language },
        `${t('file')}-${data?.months.at(-1)}.xlsx`,
      );
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  const place = me.villages.find((one) => one.code === question.village)?.name ?? me.town.name;
  const first = data?.months[0] ?? '';
  const last = data?.months.at(-1) ?? '';
  return (
    <>
      <ScreenHeader title={t('title')}>
        <SmallButton icon={Printer} disabled={!data} onClick={print}>
          {t('print')}
        </SmallButton>
        <SmallButton icon={FileSpreadsheet} busy={fetching} disabled={!data} onClick={() => void download()}>
          {t('excel')}
        </SmallButton>
      </ScreenHeader>
      <div className="overflow-x-auto print:hidden [&>div]:min-w-max">
        <Tabs
          label={t('title')}
          value={tab}
          onChange={(next) => change('tab', next)}
          tabs={STATISTICS_TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      <div className="statistics-paper min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3 print:overflow-visible print:p-0">
        <div className="mx-auto flex max-w-5xl flex-col gap-4 print:max-w-none">
          <div className="flex flex-wrap items-end gap-3 print:hidden">
            {me.user.village === null ? (
              <SelectField
                label={office('village')}
                value={question.village ?? ''}
                all={t('allVillages')}
                options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
                onChange={(next) => change('village', next)}
              />
            ) : null}
            <SelectField
              label={t('span')}
              value={String(question.months)}
              options={SPANS.map((n) => ({ value: String(n), label: t('months', { count: n }) }))}
              onChange={(next) => change('months', next)}
            />
            <InputField
              type="month"
              label={t('upTo')}
              value={question.to ?? last}
              onChange={(event) => change('to', event.target.value)}
            />
          </div>
          <h2 className="hidden text-lg font-bold print:block">
            {t('printed', { place, from: longMonth(first), to: longMonth(last), what: t(`tab.${tab}`) })}
          </h2>
          {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
          {data === undefined ? (
            problem !== undefined ? (
              <FailurePanel problem={problem} retry={reload} />
            ) : (
              <LoadingRows rows={6} tall label={t('loading')} />
            )
          ) : (
            <div aria-busy={loading} className="flex flex-col gap-4">
              {tab === 'categories' ? (
                <CategoriesTab data={data} chosen={category} onChoose={(next) => change('category', next)} />
              ) : tab === 'participation' ? (
                <ParticipationTab data={data} />
              ) : tab === 'redemption' ? (
                <RedemptionTab data={data} />
              ) : tab === 'unvisited' ? (
                <UnvisitedTab village={question.village} />
              ) : (
                <WorkTab question={question} />
              )}
            </div>
          )}
        </div>
      </div>
    </>
  );
}
