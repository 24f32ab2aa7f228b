/**
 * The store's counter on the real server and database: what it makes of codes, and what it says of a household, of today's
 * redemptions and on a receipt, in Chinese.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileView } from '../../src/client/engine/tablet.ts';
import { CloseWords, useDaysName } from '../../src/client/features/close/CloseReport.tsx';
import { barrierOf } from '../../src/client/features/counter/barrier.ts';
import {
  openHousehold,
  putIn,
  setLooking,
  showReceipt,
  startAnew,
  useCounter,
} from '../../src/client/features/counter/counterStore.ts';
import { IdentityCheck } from '../../src/client/features/counter/IdentityCheck.tsx';
import {
  isUnanswered,
  keptOf,
  ordersOn,
  pastOrders,
  receiptOf,
  sumOfOrders,
} from '../../src/client/features/counter/pastOrders.ts';
import { ReceiptWords } from '../../src/client/features/counter/ReceiptPaper.tsx';
import { TodayLine } from '../../src/client/features/counter/TodayLine.tsx';
import type { Order } from '../../src/client/features/counter/useOrder.ts';
import { useTakeCode } from '../../src/client/features/counter/useTakeCode.ts';
import { FamilyPinAct } from '../../src/client/features/pin/FamilyPinAct.tsx';
import { hashPin } from '../../src/client/features/pin/pinHash.ts';
import { triesOf, tryPin } from '../../src/client/features/pin/pinTries.ts';
import { usePinCheck } from '../../src/client/features/pin/usePinCheck.ts';
import { Settlement } from '../../src/client/features/redeem/Settlement.tsx';
import type { ScanAnswer } from '../../src/client/scan/ScanDialog.tsx';
import { addDays, dayOf, SHANGHAI_OFFSET_MINUTES } from '../../src/domain/calendar.ts';
import { type Close, closeOf, quarterOf } from '../../src/domain/close.ts';
import { isPinHash } from '../../src/domain/familyPin.ts';
import { must } from '../../src/domain/must.ts';
import type { Goods } from '../../src/domain/op.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import { profileOf } from '../../src/domain/profile.ts';
import type { OfficeCards } from '../../src/protocol/officeCards.ts';
import { speakChinese } from './support/chineseTexts.ts';
import { ask } from './support/officeScreen.tsx';
import { ScreenTablet } from './support/screenTablet.tsx';
import { asConsole, carried, emptyTown, makeTown, officeBrowser, PEOPLE } from './support/smallTown.ts';
import { openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

const H = 'XW-0001';
const TODAY = dayOf(Date.now(), SHANGHAI_OFFSET_MINUTES);
const goods = (sku: string, barcode: string, price: number, active = true): Goods => ({
  sku,
  barcode,
  name: `商品${sku}`,
  spec: '1千克/袋',
  category: '粮油',
  price,
  active,
});
const RICE = goods('SP-1', '6900000010372', 10);
const OLD_OIL = goods('SP-2', '6920000011117', 20, false);
const MATCHES = goods('SP-4', '6930000011482', 1);
const IMPORTED = goods('SP-3', '0012345678905', 5);

let stage: Stage;
let counter: ScreenTablet;
let office: TestDevice;

beforeAll(async () => {
  await speakChinese();
  stage = await openStage();
});
afterAll(() => stage.close());

beforeEach(async () => {
  const { app, db } = stage;
  await emptyTown(db);
  await makeTown(db);
  await asConsole(db, [
    { kind: 'goods.publish', body: { goods: [RICE, OLD_OIL, IMPORTED, MATCHES] } },
    carried(H, 100),
  ]);
  counter = await ScreenTablet.open(app, db, 'clerk', 'counter');
  office = await officeBrowser(app, db, PEOPLE.admin);
  startAnew();
});

async function cardOf(household: string): Promise<string> {
  const village = household.slice(0, 2);
  const wanted = { village, grid: null, codes: [household], after: null };
  const { cards } = await ask<OfficeCards>(stage.app, office, '/api/office/cards/search', wanted);
  return must(cards[0], `card of ${household}`).payload;
}

const probe: { take?: ReturnType<typeof useTakeCode> } = {};
function Probe() {
  probe.take = useTakeCode();
  return null;
}

/** Shoots a code with the gun. */
async function shoot(text: string): Promise<ScanAnswer> {
  counter.screen(<Probe />);
  return must(probe.take, 'the hook has run')({ text, format: 'typed' });
}

const called: string[] = [];
function DayNames() {
  const name = useDaysName();
  called.push(
    name({ from: '2026-11-25', to: '2026-11-25' }),
    name(quarterOf('2026-11-25')),
    name({ from: '2026-11-01', to: '2026-11-25' }),
  );
  return null;
}

const refused = (message: RegExp) => ({ accepted: false, message: expect.stringMatching(message) });
const view = async (): Promise<FileView> => must(await counter.engine.openFile(H), 'the file is here');

describe('a code at the counter', () => {
  test('of a card opens its household, of goods puts them into the basket', async () => {
    expect(await shoot(await cardOf(H))).toEqual({ accepted: true });
    expect(await shoot(RICE.barcode)).toEqual({ accepted: true });
    expect(await shoot(RICE.barcode)).toEqual({ accepted: true });
    const { household, cart, said } = useCounter.getState();
    expect({ household, cart: [...cart], said }).toEqual({
      household: H,
      cart: [[RICE.sku, 2]],
      said: { tone: 'good', text: '商品SP-1 1千克/袋，放进篮子了' },
    });
  });

  test('of goods comes first as well: they are the basket of the household that follows', async () => {
    await shoot(RICE.barcode);
    await shoot('xw0001');
    expect(useCounter.getState()).toMatchObject({ household: H, cart: new Map([[RICE.sku, 1]]) });
  });

  test('of twelve digits is the same goods as with a nought before them', async () => {
    expect(await shoot('012345678905')).toEqual({ accepted: true });
    expect([...useCounter.getState().cart.keys()]).toEqual([IMPORTED.sku]);
  });

  test.each([
    ['6999999999999', /条码 6999999999999 不在商品目录里/],
    [OLD_OIL.barcode, /商品SP-2 1千克\/袋已经下架/],
    ['HTTPS://EXAMPLE.COM/ABC', /这个码认不得：HTTPS:\/\/EXAMPLE\.COM\/ABC/],
    ['VP1/', /没扫全/],
    ['XW-9999', /没有这一户/],
  ])('that leads nowhere is said in words: %s', async (text, words) => {
    expect(await shoot(text)).toEqual(refused(words));
    expect(useCounter.getState()).toMatchObject({ household: undefined, said: { tone: 'danger' } });
  });

  test('of a card from another village or an altered one opens nothing, and says which of the two', async () => {
    expect(await shoot(await cardOf('DL-0001'))).toEqual(refused(/别的村的户卡（DL-0001）/));
    const card = await cardOf(H);
    expect(await shoot(card.replace('XW-0001', 'XW-0002'))).toEqual(refused(/这张卡不是真的/));
    expect(await shoot(card.replace('VP1/CC/', 'VP1/KP/'))).toEqual(refused(/别的镇的卡/));
    expect(useCounter.getState().household).toBeUndefined();
  });

  test('of another household waits until the basket is settled; the same card again does no harm', async () => {
    await shoot(await cardOf(H));
    await shoot(RICE.barcode);
    expect(await shoot(await cardOf('XW-0002'))).toEqual(refused(/篮子里还有东西/));
    expect(await shoot(await cardOf(H))).toEqual({ accepted: true });
    expect(useCounter.getState()).toMatchObject({ household: H, cart: new Map([[RICE.sku, 1]]) });
  });

  test('changes nothing while the household looks; after the receipt a card opens the next one', async () => {
    openHousehold(H);
    putIn(RICE.sku);
    setLooking(true);
    expect(await shoot(RICE.barcode)).toEqual(refused(/正等住户点头/));
    expect(await shoot(await cardOf('XW-0002'))).toEqual(refused(/正等住户点头/));
    expect(useCounter.getState()).toMatchObject({ household: H, looking: true, cart: new Map([[RICE.sku, 1]]) });
    showReceipt({ ref: 'K7Q2-000001', household: H, lines: [], points: 0, at: 0, by: 'clerk', left: 0 });
    expect(await shoot(RICE.barcode)).toEqual(refused(/先扫户卡/));
    expect(await shoot(await cardOf('XW-0002'))).toEqual({ accepted: true });
    expect(useCounter.getState()).toMatchObject({ household: 'XW-0002', receipt: undefined, cart: new Map() });
  });
});

test('[AL-2] [AL-7] [CF-11] two counters and a tablet, all offline at one household: each spends its own right, none more', async () => {
  const { app, db } = stage;
  const second = await ScreenTablet.open(app, db, 'clerk', 'counter');
  const tablet = await ScreenTablet.open(app, db, 'g1');
  await tablet.engine.setCarrying(true);
  const all = [counter, second, tablet];
  for (const one of all) await one.sync();
  for (const one of all) one.line.online = false;
  let spent = 0;
  for (const one of all) {
    const { remaining } = must(await one.engine.openFile(H), H);
    const buy = (points: number) =>
      one.engine.record('redemption.record', {
        household: H,
        lines: [{ sku: MATCHES.sku, quantity: points, price: MATCHES.price }],
        points,
        mode: 'allowance',
      });
    expect(await buy(remaining + 1)).toMatchObject({ ok: false });
    if (remaining > 0) expect(await buy(remaining)).toMatchObject({ ok: true });
    spent += remaining;
  }
  expect(spent).toBeGreaterThan(60);
  expect(spent).toBeLessThanOrEqual(100);
  for (const one of all) one.line.online = true;
  for (const one of [tablet, second, counter, tablet, second, counter]) await one.sync();
  for (const one of all) {
    const file = must(await one.engine.openFile(H), H);
    expect(file.points).toMatchObject({ final: 100, redeemed: spent });
  }
});

describe('what the counter says of a household', () => {
  const order = (change: Partial<Order>): Order => ({
    sum: { lines: [], points: 0, pieces: 0 },
    reservation: undefined,
    limits: new Map(),
    beyond: [],
    funds: { remaining: 60, redeemable: 100, free: 40, reservable: 100, waiting: 0 },
    payment: 'nothing',
    barrier: undefined,
    scanned: { household: H, card: 1, mark: 'valid' },
    ...change,
  });
  const words = async (change: Partial<Order>, seen: Partial<FileView> = {}) => {
    const catalogue = must(counter.engine.state.getState().catalogue, 'catalogue');
    const shown = { ...(await view()), ...seen };
    return counter.screen(
      <IdentityCheck view={shown} family="户*******1家" order={order(change)} catalogue={catalogue} />,
    );
  };

  test('[AL-4] names with stars, what may be redeemed, and this counter’s share of it', async () => {
    const shown = await words({}, {});
    for (const one of ['李*珈', '可兑 100', '没网可用 60', H]) expect(shown).toContain(one);
    expect(shown).not.toContain('李𬭎珈');
    expect((await view()).remaining).toBe(60);
  });

  test('[AL-3] [CF-15] [CF-25] why nothing can be had, and what to do', async () => {
    expect(await words({}, { remaining: 0 })).toContain('本柜台没有这一户的额度。连着网，可以直接问村里');
    expect(await words({ barrier: 'closed' })).toContain('现在不是兑换的日子');
    expect(await words({ barrier: 'old_card' })).toContain('旧卡不能兑换');
    expect(await words({ scanned: undefined })).toContain('没有扫卡');
    expect(await words({ scanned: { household: H, mark: 'merged' } })).toContain('这是并户前的卡');
  });

  test('[CF-09] of one that is none any more: which it became, with a way there, or that it is closed', async () => {
    const { file } = await view();
    const fact = { ref: 'K7Q2-000001', by: 'office', at: Date.now(), reason: '搬到一起' };
    const merged = await words(
      { barrier: 'ended' },
      { file: { ...file, merged: { ...fact, into: 'XW-0002', members: {} } } },
    );
    expect(merged).toMatch(/这一户已并到户\*+2家.*搬到一起.*打开户\*+2家/);
    const closed = await words({ barrier: 'ended' }, { file: { ...file, closed: fact } });
    expect(closed).toContain('这一户已销户');
  });

  test('[CF-09] [CF-15] [CF-25] the barrier that a household can do least about comes first', () => {
    const closed = { ...DEFAULT_POLICY, redemptionWindows: [{ from: addDays(TODAY, 1), to: addDays(TODAY, 2) }] };
    const ended = { closed: { ref: 'K7Q2-000001', by: 'office', at: 0, reason: '搬走' } };
    expect(barrierOf(ended, closed, TODAY, 'replaced')).toBe('ended');
    expect(barrierOf({}, closed, TODAY, 'replaced')).toBe('closed');
    expect(barrierOf({}, closed, addDays(TODAY, 2), 'replaced')).toBe('old_card');
    expect(barrierOf({}, DEFAULT_POLICY, TODAY, 'newer')).toBeUndefined();
    expect(barrierOf({}, DEFAULT_POLICY, TODAY, undefined)).toBeUndefined();
  });
});

const agreed: string[] = [];
const asked: { check?: (typed: string) => Promise<void> } = {};
/** What the household is asked before it agrees. */
function AskPin({ pin }: { pin: string }) {
  const { words, check } = usePinCheck(pin, () => agreed.push(pin));
  asked.check = check;
  return <p>{words}</p>;
}

describe('the family PIN', () => {
  const lines = [{ sku: RICE.sku, quantity: 2, price: RICE.price }];
  const look = (pin: string | undefined) =>
    counter.screen(
      <Settlement
        keys
        household={H}
        family="户*+1家"
        sum={{ lines, points: 20, pieces: 2 }}
        goods={[RICE]}
        funds={{ remaining: 60, redeemable: 100, free: 40, reservable: 100, waiting: 0 }}
        card={1}
        pin={pin}
        onChange={() => undefined}
        onDone={() => undefined}
      />,
    );
  const type = async (typed: string, pin: string): Promise<string> => {
    counter.screen(<AskPin pin={pin} />);
    await must(asked.check, 'the hook has run')(typed);
    return counter.screen(<AskPin pin={pin} />);
  };
  const set = async (typed: string) => {
    const was = profileOf((await view()).file).pin ?? null;
    const value = await hashPin(typed);
    await counter.save('household.edit', { household: H, set: [{ field: 'pin', value, was }] });
    return must(profileOf((await view()).file).pin, 'the PIN is part of the profile');
  };
  beforeEach(() => {
    agreed.length = 0;
    counter.line.online = false;
  });

  test('is asked for at the second look of a household that has one, and of no other', async () => {
    expect(look(profileOf((await view()).file).pin)).not.toContain('家庭密码');
    const words = look(await set('2580'));
    for (const one of ['请住户输入家庭密码', '忘了密码，网格员或村委会可以重新设一个', '住户同意，兑换'])
      expect(words).toContain(one);
  });

  test('right, without a connection: the household has agreed', async () => {
    const pin = await set('2580');
    expect(await type('2580', pin)).toBe('');
    expect(agreed).toEqual([pin]);
  });

  test('wrong: nothing is redeemed, and so many tries are left; a right one in time begins anew', async () => {
    const pin = await set('025800');
    expect(await type('25800', pin)).toContain('密码不对，没有兑换。还能试 4 次');
    // Fewer digits than any PIN has are no try.
    expect(await type('12', pin)).toContain('还能试 4 次');
    expect(await type('025801', pin)).toContain('还能试 3 次');
    expect(agreed).toEqual([]);
    await type('025800', pin);
    expect(agreed).toHaveLength(1);
    expect(await type('000000', pin)).toContain('还能试 4 次');
  });

  test('too many wrong ones: not even the right one counts for a minute; a new PIN can be typed at once', async () => {
    const pin = await set('2580');
    for (const wrong of ['1111', '2222', '3333', '4444']) await type(wrong, pin);
    const words = await type('5555', pin);
    expect(words).toMatch(/连着输错 5 次，没有兑换。请等 (60|[1-5]\d) 秒再试，或找网格员、村委会重新设一个/);
    expect(look(pin)).toContain('连着输错 5 次');
    await type('2580', pin);
    expect(agreed).toEqual([]);
    const now = Date.now();
    expect(await tryPin('2580', pin, now + 30_000)).toBe(false);
    expect(triesOf(pin, now + 60_001)).toMatchObject({ wrong: 0, left: 5 });
    expect(await tryPin('2580', pin, now + 60_001)).toBe(true);
    for (let i = 0; i < 5; i++) await tryPin('0000', pin);
    const fresh = await set('13579');
    await type('13579', fresh);
    expect(agreed).toEqual([fresh]);
  });

  test('tries made at the same time are all counted', async () => {
    const pin = await set('2580');
    const many = ['1', '2', '3', '4', '5'].map((digit) => tryPin(digit.repeat(4), pin));
    expect(await tryPin('2580', pin)).toBe(false);
    expect(await Promise.all(many)).toEqual([false, false, false, false, false]);
  });

  test('every time with a salt of its own, and rounds enough', async () => {
    const [one, two] = [await hashPin('2580'), await hashPin('2580')];
    expect([isPinHash(one), isPinHash(two), one === two]).toEqual([true, true, false]);
  });

  test('[CF-08] the tray, the file and the news say that it was set, changed or removed, and never a hash', async () => {
    const tablet = await ScreenTablet.open(stage.app, stage.db, 'w1');
    const ref = await counter.save('household.edit', {
      household: H,
      set: [{ field: 'pin', value: await hashPin('2580'), was: null }],
    });
    expect(await counter.trayWords(ref)).toContain('设了家庭密码');
    // Without having seen it, the worker sets another; the counter arrives later with the older one.
    const other = await tablet.save('household.edit', {
      household: H,
      set: [{ field: 'pin', value: await hashPin('1357'), was: null }],
    });
    await tablet.sync();
    counter.line.online = true;
    await counter.sync();
    await tablet.sync();
    expect(await counter.trayWords(ref)).toContain('家庭密码别人设得更晚，现在用他设的。不对的话，再设一次。');
    expect(counter.news()).toContain('的家庭密码');
    expect(tablet.news()).toContain('的家庭密码');
    const pin = must(profileOf(must(await tablet.engine.openFile(H), H).file).pin, 'a PIN');
    await tablet.save('household.edit', { household: H, set: [{ field: 'pin', value: null, was: pin }] });
    const file = await tablet.fileWords(H);
    for (const one of ['设了家庭密码', '取消了家庭密码', '设家庭密码']) expect(file).toContain(one);
    expect(file).not.toContain('恢复');
    const all = [
      file,
      tablet.news(),
      counter.news(),
      await counter.trayWords(ref),
      await tablet.trayWords(other),
    ].join();
    expect(all).not.toMatch(/\d{6}:/);
  });

  test('the counter offers to set it, and to change it where there is one; taking it off is not the counter’s', async () => {
    const column = async () => counter.screen(<FamilyPinAct file={(await view()).file} />);
    expect(await column()).toContain('设家庭密码');
    const pin = await set('2580');
    expect(await column()).toContain('改家庭密码');
    const off = { household: H, set: [{ field: 'pin' as const, value: null, was: pin }] };
    expect(await counter.engine.record('household.edit', off)).toMatchObject({
      ok: false,
      verdict: { code: 'not_allowed' },
    });
  });
});

describe('the close at the counter', () => {
  const names = { goods: (sku: string) => `商品${sku}`, household: () => '户*+1家', person: (id: string) => `人${id}` };
  const days = { from: TODAY, to: TODAY };
  /** What this counter's own files say, offline or not. */
  const close = async (device?: string) =>
    closeOf([(await view()).file], {
      days,
      zoneOffsetMinutes: SHANGHAI_OFFSET_MINUTES,
      goods: [{ sku: RICE.sku, unitCost: 1_250 }, MATCHES],
      ...(device === undefined ? {} : { device }),
    });
  const paper = (of: Close) =>
    counter.screen(<CloseWords close={of} names={names} days={days} of="下湾村 全店" paper />);

  test('without a connection: what went out, what came back, by goods, household and person, with the money', async () => {
    counter.line.online = false;
    const lines = [
      { sku: RICE.sku, quantity: 2, price: RICE.price },
      { sku: MATCHES.sku, quantity: 3, price: MATCHES.price },
    ];
    const sale = await counter.save('redemption.record', { household: H, lines, points: 23, mode: 'allowance' });
    const order = must(pastOrders(await counter.engine.tray(9))[0], 'an order');
    const rest = keptOf(order, [{ sku: RICE.sku, quantity: 1, price: RICE.price }]);
    const back = { household: H, redemption: sale, reason: '商品有问题' };
    expect(await counter.engine.returnPart(back, rest)).toMatchObject({ ok: true });
    const words = paper(await close());
    for (const one of [
      '兑出 2 单，6 件，33 分',
      '退回 1 单，5 件，23 分',
      '净兑换 10 分',
      '按进价 12.50 元',
      '有的商品没填进价，没算在内。',
      `商品${RICE.sku} 3 2 10 12.50`,
      `商品${MATCHES.sku} 3 3 0 —`,
      '人clerk 2 33 1 23',
      `户*+1家 ${H} 1 10`,
      `退 ${sale}`,
    ])
      expect(words).toContain(one);
    expect(words).not.toContain('库存变动');
    expect(await close(counter.id)).toEqual(await close());
    expect((await close('ZZZZ')).acts).toEqual([]);
    // The same once the village has it.
    const before = await close();
    counter.line.online = true;
    await counter.sync();
    expect(await close()).toEqual(before);
  });

  test('the days are called by their day, their quarter or from when to when', () => {
    called.length = 0;
    counter.screen(<DayNames />);
    expect(called).toEqual(['2026年11月25日', '2026 年第 4 季度', '2026年11月1日 至 2026年11月25日']);
  });
});

describe('today at the counter', () => {
  const lines = [{ sku: RICE.sku, quantity: 2, price: RICE.price }];
  const basket = { household: H, lines, points: 20, mode: 'allowance' } as const;
  const orders = async (day = TODAY) =>
    ordersOn(day, pastOrders(await counter.engine.tray(100)), SHANGHAI_OFFSET_MINUTES);
  const lineWords = async (ref: string) => {
    const found = must(
      (await orders()).find((one) => one.item.ref === ref),
      ref,
    );
    return counter.screen(<TodayLine order={found} onPrint={() => undefined} onVoid={() => undefined} />);
  };

  test('[SY-3] [AL-1] a redemption is here, then there; its void too, and only what is not voided counts', async () => {
    counter.line.online = false;
    const first = await counter.save('redemption.record', basket);
    const second = await counter.save('redemption.record', basket);
    const here = await lineWords(first);
    for (const one of ['已存本机', '商品SP-1 ×2', '−20', first, '退货', '补打']) expect(here).toContain(one);
    await counter.save('redemption.void', { household: H, redemption: first, reason: '拿错了商品' });
    expect(await lineWords(first)).toMatch(/已作废.*作废已存本机/);
    expect(sumOfOrders(await orders())).toEqual({ count: 1, points: 20 });
    counter.line.online = true;
    await counter.sync();
    expect(await lineWords(second)).toContain('已上传');
    const gone = await lineWords(first);
    expect(gone).toMatch(/已作废.*作废已上传/);
    expect(gone).not.toContain('退货');
    expect((await view()).points.redeemed).toBe(20);
  });

  test('[CF-27] a part that comes back: the old receipt says where it went, the new one what it stands for, paper too', async () => {
    counter.line.online = false;
    const sale = await counter.save('redemption.record', basket);
    const order = must(
      (await orders()).find((one) => one.item.ref === sale),
      sale,
    );
    const kept = keptOf(order, [{ sku: RICE.sku, quantity: 1, price: RICE.price }]);
    const done = await counter.engine.returnPart({ household: H, redemption: sale, reason: '商品有问题' }, kept);
    const ref = done.ok ? done.ref : '';
    expect(sumOfOrders(await orders())).toEqual({ count: 1, points: 10 });
    expect(await lineWords(sale)).toMatch(new RegExp(`留下的另开了凭条 ${ref}`));
    expect(await lineWords(ref)).toMatch(new RegExp(`−10.*换开：代替凭号 ${sale}，那一张已作废`));
    const receipt = receiptOf(
      must(
        (await orders()).find((one) => one.item.ref === ref),
        ref,
      ),
    );
    expect(receipt).toMatchObject({ ref, instead: sale, points: 10 });
    const paper = counter.screen(<ReceiptWords receipt={{ ...receipt, left: 90 }} qr={undefined} leftNow={90} />);
    for (const one of [`换开：代替凭号 ${sale}`, '这次用 10 分', '还剩可兑 90 分']) expect(paper).toContain(one);
    expect(paper).not.toContain('补打');
    counter.line.online = true;
    await counter.sync();
    expect(await lineWords(ref)).toContain('已上传');
    expect((await view()).points.redeemed).toBe(10);
  });

  test('[CF-27] is paid as the order was: what a person booked on free points stays on those', async () => {
    const sale = await counter.save('redemption.record', basket);
    const order = must(
      (await orders()).find((one) => one.item.ref === sale),
      sale,
    );
    const booked = { ...order.item, verdict: { outcome: 'applied', code: 'ok', params: { mode: 'online' } } } as const;
    expect(keptOf({ ...order, item: booked }, order.body.lines).mode).toBe('online');
    // Such an order is no question to the village: its goods have left long ago.
    const asked = { ...order, standing: 'here', body: { ...order.body, mode: 'online' } } as const;
    expect(isUnanswered(asked)).toBe(true);
    expect(isUnanswered({ ...asked, body: { ...asked.body, instead: 'K7Q2-000001' } })).toBe(false);
  });

  test('[CF-15] what the office must look at says so and why, and is not voided here', async () => {
    const tablet = await ScreenTablet.open(stage.app, stage.db, 'w1');
    counter.line.online = false;
    const ref = await counter.save('redemption.record', { ...basket, card: 1 });
    await tablet.save('card.replace', { household: H, n: 2, reason: '卡丢了' });
    await tablet.sync();
    counter.line.online = true;
    await counter.sync();
    const shown = await lineWords(ref);
    expect(shown).toContain('待村委会处理');
    expect(shown).toMatch(/旧卡/);
    expect(shown).not.toMatch(/作废|退货/);
  });

  test('yesterday is not today', async () => {
    await counter.save('redemption.record', basket);
    expect(await orders()).toHaveLength(1);
    expect(await orders(addDays(TODAY, 1))).toEqual([]);
  });

  test('a receipt that comes back to its counter is shown again; another counter’s is not found here', async () => {
    const ref = await counter.save('redemption.record', basket);
    expect(await shoot(ref.toLowerCase())).toEqual({ accepted: true });
    const { receipt } = useCounter.getState();
    expect(receipt).toMatchObject({ ref, household: H, lines, points: 20, by: 'clerk' });
    expect(receipt).not.toHaveProperty('left');
    await counter.save('redemption.void', { household: H, redemption: ref, reason: '拿错了商品' });
    expect(await shoot(ref)).toEqual({ accepted: true });
    const voided = must(useCounter.getState().receipt, 'the receipt');
    expect(counter.screen(<ReceiptWords receipt={voided} qr={undefined} leftNow={100} />)).toContain('这一单已作废');
    startAnew();
    expect(await shoot('K7Q2-000009')).toEqual(refused(/凭号 K7Q2-000009 不是本柜台开的/));
    putIn(RICE.sku);
    expect(await shoot(ref)).toEqual(refused(/篮子里还有东西/));
  });

  test('the receipt says what, for how much, what is left and who gave it, and no full name', async () => {
    const ref = await counter.save('redemption.record', basket);
    const receipt = { ref, household: H, lines, points: 20, at: Date.now(), by: 'clerk' };
    const paper = (left?: number) =>
      counter.screen(
        <ReceiptWords receipt={left === undefined ? receipt : { ...receipt, left }} qr={undefined} leftNow={77} />,
      );
    const first = paper(80);
    for (const one of [
      '下湾村 兑换凭条',
      H,
      '商品SP-1 1千克/袋 2 × 10 分',
      '这次用 20 分',
      '还剩可兑 80 分',
      '人clerk',
      ref,
    ])
      expect(first).toContain(one);
    expect(first).toContain(`苍城镇 ${counter.id}`);
    expect(first).not.toContain(`户主${H}`);
    expect(first).not.toContain('补打');
    expect(paper()).toMatch(/补打 .*现在可兑 77 分/);
  });
});
