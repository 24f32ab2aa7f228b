/** The stock of the store in people's hands (AL-6): received, handed out, counted and redeemed, without a connection; then everyone's numbers are one. */
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

/** 大米 2.5 kg: 19 pieces in each store of the demo town; 花生油 900 ml: 15. */
const RICE = '6910000010746';
const RICE_SKU = 'SP-002';
const OIL_SKU = 'SP-003';
const HOUSEHOLD = 'XW-0089';

let product: Product;
let browser: Browser;
let folder: string;
let counter: CounterHands;
let tablet: TabletHands;
let card: string;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-stock-'));
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  card = await office.cardPayload('XW', HOUSEHOLD);
  tablet = await TabletHands.open(product.origin, '/dev/null', join(folder, 'tablet'));
  await tablet.enrol(await office.enrolCode('送货平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.loaded(268);
  counter = await CounterHands.open(product.origin, join(folder, 'counter'));
  await counter.start(await office.enrolCode('兑换店柜台', ['邓秋芬'], 'counter'), {
    name: '邓秋芬',
    pin: secrets['DY-XW'] ?? '',
  });
});

afterAll(async () => {
  await tablet?.close();
  await counter?.hands.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A line of the list of the stock, with its number of pieces. */
const line = (sku: string, pieces: number) =>
  counter.page
    .getByRole('listitem')
    .filter({ hasText: sku })
    .filter({ hasText: new RegExp(`${pieces < 0 ? `−${-pieces}` : pieces}$`) });

describe('the stock at the counter', () => {
  it('[AL-6][SY-3] is received by the gun, handed out, redeemed beyond what the books know, and counted, all offline', async () => {
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await counter.hands.look(join(tmpdir(), 'stock-failed.png'));
    });
    const { page } = counter;
    await counter.hands.offline(true);
    await page.keyboard.press('F1');
    await page.getByRole('heading', { name: '库存' }).waitFor();
    await line(RICE_SKU, 19).waitFor();

    // A gun on the list finds the goods, and puts nothing into anybody's basket.
    await counter.shoot(RICE);
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    await page.getByRole('searchbox', { name: '搜商品' }).fill('');

    // Received: two by the gun, then twelve as typed.
    await counter.button('收货').click();
    await page.getByRole('heading', { name: '收货' }).waitFor();
    await counter.shoot(RICE);
    await counter.shoot(RICE);
    const pieces = page.getByRole('textbox', { name: '大米的件数' });
    await expect.poll(() => pieces.inputValue()).toBe('2');
    await pieces.fill('12');
    await page.keyboard.press('F9');
    await page.getByText('收进 12 件，已存本机').waitFor();
    await line(RICE_SKU, 31).waitFor();

    // Handed to a grid worker, which needs to know to whom.
    await counter.button('交给网格员').click();
    await page.getByRole('heading', { name: '交给网格员' }).waitFor();
    await counter.shoot(RICE);
    await pieces.fill('4');
    await counter.button(/^交出 4 件/).click();
    await page.getByText('请选一台平板。').waitFor();
    await counter.button(/送货平板/).click();
    await counter.button(/^交出 4 件/).click();
    await line(RICE_SKU, 27).waitFor();
    await page.getByText(/送货平板 .* 手上 4 件/).waitFor();

    // Counted: the differences are shown before anything is kept.
    await counter.button('盘点').click();
    await page.getByRole('heading', { name: '盘点' }).waitFor();
    const rice = page.getByRole('textbox', { name: /^大米 2.5千克.*点到的件数/ });
    await counter.shoot(RICE);
    await expect.poll(() => rice.evaluate((input) => input === document.activeElement)).toBe(true);
    await rice.fill('25');
    await page.getByRole('textbox', { name: /^花生油 900毫升.*点到的件数/ }).fill('0');
    await page.getByText('填了 2 种，2 种和账上不一样').waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(/\/Type\s*\/Page\b/.test(pdf)).toBe(true);
    await page.keyboard.press('F9');
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('row', { name: /大米.*27 25 −2/ }).waitFor();
    await sheet.getByRole('row', { name: /花生油.*15 0 −15/ }).waitFor();
    await sheet.getByRole('button', { name: '就照点到的存' }).click();
    await line(RICE_SKU, 25).waitFor();
    await line(OIL_SKU, 0).waitFor();

    // None in the books: said in words beside the goods and in the basket, and no reason to refuse what is in the hand.
    await counter.shoot(card);
    await page.getByRole('heading', { name: '谢*昌家' }).waitFor();
    await page.getByText('账上没有了').first().waitFor();
    await counter.shoot('6920000011117');
    await page.getByText('账上没有了。货真在手里就照兑，回头盘点一次。').waitFor();
    await page.keyboard.press('F9');
    await page.getByText('−22').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('兑好了，可以给货').waitFor();
    await page.keyboard.press('F1');
    await line(OIL_SKU, -1).waitFor();

    // One number for everyone after the sync; the office has the Case, nobody's points moved for it.
    await counter.hands.offline(false);
    await counter.syncNow();
    await page.keyboard.press('F1');
    await line(RICE_SKU, 25).waitFor();
    await line(OIL_SKU, -1).waitFor();
    expect((await product.town('verify')).includes('核对无误')).toBe(true);
  });

  it('[AL-6] a tablet sees what it carries, gives out of it at the door, and the store hears of it', async () => {
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await tablet.look(join(tmpdir(), 'stock-tablet-failed.png'));
    });
    const { page } = tablet;
    await tablet.sync();
    await tablet.carry();
    const carried = page
      .locator('section, div')
      .filter({ has: page.getByRole('heading', { name: '手上的货' }) })
      .last();
    await carried.getByText('4 件').waitFor();
    await tablet.sync();
    await tablet.offline(true);
    await tablet.find(HOUSEHOLD, '谢');
    await tablet.redeem({ 大米: 1 }, '2.5千克');
    await tablet.handOver();
    await tablet.tab('首页');
    await carried.getByText('3 件').waitFor();
    await tablet.offline(false);
    await tablet.sync();
    await counter.syncNow();
    await counter.page.keyboard.press('F1');
    await line(RICE_SKU, 25).waitFor();
    await counter.page.getByText(/送货平板 .* 手上 3 件/).waitFor();
  });
});
