/**
 * The store's counter on the real product, without a connection: a barcode gun, a keyboard, a receipt, a void; then the sync, and
 * what the server counts.
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
import type { Worker } from './support/tablet.ts';

interface Village {
  readonly code: string;
  readonly redeemed: number;
  readonly redeemable: number;
  readonly allotted: number;
}

const HOUSEHOLD = 'XW-0089';
const FAMILY = '谢*昌家';
/** 大米 2.5 kg 16, 挂面 7, 花生油 900 ml 22. */
const THREE_GOODS = ['6910000010746', '6950000012227', '6920000011117'];
const RECEIPT = /^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6}$/;

let product: Product;
let browser: Browser;
let folder: string;
let office: OfficeHands;
let counter: CounterHands;
let card: string;
let clerk: Worker;

async function village(): Promise<Village> {
  const { villages } = JSON.parse(await product.town('stats', '--json')) as { villages: Village[] };
  const found = villages.find((one) => one.code === 'XW');
  if (!found) throw new Error('no village XW');
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-counter-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  card = await office.cardPayload('XW', HOUSEHOLD);
  counter = await CounterHands.open(product.origin, join(folder, 'counter'));
  clerk = { name: '邓秋芬', pin: secrets['DY-XW'] ?? '' };
  await counter.start(await office.enrolCode('兑换店柜台', [clerk.name], 'counter'), clerk);
});

afterAll(async () => {
  await counter?.hands.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function receiptNumber(): Promise<string> {
  await counter.page.getByText('兑好了，可以给货').waitFor();
  return (await counter.page.getByText(RECEIPT).first().textContent()) ?? '';
}

describe('the counter without a connection', () => {
  it('[AL-3][CF-11][CF-27][SY-3] card and goods by the gun, all by keys: receipt, void, part return, close, sync, and the server counts the same', async () => {
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await counter.hands.look(join(tmpdir(), 'counter-failed.png'));
    });
    const { page } = counter;
    const before = await village();
    const servable = await counter.servable();
    await counter.hands.offline(true);

    // What a person types reaches the field; what the gun types does not, though the field has the focus.
    await page.keyboard.press('F3');
    await page.keyboard.type('mi', { delay: 60 });
    const field = page.getByRole('searchbox', { name: '搜商品' });
    await page.waitForFunction(
      () => document.activeElement instanceof HTMLInputElement && document.activeElement.value === 'mi',
    );
    await counter.shoot(card);
    await page.getByRole('heading', { name: FAMILY }).waitFor();
    expect(await counter.figure('可兑')).toBe(110);
    expect(await counter.figure('没网可用')).toBe(66);
    for (const ean of THREE_GOODS) await counter.shoot(ean);
    await page.getByText('合计 45 分').waitFor();
    expect(await field.inputValue()).toBe('mi');
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);

    // Its first keys come to a busy page long before the rest: shown as a person's, then taken back.
    let parts = 0;
    await counter.shootInParts(['691', '0000010746'], async () => {
      if (++parts === 1) await expect.poll(() => field.inputValue()).toBe('mi691');
    });
    await page.getByText('合计 61 分').waitFor();
    await expect.poll(() => field.inputValue()).toBe('mi');
    await page.getByRole('button', { name: '少一件大米' }).click();

    // An input method takes the keys before the page does; what it wrote is mended.
    await page.keyboard.press('F3');
    await counter.shootThroughInputMethod(HOUSEHOLD, '西瓦零零八九');
    await page.getByText('没有扫卡，请多问一句再兑。').waitFor();
    await expect.poll(() => field.inputValue()).toBe('mi');
    await counter.shoot(card);
    await page.getByText('没有扫卡，请多问一句再兑。').waitFor({ state: 'hidden' });

    // A code that means nothing is said in words, and changes nothing.
    await counter.shoot('6999999999999');
    await page.getByText('条码 6999999999999 不在商品目录里。').first().waitFor();
    await page.getByText('合计 45 分').waitFor();

    // The household looks; Esc goes back, Enter hands over.
    await page.keyboard.press('F9');
    await page.getByText('请住户看一眼').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('合计 45 分').waitFor();
    await page.keyboard.press('F9');
    await page.getByText('−45').waitFor();
    await page.keyboard.down('Enter');
    const first = await receiptNumber();
    // The hand is still on the key: the receipt stays.
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await expect.poll(() => counter.servable()).toBe(servable - 45);
    expect(first).toMatch(RECEIPT);
    await page.getByRole('img', { name: `凭号 ${first} 的二维码` }).waitFor();

    // The receipt on paper: 80 mm wide, one page.
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width] = /\/MediaBox\s*\[0 0 ([\d.]+) /.exec(pdf) ?? [];
    expect(Number(width)).toBeCloseTo((80 / 25.4) * 72, 0);
    expect(/\/Count (\d+)/.exec(pdf)?.[1]).toBe('1');

    // The wrong goods: voided from today's list.
    await page.keyboard.press('F8');
    const line = page.getByRole('listitem').filter({ hasText: first });
    await line.getByText('已存本机').waitFor();
    await line.getByRole('button', { name: '退货' }).press('Enter');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: /^作废，退/ }).press('Enter');
    await sheet.getByText('请选一个原因。').waitFor();
    await sheet.getByRole('button', { name: '拿错了商品' }).press('Enter');
    await sheet.getByRole('button', { name: /^作废，退/ }).press('Enter');
    await line.getByText('作废已存本机').waitFor();

    // Again, by a card scanned from today's list. The points are back, the right to spend them offline comes with the sync.
    await counter.shoot(card);
    await page.getByRole('heading', { name: FAMILY }).waitFor();
    expect(await counter.figure('可兑')).toBe(110);
    expect(await counter.figure('没网可用')).toBe(66 - 45);
    await counter.shoot('6950000012227');
    await page.keyboard.press('F6');
    await page.keyboard.press('+');
    await page.getByText('合计 14 分').waitFor();
    await page.keyboard.press('F9');
    await page.getByText('−14').waitFor();
    await page.keyboard.press('Enter');
    const second = await receiptNumber();
    expect(second).not.toBe(first);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '请扫户卡' }).waitFor();

    // One of the two comes back (CF-27): what is kept has a receipt of its own, and what it cost stays spent.
    await page.keyboard.press('F8');
    const sold = page.getByRole('listitem').filter({ hasText: second });
    await sold.getByRole('button', { name: '退货' }).press('Enter');
    await sheet.getByRole('button', { name: /^挂面.*少退一件$/ }).press('Enter');
    await sheet.getByRole('button', { name: '商品有问题' }).press('Enter');
    await sheet.getByRole('button', { name: '退 1 件，退 7 分' }).press('Enter');
    await page.getByRole('main').getByText('退好了，给住户新凭条').waitFor();
    await page.getByRole('main').getByText(`代替凭号 ${second}`).waitFor();
    const third = (await page.getByRole('main').getByText(RECEIPT).first().textContent()) ?? '';
    expect([first, second]).not.toContain(third);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '请扫户卡' }).waitFor();

    // The close of the day, still without a connection.
    await page.keyboard.press('F8');
    await page.getByRole('button', { name: '结算' }).press('Enter');
    for (const words of ['3 单，6 件，66 分', '2 单，5 件，59 分'])
      await page.getByRole('main').getByText(words).waitFor();
    await page.getByRole('main').getByText('7 分', { exact: true }).waitFor();
    const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, a4] = /\/MediaBox\s*\[0 0 ([\d.]+) /.exec(sheets) ?? [];
    expect(Number(a4)).toBeCloseTo((210 / 25.4) * 72, 0);

    await counter.hands.offline(false);
    await page.keyboard.press('F8');
    await counter.syncNow();
    await page.keyboard.press('F8');
    const kept = page.getByRole('listitem').filter({ hasText: third }).first();
    await kept.getByText('已上传', { exact: true }).waitFor();
    await kept.getByText(`代替凭号 ${second}`).waitFor();
    await line.getByText('作废已上传').waitFor();

    const after = await village();
    await expect.poll(() => counter.servable()).toBe(after.allotted);
    expect(after.redeemed - before.redeemed).toBe(7);
    expect(before.redeemable + before.allotted - (after.redeemable + after.allotted)).toBe(7);
    await counter.shoot(card);
    await page.getByRole('heading', { name: FAMILY }).waitFor();
    expect(await counter.figure('可兑')).toBe(110 - 7);
  });

  it('goods scanned while it is locked are no PIN, and no wrong one either', async () => {
    const { page } = counter;
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await counter.hands.look(join(tmpdir(), 'counter-failed.png'));
    });
    await page.reload();
    await page.getByText('请按 6 位 PIN').waitFor();
    for (const ean of [...THREE_GOODS, ...THREE_GOODS]) await counter.shoot(ean);
    await page.getByText('现在锁着，刚才扫的没有用上。').waitFor();
    await page.keyboard.type(clerk.pin.slice(0, 2), { delay: 60 });
    await counter.shoot(card);
    await counter.typePin(clerk.pin);
    await page.getByText(/没网还能兑 \d+ 分/).waitFor();
    await counter.shoot(card);
    await page.getByRole('heading', { name: FAMILY }).waitFor();
  });

  it('[CF-08][SY-3] a household sets its family PIN offline: a wrong one hands nothing over, the right one does', async () => {
    const { page } = counter;
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await counter.hands.look(join(tmpdir(), 'counter-failed.png'));
    });
    await counter.hands.offline(true);
    await counter.button('设家庭密码').click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('新密码（4 到 6 位数字）').fill('2580');
    await sheet.getByLabel('再输一次').fill('2581');
    await sheet.getByRole('button', { name: '存好' }).click();
    await sheet.getByText('两次输的不一样，请再输一次。').waitFor();
    await sheet.getByLabel('再输一次').fill('2580');
    await sheet.getByRole('button', { name: '存好' }).click();
    await page.getByText('已存本机 · 家庭密码设好了').waitFor();
    const servable = await counter.servable();
    await counter.shoot('6950000012227');
    await page.getByText('合计 7 分').waitFor();
    await page.keyboard.press('F9');
    await page.getByText('请住户输入家庭密码').waitFor();
    await page.keyboard.type('1111', { delay: 60 });
    await page.keyboard.press('Enter');
    await page.getByText('密码不对，没有兑换。还能试 4 次。').waitFor();
    expect(await counter.servable()).toBe(servable);
    await page.keyboard.type('2580', { delay: 60 });
    await page.keyboard.press('Enter');
    await receiptNumber();
    await expect.poll(() => counter.servable()).toBe(servable - 7);
    await page.keyboard.press('Enter');
    await counter.hands.offline(false);
    await counter.syncNow();
    expect((await product.town('verify')).includes('核对无误')).toBe(true);
  });
});
