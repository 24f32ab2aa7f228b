import { useTranslation } from 'react-i18next';
import { clockOffMinutes, deviceState } from '../../../../protocol/deviceState.ts';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { Chip } from '../../../ui/Chip.tsx';
import { cx } from '../../../ui/cx.ts';
import { shortMoment } from '../parts/moments.ts';
import { CELL, NUMBER } from '../parts/tableClasses.ts';
import { usedStorage } from './storage.ts';

const TONES = { revoked: 'danger', awaited: 'waiting', silent: 'waiting', active: 'good' } as const;

interface Props {
  readonly device: OfficeDevice;
  /** The server's clock, ms. */
  readonly now: number;
  readonly current: boolean;
  readonly onOpen: () => void;
}

/** A device of the list. Its name opens it; a click anywhere in the row does as well. */
export function DeviceRow({ device, now, current, onOpen }: Props) {
  const { t } = useTranslation('office');
  const state = deviceState(device, now);
  const clockOff = clockOffMinutes(device);
  const chip = <Chip tone={TONES[state]}>{t(`devices.${state}`)}</Chip>;
  return (
    <tr
      aria-current={current || undefined}
      onClick={onOpen}
      className={cx(
        'cursor-pointer border-t hover:bg-sunken',
        current && 'bg-primary-soft shadow-[inset_4px_0_0_var(--t-primary)]',
      )}
    >
      <td className={cx(CELL, 'max-sm:whitespace-normal')}>
        <button type="button" onClick={onOpen} className="min-h-6 text-left font-semibold">
          {device.name}
        </button>
        <span className="block text-xs whitespace-nowrap text-muted">
          {device.id}
          <span className="sm:hidden"> · {t(`devices.kind.${device.kind}`)}</span>
        </span>
        <span className="mt-1 block sm:hidden">{chip}</span>
      </td>
      <td className={cx(CELL, 'whitespace-nowrap max-sm:hidden')}>{t(`devices.kind.${device.kind}`)}</td>
      <td className={cx(CELL, 'max-wide:hidden')}>{device.users.map((user) => user.name).join('、')}</td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        {device.lastSyncAt === null ? t('devices.neverSynced') : shortMoment(device.lastSyncAt)}
      </td>
      <td className={cx(NUMBER, device.unsent > 0 && 'font-bold text-waiting')}>{device.unsent}</td>
      <td className={cx(NUMBER, 'max-sm:hidden')}>{device.allowance.points}</td>
      <td className={cx(NUMBER, 'whitespace-nowrap max-wide:hidden')}>{usedStorage(device) ?? '—'}</td>
      <td className={cx(NUMBER, 'whitespace-nowrap max-wide:hidden', clockOff > 0 && 'font-bold text-waiting')}>
        {clockOff > 0 ? t('devices.clockMinutes', { count: clockOff }) : '—'}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap max-wide:hidden')}>{device.app}</td>
      <td className={cx(CELL, 'max-sm:hidden')}>{chip}</td>
    </tr>
  );
}
