/** A part of the goods came back, and the void of their receipt waits for a person or was not taken (CF-27): the real engine, server and database. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../src/domain/must.ts';
import type { CaseDecision, Goods } from '../../src/domain/op.ts';
import { removeFromDevice } from '../../src/server/office/personRights.ts';
import { auditTown } from './support/auditTown.ts';
import { ScreenTablet } from './support/screenTablet.tsx';
import {
  asConsole,
  carried,
  device,
  emptyTown,
  makeTown,
  officeBrowser,
  PEOPLE,
  PIN,
  TOWN,
} from './support/smallTown.ts';
import { countersOf } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const RICE: Goods = { sku: 'SP-1', barcode: '', name: '大米', spec: '', category: '', price: 10, active: true };
const COUNTED = 20;

let stage: Stage;
let office: TestDevice;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  const { app, db } = stage;
  await emptyTown(db);
  await makeTown(db);
  await asConsole(db, [{ kind: 'goods.publish', body: { goods: [RICE] } }, carried(H, 100)]);
  office = await officeBrowser(app, db, PEOPLE.office);
  office.record('stock.count', { store: 'XW', lines: [{ sku: RICE.sku, counted: COUNTED }] }, 'office');
  await office.syncAll();
});
afterEach(async () => {
  await auditTown(stage.db, TOWN);
  const stock = await sql<{
    quantity: number;
    moved: number;
  }>`select s.quantity, (select coalesce(sum(m.quantity), 0)::int
    from stock_moves m where m.town = s.town and m.store = s.store and m.place = s.place and m.sku = s.sku) as moved
    from stock s where s.town = ${TOWN}`.execute(stage.db);
  for (const { quantity, moved } of stock.rows) expect(quantity).toBe(moved);
});
afterAll(() => stage.close());

const bought = (quantity: number, instead?: string) => ({
  household: H,
  lines: [{ sku: RICE.sku, quantity, price: 10 }],
  points: 10 * quantity,
  mode: 'allowance' as const,
  ...(instead === undefined ? {} : { instead }),
});
const back = (redemption: string) => ({ household: H, redemption, reason: '退货' });

/** Redeemed points, and pieces that left the shelf. */
type Gone = { readonly points: number; readonly pieces: number };

/**
 * The server's books and the counter's own screens both say so, and the counter can spend what the server holds ready for it, less
 * what waits there.
 */
async function expectBooks(counter: ScreenTablet, { points, pieces }: Gone, waiting = 0): Promise<void> {
  const { db } = stage;
  const account = await db
    .selectFrom('allowances')
    .select(['granted', 'returned', 'spent', 'written_off'])
    .where('device', '=', counter.id)
    .where('household', '=', H)
    .executeTakeFirstOrThrow();
  const shelf = await db.selectFrom('stock').select('quantity').where('sku', '=', RICE.sku).executeTakeFirstOrThrow();
  expect({ ...(await countersOf(db)), shelf: shelf.quantity }).toMatchObject({
    redeemed: points,
    shelf: COUNTED - pieces,
  });
  const view = must(await counter.engine.openFile(H), 'unlocked');
  const stock = must(await counter.engine.stock(), 'unlocked');
  expect({ redeemed: view.points.redeemed, remaining: view.remaining, shelf: stock.shelf.get(RICE.sku) }).toEqual({
    redeemed: points,
    remaining: account.granted - account.returned - account.spent - account.written_off - waiting,
    shelf: COUNTED - pieces,
  });
}

/** Three bought, two of them brought back without a connection, when the clerk was taken off the counter's list already. */
async function bothWait() {
  const { app, db } = stage;
  const counter = await ScreenTablet.open(app, db, 'clerk', 'counter');
  const sale = await counter.save('redemption.record', bought(3));
  await counter.sync();
  counter.line.online = false;
  await removeFromDevice(db, { town: TOWN, village: null }, counter.id, 'clerk');
  const kept = await counter.engine.returnPart(back(sale), bought(1, sale));
  if (!kept.ok) throw new Error('not saved');
  const voided = `${kept.ref.slice(0, -1)}${Number(kept.ref.slice(-1)) - 1}`;
  counter.line.online = true;
  await counter.sync();
  await db.updateTable('device_users').set({ removed_ms: null }).where('device', '=', counter.id).execute();
  await counter.sync();
  await counter.engine.unlock('clerk', PIN);
  const decide = async (id: string, decision: CaseDecision) => {
    const ref = office.record('case.decide', { case: id, decision }, 'office');
    await office.syncAll();
    await counter.sync();
    const { code, params } = office.verdict(ref);
    return code === 'still_held' ? params : code;
  };
  return { counter, sale, voided, kept: kept.ref, decide };
}

describe('[CF-27] void and kept part both wait, because the clerk had no right to either (CF-16)', () => {
  const whole = { points: 30, pieces: 3 };
  const part = { points: 10, pieces: 1 };
  const nothing = { points: 0, pieces: 0 };
  const stands = { code: 'receipt_stands' };

  test('[CF-27] [AL-6] until a person decides, the receipt stands, at the server and on the device', async () => {
    const { counter, voided, kept } = await bothWait();
    const cases = await stage.db.selectFrom('cases').select(['id', 'code']).orderBy('id').execute();
    expect(cases).toEqual([
      { id: voided, code: 'no_right' },
      { id: kept, code: 'no_right' },
    ]);
    await expectBooks(counter, whole);
  });

  test('[CF-27] [AL-1] the void first, then what was kept', async () => {
    const { counter, voided, kept, decide } = await bothWait();
    expect(await decide(voided, 'accept')).toBe('ok');
    // What was kept waits, and reserves what it costs.
    await expectBooks(counter, nothing, 10);
    expect(await decide(kept, 'accept')).toBe('ok');
    await expectBooks(counter, part);
  });

  test('[CF-27] what was kept does not count beside its receipt: it waits until that is voided', async () => {
    const { counter, voided, kept, decide } = await bothWait();
    expect(await decide(kept, 'accept')).toEqual(stands);
    await expectBooks(counter, whole);
    expect(await decide(kept, 'accept')).toEqual(stands);
    expect(await decide(voided, 'accept')).toBe('ok');
    expect(await decide(kept, 'accept')).toBe('ok');
    await expectBooks(counter, part);
  });

  test('[CF-27] [AL-1] a void that does not count leaves the receipt, and the right is what it was before', async () => {
    const { counter, voided, kept, decide } = await bothWait();
    expect(await decide(voided, 'reject')).toBe('ok');
    expect(await decide(kept, 'accept')).toEqual(stands);
    expect(await decide(kept, 'reject')).toBe('ok');
    await expectBooks(counter, whole);
  });

  test('[CF-27] [AL-1] in the other order the same', async () => {
    const { counter, voided, kept, decide } = await bothWait();
    expect(await decide(kept, 'reject')).toBe('ok');
    await expectBooks(counter, whole);
    expect(await decide(voided, 'accept')).toBe('ok');
    await expectBooks(counter, nothing);
  });

  test('[CF-27] the office voids the receipt itself where the counter’s void does not count', async () => {
    const { counter, sale, voided, kept, decide } = await bothWait();
    await decide(voided, 'reject');
    office.record('redemption.void', back(sale), 'office');
    expect(await decide(kept, 'accept')).toBe('ok');
    await expectBooks(counter, part);
  });
});

describe('[CF-27] a void that is not taken', () => {
  test('[CF-27] because somebody else voided the receipt before: what was kept counts, once', async () => {
    const { app, db } = stage;
    const counter = await ScreenTablet.open(app, db, 'clerk', 'counter');
    const sale = await counter.save('redemption.record', bought(3));
    await counter.sync();
    counter.line.online = false;
    const kept = await counter.engine.returnPart(back(sale), bought(1, sale));
    office.record('redemption.void', back(sale), 'office');
    await office.syncAll();
    counter.line.online = true;
    await counter.sync();
    const tray = (await counter.engine.tray(9)).filter(({ kind }) => kind.startsWith('redemption'));
    expect([kept.ok, tray.map(({ verdict }) => verdict?.code)]).toEqual([true, ['ok', 'already_voided', 'ok']]);
    await expectBooks(counter, { points: 10, pieces: 1 });
  });

  test('[CF-27] [AL-2] while the receipt stands, what was kept of it waits, however it is paid', async () => {
    const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
    await shop.syncAll();
    for (const mode of ['allowance', 'online'] as const) {
      const sale = shop.record('redemption.record', { ...bought(2), mode }, 'clerk');
      const voided = shop.record('redemption.void', { ...back(sale), reason: '' }, 'clerk');
      const kept = shop.record('redemption.record', { ...bought(1, sale), mode }, 'clerk');
      await shop.syncAll();
      expect([sale, voided, kept].map((ref) => shop.verdict(ref).code)).toEqual(['ok', 'malformed', 'receipt_stands']);
      expect(shop.verdict(kept)).toMatchObject({ outcome: 'held', params: { redemption: sale } });
    }
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 40 });
  });

  test('[CF-27] [CF-25] a part is kept once: a second one in place of the same receipt is judged like any redemption', async () => {
    const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
    await shop.syncAll();
    const sale = shop.record('redemption.record', bought(3), 'clerk');
    await shop.syncAll();
    const redemptionWindows = [{ from: '2020-01-01', to: '2020-01-02' }];
    await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy: { redemptionWindows } } }]);
    shop.record('redemption.void', back(sale), 'clerk');
    const kept = [2, 2, 1].map((quantity) => shop.record('redemption.record', bought(quantity, sale), 'clerk'));
    await shop.syncAll();
    expect(kept.map((ref) => shop.verdict(ref).code)).toEqual(['ok', 'outside_window', 'ok']);
  });

  test('[CF-27] [SY-6] another clerk takes back what waits: nothing is left to decide about it, and what was kept counts alone', async () => {
    const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk', 'office']);
    await asConsole(stage.db, [{ kind: 'card.replace', body: { household: H, n: 2, reason: 'lost' } }]);
    await shop.syncAll();
    const sale = shop.record('redemption.record', { ...bought(3), card: 1 }, 'clerk');
    await shop.syncAll();
    expect(shop.verdict(sale)).toMatchObject({ outcome: 'held', code: 'old_card_redemption' });
    // Somebody who has no right here takes nothing back, and what was kept waits with its receipt.
    const stranger = shop.record('redemption.void', back(sale), 'd1');
    const early = shop.record('redemption.record', bought(1, sale), 'clerk');
    const voided = shop.record('redemption.void', back(sale), 'office');
    const kept = shop.record('redemption.record', bought(1, sale), 'office');
    await shop.syncAll();
    expect([stranger, early, voided, kept].map((ref) => shop.verdict(ref).code)).toEqual([
      'no_right',
      'receipt_stands',
      'ok',
      'ok',
    ]);
    expect(shop.verdict(voided).params).toEqual({ withdrawn: sale });
    expect(await countersOf(stage.db)).toMatchObject({ redeemed: 10 });
  });
});
