/** The close of a village's store, as the office reads it and as the counter works it out, on a real database. */
import { read, utils } from '@e965/xlsx';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf, SHANGHAI_OFFSET_MINUTES } from '../../src/domain/calendar.ts';
import { closeOf } from '../../src/domain/close.ts';
import type { OpBodies } from '../../src/domain/op.ts';
import { makeRef } from '../../src/domain/ref.ts';
import type { CloseResponse, StoresResponse } from '../../src/protocol/officeStore.ts';
import { auditTown } from './support/auditTown.ts';
import { ask } from './support/officeScreen.tsx';
import { asConsole, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { townWithPoints } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import { injected } from './support/syncServer.ts';
import type { TestDevice } from './support/testDevice.ts';

const DAY_MS = 86_400_000;
const TODAY = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
const goods = (sku: string, name: string, price: number, more: object = {}) => ({
  ...{ sku, name, price, barcode: '', spec: '5kg', category: '粮油', active: true },
  ...more,
});
const RICE = goods('rice', '大米', 5, { unitCost: 1_850, lowStock: 10 });
const SALT = goods('salt', '盐', 2);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  await townWithPoints(stage.db);
  await asConsole(stage.db, [{ kind: 'goods.publish', body: { goods: [RICE, SALT] } }]);
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const counter = async () => {
  const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  await shop.syncAll();
  return shop;
};
function buy(
  one: TestDevice,
  sku: 'rice' | 'salt',
  quantity: number,
  change: Partial<OpBodies['redemption.record']> = {},
  at = Date.now(),
) {
  const lines = [{ sku, quantity, price: sku === 'rice' ? 5 : 2 }];
  const points = lines.reduce((sum, l) => sum + l.quantity * l.price, 0);
  const body = { household: H, lines, points, mode: 'allowance' as const, ...change };
  return one.record('redemption.record', body, 'clerk', { at });
}
const back = (one: TestDevice, redemption: string, by = 'clerk') =>
  one.record('redemption.void', { household: H, redemption, reason: '=1+1' }, by);

const question = (from = TODAY, to = from, only: string | null = null) => ({
  ...{ village: 'XW', from, to, device: only },
  language: 'zh',
});

/** Two days of one counter, a tablet and the office: redemptions, voids, a part that came back, what was turned away. */
async function twoDays() {
  const shop = await counter();
  const yesterday = Date.now() - DAY_MS;
  const old = buy(shop, 'rice', 3, {}, yesterday);
  buy(shop, 'salt', 4, {}, yesterday);
  await shop.syncAll();
  const sale = buy(shop, 'rice', 4);
  back(shop, sale);
  buy(shop, 'rice', 1, { instead: sale });
  buy(shop, 'salt', 500);
  await shop.syncAll();
  const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
  tablet.record(
    'redemption.record',
    { household: 'XW-0002', lines: [{ sku: 'salt', quantity: 2, price: 2 }], points: 4, mode: 'online' },
    'w1',
  );
  await tablet.syncAll();
  const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
  await office.syncAll();
  back(office, old, 'office');
  await office.syncAll();
  await shop.syncAll();
  return { shop, office, old, sale };
}

/** What the log of ops says of a day, computed from nothing but ops and verdicts. */
async function fromTheLog(day: string): Promise<number> {
  const ops = await stage.db.selectFrom('ops').selectAll().where('outcome', '=', 'applied').execute();
  const cost = new Map<string, number>();
  let points = 0;
  const on = (op: (typeof ops)[number]) => dayOf(op.at + op.shift_ms, SHANGHAI_OFFSET_MINUTES) === day;
  for (const op of ops) {
    if (op.kind !== 'redemption.record') continue;
    const body = op.body as OpBodies['redemption.record'];
    cost.set(makeRef(op.device, op.seq), body.points);
    if (on(op)) points += body.points;
  }
  for (const op of ops) {
    if (op.kind === 'redemption.void' && on(op))
      points -= cost.get((op.body as OpBodies['redemption.void']).redemption) ?? Number.NaN;
  }
  return points;
}

describe('the close', () => {
  test('equals the ledger and the log of ops to the point, day by day and as a whole', async () => {
    const { office } = await twoDays();
    const close = async (from: string, to = from) =>
      (await ask<CloseResponse>(stage.app, office, '/api/office/store/close', question(from, to))).close;
    const [before, today, both] = [
      await close(addDays(TODAY, -1)),
      await close(TODAY),
      await close(addDays(TODAY, -1), TODAY),
    ];
    expect([before.points, today.points]).toEqual([23, -6]);
    expect([await fromTheLog(addDays(TODAY, -1)), await fromTheLog(TODAY)]).toEqual([before.points, today.points]);
    const ledger = await stage.db
      .selectFrom('households')
      .select((eb) => eb.fn.sum<number>('redeemed').as('redeemed'))
      .where('village', '=', 'XW')
      .executeTakeFirstOrThrow();
    expect(both.points).toBe(Number(ledger.redeemed));
    expect(both.shortfall).toBe(0);
  });

  test('[AL-6] balances points and goods: by as many pieces as went out and did not come back the stock is less', async () => {
    const { office } = await twoDays();
    const asked = question(addDays(TODAY, -1), TODAY);
    const { close } = await ask<CloseResponse>(stage.app, office, '/api/office/store/close', asked);
    const moves = await stage.db
      .selectFrom('stock_moves')
      .select(['sku', (eb) => eb.fn.sum<number>('quantity').as('quantity')])
      .where('kind', 'in', ['redeemed', 'returned'])
      .groupBy('sku')
      .orderBy('sku')
      .execute();
    const gone = close.goods.map(({ sku, out, back: came }) => ({ sku, quantity: came - out }));
    expect(gone.sort((a, b) => (a.sku < b.sku ? -1 : 1))).toEqual(
      moves.map(({ sku, quantity }) => ({ sku, quantity: Number(quantity) })),
    );
    expect(gone).toEqual([
      { sku: 'rice', quantity: -1 },
      { sku: 'salt', quantity: -6 },
    ]);
    expect(close.points).toBe(1 * 5 + 6 * 2);
  });

  test('names goods, households, who did what, and what a void took back', async () => {
    const { office, shop, old, sale } = await twoDays();
    const answer = await ask<CloseResponse>(stage.app, office, '/api/office/store/close', question());
    expect(answer.close).toMatchObject({
      out: { count: 3, pieces: 7, points: 29 },
      back: { count: 2, pieces: 7, points: 35 },
      cost: -3_700,
    });
    expect(answer.close.goods).toEqual([
      { sku: 'salt', out: 2, back: 0, points: 4, cost: null },
      { sku: 'rice', out: 5, back: 7, points: -10, cost: -3_700 },
    ]);
    expect(answer.close.people).toMatchObject([
      { by: 'clerk', receipts: 2, points: 25, voids: 1, voidedPoints: 20 },
      { by: 'w1', receipts: 1, points: 4 },
      { by: 'office', voids: 1, voidedPoints: 15 },
    ]);
    expect(answer.close.acts.filter((a) => a.kind === 'back').map((a) => a.receipt)).toEqual([sale, old]);
    expect(answer.names.goods).toEqual({ rice: '大米 5kg', salt: '盐 5kg' });
    expect(Object.keys(answer.names.households)).toEqual(expect.arrayContaining([H, 'XW-0002']));
    const mine = question(TODAY, TODAY, shop.identity.device);
    const here = await ask<CloseResponse>(stage.app, office, '/api/office/store/close', mine);
    expect(here.close).toMatchObject({ out: { points: 25 }, back: { points: 20 }, points: 5 });
    expect(here.devices.map((d) => d.id)).toContain(shop.identity.device);
  });

  test('is the same at the counter, from the files that it has', async () => {
    const { office, shop } = await twoDays();
    for (const only of [null, shop.identity.device]) {
      const { close } = await ask<CloseResponse>(
        stage.app,
        office,
        '/api/office/store/close',
        question(TODAY, TODAY, only),
      );
      const files = [...shop.files.values()].filter((file) => file.village === 'XW');
      const here = closeOf(files, {
        days: { from: TODAY, to: TODAY },
        zoneOffsetMinutes: SHANGHAI_OFFSET_MINUTES,
        goods: shop.catalogue?.goods ?? [],
        ...(only === null ? {} : { device: only }),
      });
      expect(here).toEqual(close);
    }
  });

  test('says what else moved: what came in, what was written off, what counts found', async () => {
    const shop = await counter();
    const lines = [{ sku: 'rice', quantity: 40 }];
    shop.record('stock.move', { store: 'XW', kind: 'received', lines }, 'clerk');
    shop.record('stock.move', { store: 'XW', kind: 'written_off', lines: [{ sku: 'rice', quantity: 3 }] }, 'clerk');
    buy(shop, 'rice', 2);
    shop.record('stock.count', { store: 'XW', lines: [{ sku: 'rice', counted: 34 }] }, 'clerk', { at: Date.now() + 1 });
    await shop.syncAll();
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const { stock } = await ask<CloseResponse>(stage.app, office, '/api/office/store/close', question());
    expect(stock).toEqual([{ sku: 'rice', received: 40, writtenOff: 3, difference: -1, counts: 1 }]);
    const days = { village: null, from: TODAY, to: TODAY };
    const town = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const { stores } = await ask<StoresResponse>(stage.app, town, '/api/office/stores', days);
    const xw = stores.find((one) => one.village === 'XW');
    expect(xw).toMatchObject({
      ...{ redeemed: 10, spent: 10, pieces: 2, receipts: 1, uncosted: 0 },
      stockCost: 34 * 1_850,
      writtenOff: { pieces: 3, cost: 3 * 1_850 },
    });
    expect(xw?.goods).toMatchObject([
      { sku: 'rice', pieces: 2, points: 10, stock: 34, low: false },
      { sku: 'salt', pieces: 0, points: 0, stock: null, low: false },
    ]);
    expect(stores.find((one) => one.village === 'DL')?.goods.every((one) => one.stock === null)).toBe(true);
  });

  test('as Excel: figures are numbers, instants are dates, and no text is a formula', async () => {
    const { office } = await twoDays();
    const answer = await injected(stage.app)({
      method: 'POST',
      path: '/api/office/store/close.xlsx',
      headers: { 'content-type': 'application/json', 'accept-encoding': 'identity', ...office.headers },
      body: Buffer.from(JSON.stringify(question())),
    });
    expect(answer.status).toBe(200);
    expect(String(answer.headers['content-type'])).toContain('spreadsheetml');
    const book = read(answer.body, { cellDates: true });
    expect(book.SheetNames).toEqual(['汇总', '商品', '住户', '经手人', '明细', '库存变动']);
    const all = utils.sheet_to_json<Record<string, unknown>>(book.Sheets.明细 ?? {});
    const rows = all.slice(0, -1);
    expect(rows).toHaveLength(5);
    expect(all.at(-1)).toEqual({ 时间: '合计', 兑出积分: -6 });
    for (const row of rows) {
      expect(row.兑出积分).toBeTypeOf('number');
      expect(row.时间).toBeInstanceOf(Date);
    }
    expect(rows.reduce((sum, row) => sum + Number(row.兑出积分), 0)).toBe(-6);
    const cells = Object.values(book.Sheets.明细 ?? {}) as { t?: string; f?: string; v?: unknown }[];
    expect(cells.some((cell) => cell.v === '=1+1' && cell.t === 's')).toBe(true);
    expect(cells.every((cell) => cell.f === undefined)).toBe(true);
  });

  test.each([
    [{ from: '2026-11-02', to: '2026-11-01' }],
    [{ from: '2020-01-01', to: '2026-11-01' }],
    [{ from: '2026-02-30', to: '2026-03-01' }],
  ])('days that make no question are refused: %j', async (days) => {
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const answer = await injected(stage.app)({
      method: 'POST',
      path: '/api/office/store/close',
      headers: { 'content-type': 'application/json', ...office.headers },
      body: Buffer.from(JSON.stringify({ ...question(), ...days })),
    });
    expect(answer.status).toBe(400);
  });
});
