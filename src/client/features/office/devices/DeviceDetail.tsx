import { Ban, Eraser, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { FactList } from '../parts/FactList.tsx';
import { grouped, longMoment } from '../parts/moments.ts';
import { SmallButton } from '../parts/SmallButton.tsx';
import { useMe } from '../useMe.ts';
import { DeviceNotices } from './DeviceNotices.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';
import { storageOf } from './storage.ts';
import { WriteOffDialog } from './WriteOffDialog.tsx';
import { WriteOffList } from './WriteOffList.tsx';

interface Props {
  readonly device: OfficeDevice;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** One device in full, and the way to revoke it. */
export function DeviceDetail({ device, onClose, onChanged }: Props) {
  const { t } = useTranslation('office');
  const me = useMe();
  const [revoking, setRevoking] = useState(false);
  const [writingOff, setWritingOff] = useState(false);
  const village = me.villages.find((one) => one.code === device.village);
  return (
    <aside
      aria-label={t('devices.detail')}
      className="flex w-88 shrink-0 flex-col gap-4 overflow-y-auto border-l bg-surface p-5 max-wide:max-h-[45%] max-wide:w-full max-wide:border-t max-wide:border-l-0"
    >
      <header className="flex items-start justify-between gap-3">
        <div>
          <h2 className="text-lg font-bold">{device.name}</h2>
          <p className="text-muted">
            {device.id} · {t(`devices.kind.${device.kind}`)} · {village?.name ?? me.town.name}
          </p>
        </div>
        <SmallButton icon={X} onClick={onClose}>
          {t('close')}
        </SmallButton>
      </header>
      <DeviceNotices device={device} />
      <FactList
        facts={[
          [t('devices.users'), device.users.map((user) => user.name).join('、')],
          [
            t('devices.lastSync'),
            device.lastSyncAt === null ? t('devices.neverSynced') : longMoment(device.lastSyncAt),
          ],
          [t('devices.enrolledAt'), longMoment(device.enrolledAt)],
          [t('devices.unsent'), t('devices.records', { count: device.unsent })],
          [
            t('devices.allowance'),
            t('devices.allowanceLong', {
              points: grouped(device.allowance.points),
              households: grouped(device.allowance.households),
            }),
          ],
          [t('devices.openCases'), t('devices.records', { count: device.openCases })],
          [t('devices.storage'), storageOf(device)],
          [t('devices.app'), device.app],
        ]}
      />
      <WriteOffList writeOffs={device.writeOffs} />
      {device.allowance.points > 0 || device.awaited ? (
        <div>
          <SmallButton look="dangerQuiet" icon={Eraser} onClick={() => setWritingOff(true)}>
            {t('devices.writeOff.open')}
          </SmallButton>
          <p className="mt-1 text-xs text-muted">{t('devices.writeOff.when')}</p>
        </div>
      ) : null}
      {device.status === 'revoked' ? (
        <Notice tone="danger">{t('devices.revokedLong')}</Notice>
      ) : (
        <div className="mt-auto border-t pt-4">
          <SmallButton look="dangerQuiet" icon={Ban} onClick={() => setRevoking(true)}>
            {t('devices.revoke')}
          </SmallButton>
        </div>
      )}
      <WriteOffDialog
        device={device}
        open={writingOff}
        onClose={() => setWritingOff(false)}
        onDone={() => {
          setWritingOff(false);
          onChanged();
        }}
      />
      <RevokeDialog
        device={device}
        open={revoking}
        onClose={() => setRevoking(false)}
        onRevoked={() => {
          setRevoking(false);
          onChanged();
        }}
      />
    </aside>
  );
}
