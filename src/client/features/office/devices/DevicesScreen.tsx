import { Plus, TabletSmartphone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type OfficeDevice, SILENT_DAYS } from '../../../../protocol/officeDevices.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { cx } from '../../../ui/cx.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { LoadingRows } from '../../../ui/Loading.tsx';
import { getJson } from '../officeApi.ts';
import { FailurePanel, StaleBar } from '../parts/FailurePanel.tsx';
import { shortMoment } from '../parts/moments.ts';
import { ScreenHeader } from '../parts/ScreenHeader.tsx';
import { SmallButton } from '../parts/SmallButton.tsx';
import { CELL, HEAD, NUMBER } from '../parts/tableClasses.ts';
import { useRemote } from '../useRemote.ts';
import { DeviceDetail } from './DeviceDetail.tsx';
import { EnrolDialog } from './EnrolDialog.tsx';
import { OpenCodes } from './OpenCodes.tsx';

const DAY_MS = 86_400_000;

/** Tablets, counters and office browsers: when they were heard of, what waits on them, what they hold. */
export function DevicesScreen() {
  const { t } = useTranslation('office');
  const [currentId, setCurrentId] = useState<string>();
  const [enrolling, setEnrolling] = useState(false);
  const { data, problem, loading, reload } = useRemote('devices', () =>
    getJson<{ now: number; devices: OfficeDevice[] }>('/api/office/devices'),
  );
  const current = data?.devices.find((device) => device.id === currentId);

  return (
    <>
      <ScreenHeader title={t('nav.devices')}>
        <SmallButton onClick={reload} busy={loading}>
          {t('refresh')}
        </SmallButton>
        <SmallButton look="primary" icon={Plus} onClick={() => setEnrolling(true)}>
          {t('devices.enrol')}
        </SmallButton>
      </ScreenHeader>
      {data && problem !== undefined ? <StaleBar problem={problem} retry={reload} /> : null}
      {data ? (
        <div className="flex min-h-0 flex-1 max-wide:flex-col">
          <div className="min-w-0 flex-1 overflow-auto">
            <OpenCodes version={data.now} onLook={reload} />
            {data.devices.length === 0 ? (
              <EmptyState icon={TabletSmartphone} title={t('devices.none')}>
                {t('devices.noneHelp')}
              </EmptyState>
            ) : (
              <table className="w-full border-collapse bg-surface">
                <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
                  <tr className={HEAD}>
                    <th scope="col" className={CELL}>
                      {t('devices.name')}
                    </th>
                    <th scope="col" className={CELL}>
                      {t('devices.kindTitle')}
                    </th>
                    <th scope="col" className={CELL}>
                      {t('devices.users')}
                    </th>
                    <th scope="col" className={CELL}>
                      {t('devices.lastSync')}
                    </th>
                    <th scope="col" className={cx(CELL, 'text-right')}>
                      {t('devices.unsent')}
                    </th>
                    <th scope="col" className={cx(CELL, 'text-right')}>
                      {t('devices.allowance')}
                    </th>
                    <th scope="col" className={CELL}>
                      {t('review.state')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.devices.map((device) => (
                    <DeviceRow
                      key={device.id}
                      device={device}
                      now={data.now}
                      current={device.id === currentId}
                      onOpen={() => setCurrentId(device.id)}
                    />
                  ))}
                </tbody>
              </table>
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

interface RowProps {
  readonly device: OfficeDevice;
  readonly now: number;
  readonly current: boolean;
  readonly onOpen: () => void;
}

function DeviceRow({ device, now, current, onOpen }: RowProps) {
  const { t } = useTranslation('office');
  const heard = device.lastSyncAt ?? device.enrolledAt;
  const silent = device.status === 'active' && device.kind !== 'office' && now - heard > SILENT_DAYS * DAY_MS;
  return (
    <tr
      aria-current={current || undefined}
      onClick={onOpen}
      className={cx(
        'cursor-pointer border-t hover:bg-sunken',
        current && 'bg-primary-soft shadow-[inset_4px_0_0_var(--t-primary)]',
      )}
    >
      <td className={cx(CELL, 'whitespace-nowrap')}>
        <button type="button" onClick={onOpen} className="text-left font-semibold">
          {device.name}
        </button>
        <span className="block text-xs text-muted">{device.id}</span>
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>{t(`devices.kind.${device.kind}`)}</td>
      <td className={CELL}>{device.users.map((user) => user.name).join('、')}</td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        {device.lastSyncAt === null ? t('devices.neverSynced') : shortMoment(device.lastSyncAt)}
      </td>
      <td className={NUMBER}>{device.unsent}</td>
      <td className={NUMBER}>{device.allowance.points}</td>
      <td className={CELL}>
        {device.status === 'revoked' ? (
          <Chip tone="danger">{t('devices.revoked')}</Chip>
        ) : device.awaited ? (
          <Chip tone="waiting">{t('devices.awaited')}</Chip>
        ) : silent ? (
          <Chip tone="waiting">{t('devices.silent')}</Chip>
        ) : (
          <Chip tone="good">{t('devices.active')}</Chip>
        )}
      </td>
    </tr>
  );
}
