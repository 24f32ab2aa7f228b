import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { cx } from '../../../ui/cx.ts';
import { grouped } from '../parts/moments.ts';
import { CELL, HEAD } from '../parts/tableClasses.ts';
import { DeviceRow } from './DeviceRow.tsx';
import type { DeviceColumn, DeviceOrder } from './deviceList.ts';

interface Props {
  /** In their order. */
  readonly devices: readonly OfficeDevice[];
  /** How many there are without a filter. */
  readonly of: number;
  /** The server's clock, ms. */
  readonly now: number;
  readonly order: DeviceOrder;
  readonly onOrder: (order: DeviceOrder) => void;
  readonly currentId: string | undefined;
  readonly onOpen: (id: string) => void;
}

/** Columns with figures stand with the largest first, when they are chosen. */
const LARGEST_FIRST: ReadonlySet<DeviceColumn> = new Set(['unsent', 'allowance', 'storage', 'clock']);

/** The list of devices; the heads put it in order. */
export function DeviceTable({ devices, of, now, order, onOrder, currentId, onOpen }: Props) {
  const { t } = useTranslation('office');
  const head = (by: DeviceColumn, label: string, look?: string) => {
    const chosen = order.by === by;
    const Arrow = order.down ? ArrowDown : ArrowUp;
    return (
      <th
        scope="col"
        aria-sort={chosen ? (order.down ? 'descending' : 'ascending') : undefined}
        className={cx('p-0', look)}
      >
        <button
          type="button"
          onClick={() => onOrder({ by, down: chosen ? !order.down : LARGEST_FIRST.has(by) })}
          className={cx(
            'inline-flex min-h-11 items-center gap-1 px-3 font-semibold max-sm:whitespace-normal hover:text-ink focus-visible:outline-offset-[-3px]',
            chosen && 'text-primary',
          )}
        >
          {label}
          {chosen ? <Arrow aria-hidden size={14} /> : null}
        </button>
      </th>
    );
  };
  return (
    <>
      <table className="w-full border-collapse bg-surface">
        <thead className="sticky top-0 z-10 shadow-[0_1px_0_var(--t-line)]">
          <tr className={HEAD}>
            {head('name', t('devices.name'))}
            <th scope="col" className={cx(CELL, 'max-sm:hidden')}>
              {t('devices.kindTitle')}
            </th>
            <th scope="col" className={cx(CELL, 'max-wide:hidden')}>
              {t('devices.users')}
            </th>
            {head('heard', t('devices.lastSync'))}
            {head('unsent', t('devices.unsent'), 'text-right')}
            {head('allowance', t('devices.allowance'), 'text-right max-sm:hidden')}
            {head('storage', t('devices.storage'), 'text-right max-wide:hidden')}
            {head('clock', t('devices.clock'), 'text-right max-wide:hidden')}
            {head('app', t('devices.app'), 'max-wide:hidden')}
            <th scope="col" className={cx(CELL, 'max-sm:hidden')}>
              {t('review.state')}
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              now={now}
              current={device.id === currentId}
              onOpen={() => onOpen(device.id)}
            />
          ))}
        </tbody>
      </table>
      <p className="p-4 text-center text-muted" aria-live="polite">
        {devices.length === of
          ? t('devices.filter.end', { count: of })
          : t('devices.filter.found', { found: grouped(devices.length), count: of })}
      </p>
    </>
  );
}
