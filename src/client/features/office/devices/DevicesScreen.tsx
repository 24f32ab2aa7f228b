import { FileSpreadsheet, Plus, SearchX, TabletSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { showToast } from '../../../ui/toastStore.ts';
import { codeOf, getJson, postFile } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useProblemText } from '../parts/useProblemText.ts';
import { useRemote } from '../useRemote.ts';
import { DeviceDetail } from './DeviceDetail.tsx';
import { DeviceFilters } from './DeviceFilters.tsx';
import { DeviceTable } from './DeviceTable.tsx';
import { ALL_DEVICES, type DeviceOrder, fittingDevices, orderedDevices } from './deviceList.ts';
import { EnrolDialog } from './EnrolDialog.tsx';
import { OpenCodes } from './OpenCodes.tsx';

/** Tablets, counters and office browsers: when they were heard of, what waits on them, what they hold. */
export function DevicesScreen() {
  const { t, i18n } = useTranslation('office');
  const [filter, setFilter] = useState(ALL_DEVICES);
  const [order, setOrder] = useState<DeviceOrder>({ by: 'name', down: false });
  const [currentId, setCurrentId] = useState<string>();
  const problemText = useProblemText();
  const [exporting, setExporting] = useState(false);
  const [enrolling, setEnrolling] = useState(false);
  const { data, problem, loading, reload } = useRemote('devices', () =>
    getJson<{ now: number; devices: OfficeDevice[] }>('/api/office/devices'),
  );
  const fitting = data ? fittingDevices(data.devices, filter, data.now) : [];
  const shown = orderedDevices(fitting, order, i18n.language);
  const current = data?.devices.find((device) => device.id === currentId);

  const download = async (devices: readonly OfficeDevice[]) => {
    setExporting(true);
    try {
      const language = i18n.language === 'en' ? 'en' : 'zh';
      const body = { devices: devices.map(({ id }) => id), language };
      await postFile('/api/office/devices.xlsx', body, `${t('nav.devices')}.xlsx`);
    } catch (error) {
      showToast(problemText(codeOf(error)), 'danger');
    } finally {
      setExporting(false);
    }
  };

  return (
    <>
      <ScreenHeader title={t('nav.devices')}>
        <SmallButton onClick={reload} busy={loading}>
          {t('refresh')}
        </SmallButton>
        <SmallButton
          icon={FileSpreadsheet}
          busy={exporting}
          disabled={shown.length === 0}
          onClick={() => void download(shown)}
        >
          {t('devices.excel')}
        </SmallButton>
        <SmallButton look="primary" icon={Plus} onClick={() => setEnrolling(true)}>
          {t('devices.enrol')}
        </SmallButton>
      </ScreenHeader>
      <DeviceFilters filter={filter} onChange={setFilter} />
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        <div className="flex min-h-0 flex-1 max-wide:flex-col">
          <div className="min-w-0 flex-1 overflow-auto">
            <OpenCodes version={data.now} onLook={reload} />
            {data.devices.length === 0 ? (
              <EmptyState icon={TabletSmartphone} title={t('devices.none')}>
                {t('devices.noneHelp')}
              </EmptyState>
            ) : fitting.length === 0 ? (
              <EmptyState icon={SearchX} title={t('devices.filter.none')}>
                {t('devices.filter.noneHelp')}
              </EmptyState>
            ) : (
              <DeviceTable
                devices={shown}
                of={data.devices.length}
                now={data.now}
                order={order}
                onOrder={setOrder}
                currentId={currentId}
                onOpen={setCurrentId}
              />
            )}
          </div>
          {current ? (
            <DeviceDetail
              key={current.id}
              device={current}
              onClose={() => setCurrentId(undefined)}
              onChanged={reload}
            />
          ) : null}
        </div>
      ) : problem === undefined ? (
        <LoadingRows rows={6} label={t('loading')} />
      ) : (
        <FailurePanel problem={problem} retry={reload} />
      )}
      <EnrolDialog
        open={enrolling}
        onClose={() => {
          setEnrolling(false);
          reload();
        }}
      />
    </>
  );
}
