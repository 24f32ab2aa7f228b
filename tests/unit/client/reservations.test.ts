/** What a device keeps for reservations, and limits of goods, on the device alone. */
import { afterEach, expect, test } from 'vitest';
import { keptPoints } from '../../../src/client/engine/keptPoints.ts';
import type { DirectoryRow, FileView } from '../../../src/client/engine/tablet.ts';
import { reservationState } from '../../../src/domain/reservation.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';

const H = 'XW-0001';
const RICE = { sku: 'rice', barcode: '', name: '大米', spec: '5kg', category: '粮油', price: 5, active: true };

let opened: Bench | undefined;
afterEach(() => {
  opened?.powerOff();
  opened = undefined;
});

/** A tablet that took 20 points of the household along. */
async function scene(goods = [RICE] as readonly (typeof RICE)[]) {
  const made = await readyScene();
  opened = made.bench;
  const { server, tablet } = made;
  server.market = { goods };
  server.catalogueVersion = 2;
  await tablet.setCarrying(true);
  await settled(tablet);
  const lines = (quantity: number) => [{ sku: 'rice', quantity, price: 5 }];
  const reserve = (quantity: number) =>
    tablet.record('reservation.record', {
      household: H,
      lines: lines(quantity),
      points: 5 * quantity,
      handOver: 'door',
    });
  const buy = (quantity: number, reservation?: string) =>
    tablet.record('redemption.record', {
      household: H,
      lines: lines(quantity),
      points: 5 * quantity,
      mode: 'allowance',
      ...(reservation === undefined ? {} : { reservation }),
    });
  const view = async () => (await tablet.openFile(H)) as FileView;
  const states = async () => {
    const { file } = await view();
    return (file.reservations ?? []).map((r) => reservationState(file, r));
  };
  return { ...made, reserve, buy, view, states };
}

test('[AL-8] recorded offline it waits and keeps nothing; once the server has said so, only its hand-over uses what is kept', async () => {
  const { bench, tablet, server, reserve, buy, view, states } = await scene();
  bench.online = false;
  const kept = await reserve(3);
  expect(kept).toMatchObject({ ok: true, preview: { outcome: 'applied' } });
  const reservation = kept.ok ? kept.ref : '';
  expect(await states()).toEqual(['waiting']);
  expect(await view()).toMatchObject({ remaining: 20, earmarked: 0 });
  expect((await view()).pending.has(reservation)).toBe(true);
  bench.online = true;
  await settled(tablet);
  expect(await states()).toEqual(['open']);
  expect(await view()).toMatchObject({ remaining: 20, earmarked: 15 });
  expect(tablet.directory().find((row) => row.code === H)?.reserved).toMatchObject([{ device: 'K7Q2', points: 15 }]);
  bench.online = false;
  expect(await buy(2)).toMatchObject({ ok: false, verdict: { code: 'over_allowance', params: { remaining: 5 } } });
  expect(await buy(1)).toMatchObject({ ok: true });
  expect(await buy(3, reservation)).toMatchObject({ ok: true });
  expect(await states()).toEqual(['handed_over']);
  expect(await view()).toMatchObject({ remaining: 0, earmarked: 0 });
  bench.online = true;
  await settled(tablet);
  expect(server.devices.get('K7Q2')?.log.every(({ verdict }) => verdict.outcome === 'applied')).toBe(true);
  expect((await view()).file).toEqual(server.files.get(H));
  expect(server.overspent()).toEqual([]);
});

test('[AL-5] [AL-8] a tablet that carries no longer gives everything back but what it keeps; after a cancel that too', async () => {
  const { tablet, reserve, view, states } = await scene();
  const kept = await reserve(3);
  await settled(tablet);
  await tablet.setCarrying(false);
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 15, earmarked: 15 });
  const reservation = kept.ok ? kept.ref : '';
  await tablet.record('reservation.cancel', { household: H, reservation, reason: '不要了' });
  expect(await states()).toEqual(['cancelled']);
  await settled(tablet);
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 0, earmarked: 0 });
  expect(tablet.directory().find((row) => row.code === H)?.reserved).toBeUndefined();
});

test('[AL-8] only what this device hands over is kept here; another one keeps its own', () => {
  const until = '2026-12-07';
  const reserved = [
    { device: 'K7Q2', points: 3, until },
    { device: 'AAAA', points: 5, until },
    { device: 'K7Q2', points: 4, until },
  ];
  const row: DirectoryRow = {
    ...{ code: H, head: '', initials: '', doorPlate: '', phoneLast4: '', village: '', grid: '' },
    ...{ status: 'active', card: 1, earned: 0, lastEntry: '', reserved },
  };
  expect([keptPoints(row, 'K7Q2'), keptPoints(row, 'AAAA'), keptPoints(row, 'BBBB')]).toEqual([7, 5, 0]);
  expect(keptPoints(undefined, 'K7Q2')).toBe(0);
});

test('[CF-26] the device hands out no more than the household may have, as far as it knows; what is reserved counts', async () => {
  const limited = [{ ...RICE, limit: { quantity: 2, period: 'month' } }] as const;
  const { bench, tablet, reserve, buy } = await scene(limited);
  bench.online = false;
  const reached = { ok: false, verdict: { outcome: 'refused', code: 'limit_reached', params: { goods: ['rice'] } } };
  expect(await buy(3)).toMatchObject(reached);
  const kept = await reserve(1);
  expect(await reserve(2)).toMatchObject(reached);
  expect(await buy(1)).toMatchObject({ ok: true });
  expect(await buy(1)).toMatchObject(reached);
  bench.online = true;
  await settled(tablet);
  expect(await buy(1, kept.ok ? kept.ref : '')).toMatchObject({ ok: true });
});
