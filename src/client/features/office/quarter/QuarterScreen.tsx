import { CalendarCheck, CalendarRange, FileSpreadsheet, Printer } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { dayOf, periodKey } from '../../../../domain/calendar.ts';
import { isQuarter } from '../../../../domain/quarter.ts';
import type { QuarterPaper, QuarterRequest, QuarterResponse } from '../../../../protocol/officeQuarter.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { HouseholdList } from './HouseholdList.tsx';
import { QuarterControls } from './QuarterControls.tsx';
import { type PaperKind, RedemptionPaper } from './RedemptionPaper.tsx';
import { SettleDialog } from './SettleDialog.tsx';
import { VillageSums } from './VillageSums.tsx';

/** The quarterly redemption (一季一兑换): windows, sums, households, print, Excel. Village and quarter stay in the address. */
export function QuarterScreen() {
  const { t } = useTranslation('quarter');
  const problemText = useProblemText();
  const me = useMe();
  const needsVillage = useId();
  const [params, setParams] = useSearchParams();
  const [paper, setPaper] = useState<{ readonly kind: PaperKind; readonly data: QuarterPaper }>();
  const [settling, setSettling] = useState(false);
  const [settlements, setSettlements] = useState(0);
  const [busy, setBusy] = useState<'excel' | PaperKind>();
  const asked = params.get('village');
  const village = me.user.village ?? (me.villages.some((one) => one.code === asked) ? asked : null);
  const named = params.get('quarter') ?? '';
  const question: QuarterRequest = { village, quarter: isQuarter(named) ? named : null };
  const { data, problem, loading, reload } = useRemote(JSON.stringify(question), () =>
    postJson<QuarterResponse>('/api/office/quarter', question),
  );

  // The paper must stand in the page before the browser looks at it, and is taken away when it has.
  useEffect(() => {
    if (paper === undefined) return;
    const done = () => setPaper(undefined);
    window.addEventListener('afterprint', done, { once: true });
    print();
    return () => window.removeEventListener('afterprint', done);
  }, [paper]);

  const change = (name: 'village' | 'quarter', value: string) =>
    setParams(
      (old) => {
        const next = new URLSearchParams(old);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const during = async (what: 'excel' | PaperKind, act: () => Promise<void>) => {
    setBusy(what);
    try {
      await act();
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setBusy(undefined);
    }
  };
  const download = (quarter: string) =>
    during('excel', async () => {
      const language = currentLanguage() === 'en' ? 'en' : 'zh';
      await postFile('/api/office/quarter.xlsx', { village, quarter, language }, `${t('title')}-${quarter}.xlsx`);
    });
  const draw = (kind: PaperKind, quarter: string) =>
    during(kind, async () => {
      const found = await postJson<QuarterPaper>('/api/office/quarter/paper', { village, quarter });
      if (found.rows.length === 0) showToast(t('paper.none'));
      else setPaper({ kind, data: found });
    });
  const villageName = (code: string) => me.villages.find((one) => one.code === code)?.name ?? code;
  const prints = data !== undefined && village !== null;
  const why = village === null ? needsVillage : undefined;
  return (
    <>
      <ScreenHeader title={t('title')}>
        {village === null ? (
          <p id={needsVillage} className="max-w-xs font-semibold text-waiting">
            {t(me.user.role === 'committee' ? 'printNeedsVillage' : 'settleNeedsVillage')}
          </p>
        ) : null}
        {me.user.role === 'committee' ? null : (
          <SmallButton icon={CalendarCheck} disabled={!prints} aria-describedby={why} onClick={() => setSettling(true)}>
            {t('settle.open')}
          </SmallButton>
        )}
        <SmallButton
          icon={Printer}
          busy={busy === 'posted'}
          disabled={!prints}
          aria-describedby={why}
          onClick={() => data && void draw('posted', data.quarter)}
        >
          {t('printPosted')}
        </SmallButton>
        <SmallButton
          icon={Printer}
          busy={busy === 'signed'}
          disabled={!prints}
          aria-describedby={why}
          onClick={() => data && void draw('signed', data.quarter)}
        >
          {t('printSigned')}
        </SmallButton>
        <SmallButton
          icon={FileSpreadsheet}
          busy={busy === 'excel'}
          disabled={!data}
          onClick={() => data && void download(data.quarter)}
        >
          {t('excel')}
        </SmallButton>
      </ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-6xl flex-col gap-4">
          <p className="text-muted">{t('about')}</p>
          {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
          {data === undefined ? (
            problem !== undefined ? (
              <FailurePanel problem={problem} retry={reload} />
            ) : (
              <LoadingRows rows={8} label={t('loading')} />
            )
          ) : (
            <>
              <div className="flex flex-wrap items-end gap-3">
                <QuarterControls
                  village={village}
                  quarter={question.quarter ?? data.quarter}
                  newest={periodKey('quarter', dayOf(data.now))}
                  onVillage={(next) => change('village', next)}
                  onQuarter={(next) => change('quarter', next)}
                />
              </div>
              {data.villages.length === 0 ? (
                <EmptyState icon={CalendarRange} title={t('noVillages')}>
                  {t('noVillagesHint')}
                </EmptyState>
              ) : (
                <div aria-busy={loading} className="flex flex-col gap-4">
                  <VillageSums data={data} />
                  <HouseholdList
                    village={village}
                    quarter={data.quarter}
                    villageName={villageName}
                    settlements={settlements}
                  />
                </div>
              )}
            </>
          )}
        </div>
      </div>
      {settling && data && village !== null ? (
        <SettleDialog
          village={village}
          villageName={villageName(village)}
          quarter={data.quarter}
          onClose={() => setSettling(false)}
          onSettled={() => {
            setSettling(false);
            setSettlements(settlements + 1);
            reload();
          }}
        />
      ) : null}
      {paper ? <RedemptionPaper {...paper} /> : null}
    </>
  );
}
