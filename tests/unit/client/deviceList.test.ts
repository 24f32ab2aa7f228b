/** The office's list of devices: what narrows it, and its order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ALL_DEVICES,
  type DeviceFilter,
  fittingDevices,
  orderedDevices,
} from '../../../src/client/features/office/devices/deviceList.ts';
import { clockOffMinutes, deviceState } from '../../../src/protocol/deviceState.ts';
import type { OfficeDevice } from '../../../src/protocol/officeDevices.ts';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const DAY_MS = 86_400_000;

const device = (change: Partial<OfficeDevice> = {}): OfficeDevice => ({
  ...{ id: 'K7Q2', kind: 'tablet', name: '一格平板', village: 'XW', status: 'active' },
  ...{ users: [{ id: 'XW-G1', name: '李网格' }], enrolledAt: NOW - 90 * DAY_MS, lastSyncAt: NOW, app: '0.2.0' },
  ...{ unsent: 0, clockOffsetMs: 0, usedBytes: null, quotaBytes: null, persisted: true },
  ...{ allowance: { points: 0, households: 0 }, openCases: 0, awaited: false, unsaved: 0, writeOffs: [] },
  ...change,
});
const ids = (devices: readonly OfficeDevice[]) => devices.map(({ id }) => id);
const found = (devices: readonly OfficeDevice[], filter: Partial<DeviceFilter>) =>
  ids(fittingDevices(devices, { ...ALL_DEVICES, ...filter }, NOW));

test('revoked goes before awaited, awaited before silent; only what people carry is called silent', () => {
  const long = NOW - 3 * DAY_MS - 1;
  expect(deviceState(device({ lastSyncAt: long }), NOW)).toBe('silent');
  expect(deviceState(device({ lastSyncAt: NOW - 3 * DAY_MS }), NOW)).toBe('active');
  expect(deviceState(device({ lastSyncAt: null, enrolledAt: long }), NOW)).toBe('silent');
  expect(deviceState(device({ lastSyncAt: null, enrolledAt: NOW }), NOW)).toBe('active');
  expect(deviceState(device({ lastSyncAt: long, kind: 'office' }), NOW)).toBe('active');
  expect(deviceState(device({ lastSyncAt: long, awaited: true }), NOW)).toBe('awaited');
  expect(deviceState(device({ awaited: true, status: 'revoked' }), NOW)).toBe('revoked');
});

test('a clock that is more than five minutes off, either way, is off', () => {
  expect([0, 300_000, 300_001, -600_000].map((clockOffsetMs) => clockOffMinutes({ clockOffsetMs }))).toEqual([
    ...[0, 0, 5, 10],
  ]);
});

test('a device is found by its name, its number, who uses it, in any width and case', () => {
  const all = [device(), device({ id: 'A1B2', name: '柜台', users: [{ id: 'c', name: '关店员' }] })];
  expect(found(all, { q: '平板' })).toEqual(['K7Q2']);
  expect(found(all, { q: ' ａ1b ' })).toEqual(['A1B2']);
  expect(found(all, { q: '店员' })).toEqual(['A1B2']);
  expect(found(all, { q: '没有' })).toEqual([]);
});

test('each choice keeps what has it, several choices what has all', () => {
  const all = [
    device(),
    device({ id: 'UNST', unsent: 3 }),
    device({ id: 'HOLD', allowance: { points: 5, households: 1 }, kind: 'counter' }),
    device({ id: 'CLCK', clockOffsetMs: -400_000, village: 'DL' }),
    device({ id: 'KEEP', persisted: false }),
    device({ id: 'GONE', status: 'revoked', unsent: 1 }),
  ];
  const need = (state: DeviceFilter['state']) => found(all, { state });
  expect(need('unsent')).toEqual(['UNST', 'GONE']);
  expect(need('allowance')).toEqual(['HOLD']);
  expect(need('clock')).toEqual(['CLCK']);
  expect(need('unkept')).toEqual(['KEEP']);
  expect(need('revoked')).toEqual(['GONE']);
  expect(need('active')).toHaveLength(5);
  expect(found(all, { kind: 'counter' })).toEqual(['HOLD']);
  expect(found(all, { village: 'DL' })).toEqual(['CLCK']);
  expect(found(all, { village: 'DL', state: 'unsent' })).toEqual([]);
  expect(found(all, {})).toEqual(ids(all));
});

test('names stand as people count: 2 before 10; equal figures keep the order of names', () => {
  const all = [
    device({ id: 'TEN1', name: '平板 10', unsent: 4 }),
    device({ id: 'TWO1', name: '平板 2', unsent: 4 }),
    device({ id: 'ONE1', name: '平板 1', unsent: 9 }),
  ];
  const by = (order: Parameters<typeof orderedDevices>[1]) => ids(orderedDevices(all, order, 'zh-CN'));
  expect(by({ by: 'name', down: false })).toEqual(['ONE1', 'TWO1', 'TEN1']);
  expect(by({ by: 'name', down: true })).toEqual(['TEN1', 'TWO1', 'ONE1']);
  expect(by({ by: 'unsent', down: true })).toEqual(['ONE1', 'TWO1', 'TEN1']);
  expect(by({ by: 'unsent', down: false })).toEqual(['TWO1', 'TEN1', 'ONE1']);
});

test('an order loses nobody and does not depend on how the list came', () => {
  const column = fc.constantFrom('name', 'heard', 'unsent', 'allowance', 'storage', 'clock', 'app');
  const list = fc.uniqueArray(
    fc.record({
      id: fc.string({ unit: fc.constantFrom('A', 'B', 'C', '1'), minLength: 4, maxLength: 6 }),
      name: fc.constantFrom('平板', '柜台'),
      unsent: fc.integer({ min: 0, max: 2 }),
      usedBytes: fc.constantFrom(null, 0, 5),
      lastSyncAt: fc.constantFrom(null, NOW),
    }),
    { selector: ({ id }) => id },
  );
  fc.assert(
    fc.property(list, column, fc.boolean(), (changes, by, down) => {
      const devices = changes.map(device);
      const order = { by, down } as const;
      const once = ids(orderedDevices(devices, order, 'zh-CN'));
      expect([...once].sort()).toEqual(ids(devices).sort());
      expect(ids(orderedDevices([...devices].reverse(), order, 'zh-CN'))).toEqual(once);
    }),
  );
});
