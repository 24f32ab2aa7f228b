import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';
import { grouped } from '../parts/moments.ts';

const MIB = 1024 * 1024;

/** What a device has stored, in MB; null while it has not said so. */
export function usedStorage({ usedBytes }: Pick<OfficeDevice, 'usedBytes'>): string | null {
  return usedBytes === null ? null : `${grouped(Math.ceil(usedBytes / MIB))} MB`;
}

/** The same, and what its browser allows. */
export function storageOf(device: Pick<OfficeDevice, 'usedBytes' | 'quotaBytes'>): string | null {
  const used = usedStorage(device);
  if (used === null || device.quotaBytes === null) return used;
  return `${used} / ${grouped(Math.floor(device.quotaBytes / MIB))} MB`;
}
