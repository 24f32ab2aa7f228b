/** The list of devices: what narrows it and in what order it stands. It is whole in the page, so it is worked out there. */
import { clockOffMinutes, type DeviceState, deviceState, heardAt } from '../../../../protocol/deviceState.ts';
import type { OfficeDevice } from '../../../../protocol/officeDevices.ts';

/** What the office looks for beside that. */
export const DEVICE_NEEDS = ['unsent', 'allowance', 'clock', 'unkept'] as const;
type DeviceNeed = (typeof DEVICE_NEEDS)[number];

export interface DeviceFilter {
  /** Part of its name, its id or the name of who uses it. */
  readonly q: string;
  readonly kind: OfficeDevice['kind'] | null;
  readonly village: string | null;
  readonly state: DeviceState | DeviceNeed | null;
}

export const ALL_DEVICES: DeviceFilter = { q: '', kind: null, village: null, state: null };

export type DeviceColumn = 'name' | 'heard' | 'unsent' | 'allowance' | 'storage' | 'clock' | 'app';

export interface DeviceOrder {
  readonly by: DeviceColumn;
  readonly down: boolean;
}

const NEEDS: Readonly<Record<DeviceNeed, (device: OfficeDevice) => boolean>> = {
  unsent: ({ unsent }) => unsent > 0,
  allowance: ({ allowance }) => allowance.points > 0,
  clock: (device) => clockOffMinutes(device) !== 0,
  unkept: ({ persisted }) => persisted === false,
};
const isNeed = (state: string): state is DeviceNeed => DEVICE_NEEDS.some((need) => need === state);

const plain = (text: string) => text.normalize('NFKC').toLowerCase().trim();

/** The devices that fit all of the filter, in their order. */
export function fittingDevices(
  devices: readonly OfficeDevice[],
  { q, kind, village, state }: DeviceFilter,
  now: number,
): readonly OfficeDevice[] {
  const text = plain(q);
  return devices.filter(
    (device) =>
      (kind === null || device.kind === kind) &&
      (village === null || device.village === village) &&
      (state === null || (isNeed(state) ? NEEDS[state](device) : deviceState(device, now) === state)) &&
      [device.name, device.id, ...device.users.map((user) => user.name)].some((one) => plain(one).includes(text)),
  );
}

const FIGURES: Readonly<Record<Exclude<DeviceColumn, 'name' | 'app'>, (device: OfficeDevice) => number>> = {
  heard: heardAt,
  unsent: ({ unsent }) => unsent,
  allowance: ({ allowance }) => allowance.points,
  // Unknown stands below an empty one.
  storage: ({ usedBytes }) => usedBytes ?? -1,
  clock: clockOffMinutes,
};

/** The devices by a column; who has the same there is in the order of names, then ids. */
export function orderedDevices(
  devices: readonly OfficeDevice[],
  { by, down }: DeviceOrder,
  language: string,
): readonly OfficeDevice[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  const byName = (a: OfficeDevice, b: OfficeDevice) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
  const first = (a: OfficeDevice, b: OfficeDevice): number => {
    if (by === 'name') return compare(a.name, b.name);
    return by === 'app' ? compare(a.app, b.app) : FIGURES[by](a) - FIGURES[by](b);
  };
  return [...devices].sort((a, b) => first(a, b) * (down ? -1 : 1) || byName(a, b));
}
