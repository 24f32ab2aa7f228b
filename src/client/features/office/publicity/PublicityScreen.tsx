import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PublicityMonthsResponse } from '../../../../protocol/publicity.ts';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { postJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SelectField } from '../parts/SelectField.tsx';
import { useMe } from '../useMe.ts';
import { useRemote } from '../useRemote.ts';
import { ListView } from './ListView.tsx';
import { MonthsTab } from './MonthsTab.tsx';
import { ObjectionsTab } from './ObjectionsTab.tsx';

/** Monthly publicity (一月一公示): closing months, published lists, objections to them. */
export function PublicityScreen() {
  const { t } = useTranslation('publicity');
  const { t: office } = useTranslation('office');
  const me = useMe();
  const [village, setVillage] = useState(me.user.village ?? me.villages[0]?.code ?? '');
  const [tab, setTab] = useState<'months' | 'objections'>('months');
  const [opened, setOpened] = useState<string>();
  const { data, problem, reload } = useRemote(`publicity ${village}`, () =>
    postJson<PublicityMonthsResponse>('/api/office/publicity/months', { village }),
  );
  const shown = data?.months.find(({ month }) => month === opened);
  const open = data?.months.reduce((sum, { list }) => sum + (list?.objections.open ?? 0), 0);
  const name = me.villages.find(({ code }) => code === village)?.name ?? village;
  return (
    <>
      <ScreenHeader title={t('title')}>
        {me.user.village === null ? (
          <SelectField
            label={office('village')}
            value={village}
            options={me.villages.map((one) => ({ value: one.code, label: one.name }))}
            onChange={(next) => {
              setVillage(next);
              setOpened(undefined);
            }}
          />
        ) : null}
      </ScreenHeader>
      <Tabs
        label={t('title')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'months', label: t('tabs.months') },
          { value: 'objections', label: t('tabs.objections'), ...(open ? { count: open } : {}) },
        ]}
      />
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-sm:p-3">
        <div className="mx-auto flex max-w-5xl flex-col gap-4">
          {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
          {data === undefined ? (
            problem === undefined ? (
              <LoadingRows rows={5} tall label={t('loading')} />
            ) : (
              <FailurePanel problem={problem} retry={reload} />
            )
          ) : tab === 'objections' ? (
            <ObjectionsTab key={village} village={village} months={data} onChanged={reload} />
          ) : shown?.list ? (
            <ListView
              village={{ code: village, name }}
              month={shown.month}
              list={shown.list}
              publicUrl={data.publicUrl}
              onBack={() => setOpened(undefined)}
            />
          ) : (
            <MonthsTab village={village} data={data} onOpen={setOpened} onChanged={reload} />
          )}
        </div>
      </div>
    </>
  );
}
