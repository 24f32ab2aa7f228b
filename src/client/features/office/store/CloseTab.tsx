import { FileSpreadsheet, Printer, ScrollText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../domain/calendar.ts';
import type { Days } from '../../../../domain/close.ts';
import type { CloseRequest, CloseResponse } from '../../../../protocol/officeStore.ts';
import { currentLanguage } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { CloseReport } from '../../close/CloseReport.tsx';
import { codeOf, postFile, postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { DaysFields } from './DaysFields.tsx';

/** The close of one village's store, or of one of its devices, on the screen, on paper and as an Excel file. */
export function CloseTab() {
  const { t } = useTranslation('office');
  const { t: words } = useTranslation('close');
  const me = useMe();
  const problemText = useProblemText();
  const today = dayOf(Date.now());
  const [village, setVillage] = useState(me.user.village ?? me.villages[0]?.code ?? '');
  const [device, setDevice] = useState('');
  const [days, setDays] = useState<Days>({ from: today, to: today });
  const [fetching, setFetching] = useState(false);
  const question: CloseRequest = {
    ...{ village, ...days, device: device === '' ? null : device },
    language: currentLanguage() === 'en' ? 'en' : 'zh',
  };
  const { data, problem, loading, reload } = useRemote(JSON.stringify(question), () =>
    postJson<CloseResponse>('/api/office/store/close', question),
  );

  const download = async () => {
    setFetching(true);
    try {
      await postFile('/api/office/store/close.xlsx', question, `${village}-${days.from}-${days.to}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setFetching(false);
    }
  };
  const nameOf = (names: Readonly<Record<string, string>>) => (id: string) => names[id] ?? id;
  const place = me.villages.find((one) => one.code === village)?.name ?? village;
  const chosen = data?.devices.find((one) => one.id === device);
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        {me.user.village === null ? (
          <SelectField
            label={t('village')}
            value={village}
            options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
            onChange={(next) => {
              setVillage(next);
              setDevice('');
            }}
          />
        ) : null}
        <SelectField
          label={t('store.device')}
          value={device}
          all={t('store.whole')}
          options={(data?.devices ?? []).map((one) => ({ value: one.id, label: `${one.name} ${one.id}` }))}
          onChange={setDevice}
        />
        <DaysFields days={days} onChange={setDays} />
        <div className="ml-auto flex gap-2">
          <SmallButton icon={Printer} disabled={!data} onClick={print}>
            {words('print')}
          </SmallButton>
          <SmallButton icon={FileSpreadsheet} busy={fetching} disabled={!data} onClick={() => void download()}>
            {t('store.excel')}
          </SmallButton>
        </div>
      </div>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data === undefined ? (
        problem !== undefined ? (
          <FailurePanel problem={problem} retry={reload} />
        ) : (
          <LoadingRows rows={5} label={words('loading')} />
        )
      ) : data.close.acts.length + data.stock.length === 0 ? (
        <EmptyState icon={ScrollText} title={words('empty')}>
          {words('emptyHint')}
        </EmptyState>
      ) : (
        <div aria-busy={loading} className="flex flex-col gap-4">
          <CloseReport
            close={data.close}
            stock={device === '' ? data.stock : []}
            names={{
              goods: nameOf(data.names.goods),
              household: nameOf(data.names.households),
              person: nameOf(data.names.people),
            }}
            days={days}
            of={`${place} ${chosen ? `${chosen.name} ${chosen.id}` : words('store')}`}
          />
        </div>
      )}
    </>
  );
}
