/** Where a device stands, as the office's list and its Excel file say it. */
import { type OfficeDevice, SILENT_DAYS } from './officeDevices.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const CLOCK_OFF_MS_MAX = 5 * MINUTE_MS;

/** Where a device can stand. */
export const DEVICE_STATES = ['active', 'silent', 'awaited', 'revoked'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** When it was last heard of, ms; before its first sync when it was enrolled. */
export const heardAt = (device: OfficeDevice): number => device.lastSyncAt ?? device.enrolledAt;

/** Where a device stands at the server's instant `now`, ms. A browser of the office is never called silent. */
export function deviceState(device: OfficeDevice, now: number): DeviceState {
  if (device.status === 'revoked') return 'revoked';
  if (device.awaited) return 'awaited';
  return device.kind !== 'office' && now - heardAt(device) > SILENT_DAYS * DAY_MS ? 'silent' : 'active';
}

/** How many minutes a device's clock is off, when that is worth a word; 0 when it is right. */
export function clockOffMinutes({ clockOffsetMs }: Pick<OfficeDevice, 'clockOffsetMs'>): number {
  const off = Math.abs(clockOffsetMs);
  return off > CLOCK_OFF_MS_MAX ? Math.round(off / MINUTE_MS) : 0;
}
