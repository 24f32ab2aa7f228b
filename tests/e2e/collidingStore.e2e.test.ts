/**
 * Two counters and a tablet sell to the same household, none of them with a connection. Nobody overspends, every receipt is right, and
 * after the sync the points and the shelf are the same everywhere.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { CounterHands } from './support/counter.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

/** Redeemable at the start: 110 points. */
const HOUSEHOLD = 'XW-0089';
const HEAD = '谢锦昌';
const FAMILY = '谢*昌家';
const REDEEMABLE = 110;
/** 16, 7 and 22 points; the demo town's store has 19, 26 and 15 pieces. */
const RICE = { ean: '6910000010746', sku: 'SP-002', pieces: 19 };
const NOODLES = { ean: '6950000012227', sku: 'SP-006', pieces: 26 };
const OIL = { ean: '6920000011117', sku: 'SP-003', pieces: 15 };
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6}$/;

let product: Product;
let browser: Browser;
let folder: string;
let card: string;
let left: CounterHands;
let right: CounterHands;
let tablet: TabletHands;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-store-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  card = await office.cardPayload('XW', HOUSEHOLD);
  const counter = async (name: string): Promise<CounterHands> => {
    const hands = await CounterHands.open(product.origin, join(folder, name));
    const clerk = { name: '邓秋芬', pin: secrets['DY-XW'] ?? '' };
    await hands.start(await office.enrolCode(name, [clerk.name], 'counter'), clerk);
    return hands;
  };
  // In this order the rights are dealt: 66 points (60 %) to the first counter, 30 to the tablet that goes out, what is left to the second.
  left = await counter('左柜台');
  tablet = await TabletHands.open(product.origin, '/dev/null', join(folder, 'tablet'));
  await tablet.enrol(await office.enrolCode('送货平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.loaded(268);
  await tablet.carry();
  right = await counter('右柜台');
});

afterAll(async () => {
  await tablet?.close();
  await left?.hands.close();
  await right?.hands.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Card, goods, the household's look, the receipt: its number. */
async function sell(counter: CounterHands, goods: readonly string[], points: number): Promise<string> {
  const { page } = counter;
  await counter.shoot(card);
  await page.getByRole('heading', { name: FAMILY }).waitFor();
  for (const ean of goods) await counter.shoot(ean);
  await page.getByText(`合计 ${points} 分`).waitFor();
  await page.keyboard.press('F9');
  await page.getByText(`−${points}`).waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('兑好了，可以给货').waitFor();
  const number = (await page.getByText(RECEIPT).first().textContent()) ?? '';
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '请扫户卡' }).waitFor();
  return number;
}

/** Goods beyond what may be spent here: said in words, and the village would have to be asked. */
async function beyond(counter: CounterHands, goods: readonly string[]): Promise<void> {
  const { page } = counter;
  await counter.shoot(card);
  await page.getByRole('heading', { name: FAMILY }).waitFor();
  for (const ean of goods) await counter.shoot(ean);
  await page
    .getByText(/^额度不够/)
    .first()
    .waitFor();
  await page.keyboard.press('F9');
  await counter.button(/连网兑换/).waitFor();
  expect(await counter.button('住户同意，兑换').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F7');
  await page.getByRole('heading', { name: '请扫户卡' }).waitFor();
}

async function expectShelf(counter: CounterHands, pieces: readonly (readonly [sku: string, pieces: number])[]) {
  await counter.page.keyboard.press('F1');
  for (const [sku, count] of pieces) {
    const line = counter.page.getByRole('listitem').filter({ hasText: sku });
    await line.filter({ hasText: new RegExp(`${count}$`) }).waitFor();
  }
}

async function redeemed(): Promise<number> {
  const { villages } = JSON.parse(await product.town('stats', '--json')) as {
    villages: { code: string; redeemed: number }[];
  };
  return villages.find(({ code }) => code === 'XW')?.redeemed ?? Number.NaN;
}

describe('two counters and a tablet without a connection', () => {
  it('[AL-2][AL-6][AL-7][CF-11] sell to one household: nobody overspends, receipts and shelf are right after the sync', async () => {
    onTestFinished(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      await left.hands.look(join(tmpdir(), 'store-left.png'));
      await right.hands.look(join(tmpdir(), 'store-right.png'));
      await tablet.look(join(tmpdir(), 'store-tablet.png'));
    });
    const before = await redeemed();
    for (const one of [left.hands, right.hands, tablet]) await one.offline(true);

    // All three sell what they may.
    const first = await sell(left, [RICE.ean, NOODLES.ean, OIL.ean], 45);
    const second = await sell(right, [NOODLES.ean, NOODLES.ean], 14);
    await tablet.find(HOUSEHOLD, `${HEAD}家`);
    expect(await tablet.figure('本机可用')).toBe(30);
    await tablet.redeem({ 大米: 1 }, '2.5千克');
    for (let piece = 0; piece < 2; piece++) {
      const noodles = tablet.page.getByRole('listitem').filter({ hasText: '800克' }).filter({ hasText: '挂面' });
      await noodles.getByRole('button', { name: '加一件挂面' }).click();
    }
    await tablet.handOver();

    // And not a point more: 21 and 0 are left for it at the counters, the others are somebody else's to give.
    await beyond(left, [OIL.ean]);
    await beyond(right, [NOODLES.ean]);

    // The first counter takes its goods back and sells again, still without a connection.
    await left.page.keyboard.press('F8');
    const line = left.page.getByRole('listitem').filter({ hasText: first });
    await line.getByRole('button', { name: '退货' }).click();
    const sheet = left.page.getByRole('dialog');
    await sheet.getByRole('button', { name: '拿错了商品' }).click();
    await sheet.getByRole('button', { name: /^作废，退/ }).click();
    await line.getByText('作废已存本机').waitFor();
    const third = await sell(left, [NOODLES.ean], 7);
    expect(new Set([first, second, third]).size).toBe(3);

    // Back, one after the other; the last hears of all, the others once more.
    await right.hands.offline(false);
    await right.syncNow();
    await tablet.offline(false);
    await tablet.sync();
    await left.hands.offline(false);
    await left.syncNow();
    await right.syncNow();
    await tablet.sync();

    expect((await redeemed()) - before).toBe(14 + 30 + 7);
    for (const counter of [left, right]) {
      await counter.page.keyboard.press('F8');
      for (const number of counter === left ? [third] : [second])
        await counter.page.getByRole('listitem').filter({ hasText: number }).getByText('已上传').waitFor();
      await counter.shoot(card);
      await counter.page.getByRole('heading', { name: FAMILY }).waitFor();
      await expect.poll(() => counter.figure('可兑')).toBe(REDEEMABLE - 51);
      await expectShelf(counter, [
        [RICE.sku, RICE.pieces - 1],
        [NOODLES.sku, NOODLES.pieces - 5],
        [OIL.sku, OIL.pieces],
      ]);
    }
    await tablet.find(HOUSEHOLD, `${HEAD}家`);
    expect(await tablet.figure('可兑')).toBe(REDEEMABLE - 51);
    // The chain, every balance and the shelf, added up again from what happened.
    expect(await product.town('verify')).toContain('Everything is what the ledger says.');
  });
});
