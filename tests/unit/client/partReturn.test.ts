/** A part of the goods comes back at a device that may be offline: void and kept part are one save (CF-27). */
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, expect, test } from 'vitest';
import type { OpBodies } from '../../../src/domain/op.ts';
import { type Bench, readyScene, settled } from './support/bench.ts';

const H = 'XW-0001';
const { add } = IDBObjectStore.prototype;
let opened: Bench | undefined;
afterEach(() => {
  IDBObjectStore.prototype.add = add;
  opened?.powerOff();
  opened = undefined;
});

const bought = (quantity: number, more: Partial<OpBodies['redemption.record']> = {}) => ({
  household: H,
  lines: [{ sku: 'SP-001', quantity, price: 5 }],
  points: 5 * quantity,
  mode: 'allowance' as const,
  ...more,
});
const back = (redemption: string) => ({ household: H, redemption, reason: '退货' });

/** Offline, 20 points taken along, of which three pieces took 15. */
async function sold(more: Partial<OpBodies['redemption.record']> = {}) {
  const made = await readyScene();
  opened = made.bench;
  const { bench, tablet } = made;
  await tablet.setCarrying(true);
  await settled(tablet);
  bench.online = false;
  const sale = await tablet.record('redemption.record', bought(3, more));
  if (!sale.ok) throw new Error('sold');
  const view = async () => {
    const opened = await tablet.openFile(H);
    return {
      remaining: opened?.remaining,
      redeemed: opened?.points.redeemed,
      receipts: opened?.file.redemptions.map((r) => [r.id, r.points, r.voided !== undefined, r.instead]),
    };
  };
  return { ...made, sale: sale.ref, view };
}

test('[CF-27] [SY-3] both or neither: two ops of one save, and what stays draws on what the receipt had reserved', async () => {
  const { bench, server, tablet, sale, view } = await sold();
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 15 });
  const kept = await tablet.returnPart(back(sale), bought(2, { instead: sale }));
  expect(kept).toMatchObject({ ok: true, ref: 'K7Q2-000003', preview: { outcome: 'applied' } });
  // What came back may be spent once the void is known, as with any other.
  expect(await view()).toEqual({
    remaining: 5,
    redeemed: 10,
    receipts: [
      [sale, 15, true, undefined],
      ['K7Q2-000003', 10, false, sale],
    ],
  });
  expect(tablet.state.getState().sync.unsent).toBe(3);
  expect((await tablet.tray(9)).map((item) => item.kind)).toEqual([
    'redemption.record',
    'redemption.void',
    'redemption.record',
  ]);
  bench.online = true;
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 10, redeemed: 10 });
  expect(server.files.get(H)?.redemptions).toMatchObject([
    { id: sale, voided: { ref: 'K7Q2-000002' } },
    { id: 'K7Q2-000003', points: 10, instead: sale },
  ]);
});

test('[CF-27] a part of what was kept may come back too, and then the rest as a whole', async () => {
  const { bench, tablet, sale, view } = await sold();
  await tablet.returnPart(back(sale), bought(2, { instead: sale }));
  await tablet.returnPart(back('K7Q2-000003'), bought(1, { instead: 'K7Q2-000003' }));
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 5 });
  expect(await tablet.record('redemption.void', back('K7Q2-000005'))).toMatchObject({ ok: true });
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 0 });
  bench.online = true;
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 20, redeemed: 0 });
});

test('[CF-27] [CF-21] a receipt that the server refused reserves nothing: what was kept of it alone is spent', async () => {
  const { bench, server, tablet, sale, view } = await sold();
  await tablet.returnPart(back(sale), bought(2, { instead: sale }));
  server.refuses.add(sale);
  bench.online = true;
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 10, redeemed: 10 });
});

test('[CF-27] [CF-14] of a receipt that was let count at other prices, only what it then cost is taken over', async () => {
  const { bench, server, tablet, sale, view } = await sold({ card: 1 });
  server.publish({ type: 'card.replaced', household: H, n: 2 });
  bench.online = true;
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 0 });
  const { household: _, ...paid } = bought(3);
  const lines = [{ sku: 'SP-001', quantity: 3, price: 4 }];
  const redemption = { id: sale, ...paid, lines, points: 12, by: 'u-anne', at: 1, date: '2026-11-23' };
  server.publish({ type: 'redemption.recorded', household: H, redemption });
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 8, redeemed: 12 });
  bench.online = false;
  const kept = bought(2, { lines: [{ sku: 'SP-001', quantity: 2, price: 4 }], points: 8, instead: sale });
  expect(await tablet.returnPart(back(sale), kept)).toMatchObject({ ok: true });
  expect(await view()).toMatchObject({ remaining: 8, redeemed: 8 });
  bench.online = true;
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 12, redeemed: 8 });
});

test('[CF-27] [AL-1] [SY-14] neither counts: the receipt reserves all that it did, also when a restored server says so once more', async () => {
  const { bench, server, tablet, sale, view } = await sold();
  bench.online = true;
  await settled(tablet);
  const backup = server.backup();
  bench.online = false;
  await tablet.returnPart(back(sale), bought(2, { instead: sale }));
  for (const ref of ['K7Q2-000002', 'K7Q2-000003']) server.refuses.add(ref);
  bench.online = true;
  await settled(tablet);
  expect((await tablet.tray(9)).map(({ verdict }) => verdict?.outcome)).toEqual(['refused', 'refused', 'applied']);
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 15 });
  server.restoreAsBackup(backup);
  await settled(tablet);
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 5, redeemed: 15 });
  await tablet.record('redemption.void', back(sale));
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 20, redeemed: 0 });
});

test('[CF-27] [AL-1] [SY-14] what was kept alone is refused: with the void everything comes back, in whatever history', async () => {
  const { bench, server, tablet, sale, view } = await sold();
  bench.online = true;
  await settled(tablet);
  const backup = server.backup();
  const kept = await tablet.returnPart(back(sale), bought(2, { instead: sale }));
  server.refuses.add(kept.ok ? kept.ref : '');
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 20, redeemed: 0 });
  server.restoreAsBackup(backup);
  await settled(tablet);
  await settled(tablet);
  expect(await view()).toMatchObject({ remaining: 20, redeemed: 0 });
});

test('[CF-27] nothing of it is saved when one of the two cannot be', async () => {
  const { tablet, sale, view } = await sold();
  const before = await view();
  let adds = 0;
  IDBObjectStore.prototype.add = function (...args: Parameters<typeof add>) {
    if (++adds === 2) throw new DOMException('no room', 'QuotaExceededError');
    return add.apply(this, args);
  };
  expect(await tablet.returnPart(back(sale), bought(2, { instead: sale }))).toEqual({ ok: false, storage: 'quota' });
  IDBObjectStore.prototype.add = add;
  expect(await view()).toEqual(before);
  expect(await tablet.tray(9)).toHaveLength(1);
  expect(await tablet.returnPart(back(sale), bought(2, { instead: sale }))).toMatchObject({ ok: true });
});

test('[CF-27] [CF-21] [CF-15] nothing is voided for a kept part that is malformed or that nobody may have', async () => {
  const { bench, server, tablet, sale, view } = await sold();
  server.publish({ type: 'card.replaced', household: H, n: 2 });
  bench.online = true;
  await settled(tablet);
  const before = await view();
  expect(await tablet.returnPart(back(sale), bought(0, { instead: sale }))).toMatchObject({
    ok: false,
    verdict: { code: 'malformed' },
  });
  expect(await tablet.returnPart(back(sale), bought(2, { instead: sale, card: 1 }))).toMatchObject({
    ok: false,
    verdict: { code: 'old_card_redemption' },
  });
  expect(await view()).toEqual(before);
  expect(await tablet.tray(9)).toHaveLength(1);
});

test('[CF-27] [AL-6] of another device’s receipt: the points are this one’s, and nothing comes out of hands that are not here', async () => {
  const { bench, server, tablet } = await sold();
  bench.online = true;
  const lines = (quantity: number) => [{ sku: 'SP-002', quantity, price: 1, hand: quantity }];
  const { household: _, ...paid } = bought(2, { lines: lines(2), points: 2 });
  const redemption = { id: 'AAAA-000001', ...paid, by: 'u-bo', at: 1, date: '2026-11-23' };
  server.publish({ type: 'redemption.recorded', household: H, redemption });
  await settled(tablet);
  bench.online = false;
  const kept = bought(1, { lines: lines(1), points: 1, instead: 'AAAA-000001' });
  const before = (await tablet.openFile(H))?.remaining ?? 0;
  expect(await tablet.returnPart(back('AAAA-000001'), kept)).toMatchObject({ ok: true });
  const [last] = await tablet.tray(1);
  expect(last?.body).toMatchObject({ lines: [expect.not.objectContaining({ hand: expect.anything() })] });
  // What the other device reserved is that one's.
  expect((await tablet.openFile(H))?.remaining).toBe(before - 1);
});

test('[CF-27] what is not part of the receipt, or of one that was voided already, is not saved', async () => {
  const { tablet, sale } = await sold();
  expect(await tablet.returnPart(back(sale), bought(5, { instead: sale }))).toMatchObject({
    ok: false,
    verdict: { code: 'over_allowance' },
  });
  expect(await tablet.record('redemption.void', back(sale))).toMatchObject({ ok: true });
  expect(await tablet.returnPart(back(sale), bought(2, { instead: sale }))).toMatchObject({
    ok: false,
    verdict: { code: 'already_voided' },
  });
  expect(await tablet.tray(9)).toHaveLength(2);
});
