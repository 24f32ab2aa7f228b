/** Goods that a household cannot have now are reserved at the door, without a connection, and handed over at the counter, without one too (AL-3, AL-8). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { CounterHands } from './support/counter.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

const HOUSEHOLD = 'XW-0089';
/** 大米 5 kg. */
const POINTS = 30;

let product: Product;
let browser: Browser;
let folder: string;
let counter: CounterHands;
let tablet: TabletHands;
let card: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-reserve-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  card = await office.cardPayload('XW', HOUSEHOLD);
  counter = await CounterHands.open(product.origin, join(folder, 'counter'));
  await counter.start(await office.enrolCode('兑换店柜台', ['邓秋芬'], 'counter'), {
    name: '邓秋芬',
    pin: secrets['DY-XW'] ?? '',
  });
  tablet = await TabletHands.open(product.origin, '/dev/null', join(folder, 'tablet'));
  await tablet.enrol(await office.enrolCode('下湾平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.loaded(268);
});

afterAll(async () => {
  await tablet?.close();
  await counter?.hands.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function redeemed(): Promise<number> {
  const { villages } = JSON.parse(await product.town('stats', '--json')) as {
    villages: { code: string; redeemed: number }[];
  };
  return villages.find((one) => one.code === 'XW')?.redeemed ?? 0;
}

it('[AL-3][AL-8][SY-3] reserved at the door offline, kept once the village has said so, handed over at the counter offline', async () => {
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await tablet.look(join(tmpdir(), 'reserve-tablet-failed.png'));
    await counter.hands.look(join(tmpdir(), 'reserve-counter-failed.png'));
  });
  const before = await redeemed();
  await tablet.offline(true);
  await tablet.find(HOUSEHOLD, '谢');
  await tablet.button('兑换').click();
  await tablet.button(/^大米, 5千克/).click();
  // The tablet is turned in the hand: what lies in the basket stays there.
  await tablet.page.setViewportSize({ width: 1280, height: 800 });
  await tablet.page.getByRole('searchbox').nth(1).waitFor();
  await tablet.page.setViewportSize({ width: 800, height: 1280 });
  await tablet.button('先预留').click();
  await tablet.button(/到兑换店取/).click();
  await tablet.button('预留这些').click();
  await tablet.page.getByText('还没联上网，村里还不知道').waitFor();
  await tablet.button('好了').click();
  await tablet.page.getByText('连上网以后才算留好').waitFor();
  await tablet.offline(false);
  await tablet.sync();

  await counter.syncNow();
  await counter.hands.offline(true);
  await counter.shoot(card);
  await counter.page.getByText('在本机交货').waitFor();
  await counter.button('交货').click();
  await counter.page.getByText('正在交预留的货').waitFor();
  await counter.page.keyboard.press('F9');
  await counter.button(/住户同意/).waitFor();
  await counter.page.keyboard.press('Enter');
  await counter.page.getByText('兑好了，可以给货').waitFor();
  await counter.page.keyboard.press('Enter');
  await counter.hands.offline(false);
  await counter.syncNow();
  expect(await redeemed()).toBe(before + POINTS);

  await tablet.sync();
  await tablet.find(HOUSEHOLD, '谢');
  await tablet.page.getByText('已取货').waitFor();
  expect((await product.town('verify')).includes('核对无误')).toBe(true);
});
