/** The stock at the counter (AL-6) on the real engine, server and database: what is booked without a connection, and what the screens say. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MoreThanBooked, StockMark } from '../../src/client/features/redeem/StockMark.tsx';
import { CountRow } from '../../src/client/features/stock/CountRow.tsx';
import { countLines, difference } from '../../src/client/features/stock/countSheet.ts';
import { StockRow } from '../../src/client/features/stock/StockRow.tsx';
import { must } from '../../src/domain/must.ts';
import type { Goods } from '../../src/domain/op.ts';
import { auditTown } from './support/auditTown.ts';
import { speakChinese } from './support/chineseTexts.ts';
import { caseWords } from './support/officeScreen.tsx';
import { ScreenTablet } from './support/screenTablet.tsx';
import { asConsole, carried, emptyTown, makeTown, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';

const H = 'XW-0001';
const RICE: Goods = {
  sku: 'SP-1',
  barcode: '6900000010372',
  name: '大米',
  spec: '5千克/袋',
  category: '粮油',
  price: 10,
  active: true,
  lowStock: 3,
};

let stage: Stage;
let counter: ScreenTablet;
let tablet: ScreenTablet;
beforeAll(async () => {
  await speakChinese();
  stage = await openStage();
});
beforeEach(async () => {
  const { app, db } = stage;
  await emptyTown(db);
  await makeTown(db);
  await asConsole(db, [{ kind: 'goods.publish', body: { goods: [RICE] } }, carried(H, 100)]);
  tablet = await ScreenTablet.open(app, db, 'w1');
  counter = await ScreenTablet.open(app, db, 'clerk', 'counter');
});
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const shelf = async (one: ScreenTablet) => must(await one.engine.stock(), 'unlocked').shelf.get(RICE.sku);
const handsOf = async (one: ScreenTablet) =>
  must(await one.engine.stock(), 'unlocked')
    .hands.get(tablet.id)
    ?.get(RICE.sku);
const lines = (quantity: number) => [{ sku: RICE.sku, quantity }];

describe('booking at the counter', () => {
  test('[AL-6] [SY-3] everything is booked without a connection, and the numbers stay the same when the server has it', async () => {
    const { engine, line } = counter;
    line.online = false;
    const { store } = must(await engine.stock(), 'unlocked');
    expect(store).toBe('XW');
    await engine.record('stock.move', { store, kind: 'received', lines: lines(12) });
    await engine.record('stock.move', { store, kind: 'handed_out', lines: lines(4), with: tablet.id });
    await engine.record('stock.count', { store, lines: [{ sku: RICE.sku, counted: 7 }] });
    const points = 10;
    const sale = { household: H, lines: [{ sku: RICE.sku, quantity: 1, price: points }], points };
    await engine.record('redemption.record', { ...sale, mode: 'allowance' });
    expect([await shelf(counter), await handsOf(counter)]).toEqual([6, 4]);
    line.online = true;
    await engine.syncNow();
    expect([await shelf(counter), await handsOf(counter)]).toEqual([6, 4]);
    await tablet.engine.syncNow();
    expect([await shelf(tablet), await handsOf(tablet)]).toEqual([6, 4]);
    expect(counter.engine.state.getState().catalogue?.carriers?.map(({ id }) => id)).toEqual([tablet.id]);
  });

  test('[AL-6] what another device recorded and this one voids comes back to where it was taken from', async () => {
    await counter.engine.record('stock.move', { store: 'XW', kind: 'handed_out', lines: lines(4), with: tablet.id });
    await counter.engine.syncNow();
    await tablet.engine.syncNow();
    const sale = { household: H, lines: [{ sku: RICE.sku, quantity: 2, price: 10 }], points: 20 };
    const sold = await tablet.engine.record('redemption.record', { ...sale, mode: 'online' });
    await tablet.engine.syncNow();
    await counter.engine.syncNow();
    expect(await handsOf(counter)).toBe(2);
    counter.line.online = false;
    const redemption = sold.ok ? sold.ref : '';
    await counter.engine.record('redemption.void', { household: H, redemption, reason: '退' });
    expect(await handsOf(counter)).toBe(4);
    counter.line.online = true;
    await counter.engine.syncNow();
    expect([await shelf(counter), await handsOf(counter)]).toEqual([-4, 4]);
  });

  test('[AL-6] a grid worker’s tablet books nothing of the store', async () => {
    expect(await tablet.engine.record('stock.count', { store: 'XW', lines: [{ sku: RICE.sku, counted: 1 }] })).toEqual({
      ok: false,
      verdict: { outcome: 'refused', code: 'not_allowed', params: { kind: 'stock.count' } },
    });
  });
});

describe('what the screens say', () => {
  const row = (pieces: number | undefined, held = 0) =>
    counter.screen(
      <StockRow goods={RICE} pieces={pieces} hands={held === 0 ? [] : [{ device: tablet.id, pieces: held }]} />,
    );
  const mark = (found: number | undefined, hands?: number) =>
    counter.screen(<StockMark pieces={{ shelf: found, hands }} lowStock={RICE.lowStock} />);

  test('[AL-6] of the list: enough, few, none, fewer than none, never booked, and what is out with a grid worker', async () => {
    expect(row(4)).toMatch(/大米 5千克\/袋.*4$/);
    expect(row(4)).not.toMatch(/快没了|没有了/);
    expect(row(3)).toMatch(/快没了.*3$/);
    expect(row(0)).toMatch(/没有了.*0$/);
    expect(row(-2)).toMatch(/账上少了.*−2$/);
    expect(row(undefined)).toMatch(/没记过/);
    expect(row(4, 2)).toContain(`${tablet.id} 手上 2 件`);
  });

  test('[AL-6] beside the goods and in the basket: out of stock is said, and refuses nothing', () => {
    expect(mark(9)).toBe('架上 9');
    expect(mark(2)).toBe('只剩 2');
    expect(mark(0)).toBe('账上没有了');
    expect(mark(-1, 3)).toBe('手上 3 账上没有了');
    expect(mark(undefined)).toBe('');
    const said = (found: number | undefined, quantity: number, hands?: number) =>
      counter.screen(<MoreThanBooked pieces={{ shelf: found, hands }} quantity={quantity} />);
    expect(said(2, 2)).toBe('');
    expect(said(2, 3)).toBe('账上只有 2 件。货真在手里就照兑，回头盘点一次。');
    expect(said(2, 3, 1)).toBe('');
    expect(said(-1, 1)).toBe('账上没有了。货真在手里就照兑，回头盘点一次。');
    expect(said(undefined, 5)).toBe('');
  });

  test('[AL-6] on the count sheet: what was typed counts, what was not does not; the difference stands beside it', () => {
    const other = { ...RICE, sku: 'SP-2' };
    const sheet = countLines([RICE, other], new Map([[RICE.sku, 9]]), new Map([[RICE.sku, '7']]));
    expect(sheet.map(difference)).toEqual([-2, undefined]);
    const [first, second] = sheet.map((line) =>
      counter.screen(<CountRow line={line} typed="" onType={() => undefined} />),
    );
    expect(first).toMatch(/账上 9 件.*−2/);
    expect(second).toMatch(/没记过/);
    expect(difference({ goods: other, booked: undefined, counted: 4 })).toBe(4);
    const same = countLines([RICE], new Map([[RICE.sku, 9]]), new Map([[RICE.sku, '9']]));
    expect(counter.screen(<CountRow line={must(same[0], 'a line')} typed="9" onType={() => undefined} />)).toMatch(
      /一样/,
    );
  });

  test('[AL-6] the office reads that more went out than the books had, and that what went out counts', async () => {
    await counter.engine.record('stock.move', { store: 'XW', kind: 'received', lines: lines(1) });
    const sale = { household: H, lines: [{ sku: RICE.sku, quantity: 3, price: 10 }], points: 30 };
    await counter.engine.record('redemption.record', { ...sale, mode: 'allowance' });
    await counter.engine.syncNow();
    const open = await stage.db.selectFrom('cases').select(['id', 'code']).executeTakeFirstOrThrow();
    expect(open.code).toBe('stock_below_zero');
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const seen = await caseWords(stage.app, office, open.id);
    expect(seen).toContain('请您知道的这条');
    expect(seen).toContain('已经算数');
    expect(seen).not.toContain('等您定的这条');
  });

  test('[AL-6] in the tray: what was booked, in words', async () => {
    counter.line.online = false;
    await counter.engine.record('stock.move', { store: 'XW', kind: 'received', lines: lines(12) });
    await counter.engine.record('stock.count', { store: 'XW', lines: [{ sku: RICE.sku, counted: 12 }] });
    const words = counter.itemWords(await counter.engine.tray(10));
    expect(words).toMatch(/盘点 · 1 种/);
    expect(words).toMatch(/库存进出 · 收货 12 件/);
  });
});
