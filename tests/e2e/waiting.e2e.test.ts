/** [AL-10] Points wait for their month: the town says so, a worker scores, the household cannot redeem yet and is told why; the month hangs, and then it can. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { enrolTablet } from './quarter/deviceActs.ts';
import { neighboursPhone, publishMonth } from './quarter/monthActs.ts';
import { TownClock } from './quarter/townClock.ts';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

const WAIT_MS = 90_000;
/** The server looks every minute by its own watch, whatever the town's says. */
const LOOKED = { timeout: 150_000, interval: 2_000 };
const HOUSEHOLDS = 268;
const [HOUSEHOLD, FAMILY, EARNED] = ['XW-0089', '谢锦昌家', 110] as const;

let folder: string;
let clock: TownClock;
let product: Product;
let browser: Browser;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-waiting-'));
  clock = await TownClock.on('2026-06-26', folder);
  product = await startProduct(['--no-build'], clock.env);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function desk(login: string, secret: string): Promise<OfficeHands> {
  const hands = await OfficeHands.open(browser, product.origin, login, secrets[secret] ?? '', async (context) => {
    context.setDefaultTimeout(WAIT_MS);
    await clock.follow(context);
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await hands.page.screenshot({ path: join(tmpdir(), `waiting-${login}.png`) });
  });
  return hands;
}

it('the policy is switched on, points wait, the month hangs and is final, and the points can be redeemed', {
  timeout: 900_000,
}, async () => {
  const town = await desk('cangcheng', 'ZHEN');
  await town.page.getByRole('navigation').getByRole('link', { name: '规则' }).click();
  await town.page.getByRole('tab', { name: '政策', exact: true }).click();
  await town.page.getByRole('button', { name: '改「公示期满才能兑换」' }).click();
  const dialog = town.page.getByRole('dialog');
  await dialog.getByRole('radio').nth(1).check();
  await dialog.getByLabel('是', { exact: true }).check();
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const line = town.page.getByRole('listitem').filter({ hasText: '公示期满才能兑换' });
  await line.getByText('是', { exact: true }).waitFor();

  const office = await desk('xiawan', 'CWH-XW');
  const worker = { name: '吴锦权', pin: secrets['WG-XW1'] ?? '' };
  const place = { browser, origin: product.origin, clock, office, waitMs: WAIT_MS };
  const tablet = await enrolTablet(place, worker, HOUSEHOLDS);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await tablet.look(join(tmpdir(), 'waiting-tablet.png'));
  });

  // At the door: what is scored is earned at once, and waits.
  await tablet.find(HOUSEHOLD, FAMILY);
  await tablet.score('人居环境整治', '生活垃圾分类投放');
  const shows = async (earned: number, redeemable: number) => {
    expect([await tablet.figure('累计'), await tablet.figure('可兑')]).toEqual([earned, redeemable]);
  };
  await shows(EARNED + 2, EARNED);
  await tablet.expectText('累计里有 2 分待公示期满，期满才能兑');
  await tablet.sync();
  await tablet.find(HOUSEHOLD, FAMILY);
  await shows(EARNED + 2, EARNED);
  expect(await axeAtEachWidth(tablet.page, '-waiting')).toEqual([]);
  await tablet.page.setViewportSize({ width: 800, height: 1280 });
  // All of it in rice, 16 points a bag: that is what the household has, and not yet what it may redeem.
  await tablet.redeem({ 大米: 7 }, '2.5千克');
  await tablet.expectText(
    `积分不够：${FAMILY}可兑 110 分，这单要 112 分。另有 2 分待公示期满，期满才能兑。请少换几样。`,
  );
  await tablet.button('返回').click();

  // The month is over, and hangs.
  await clock.goTo('2026-07-02');
  await office.page.goto(`${product.origin}/office`);
  await office.signIn('xiawan', secrets['CWH-XW'] ?? '');
  await publishMonth(office, '2026-06');
  const phone = await neighboursPhone(browser, clock, `${product.origin}/gongshi/XW/2026-06`);
  await phone.getByText('没有异议的，这些积分从2026年7月14日起可以兑换；现在还在等。').waitFor();

  // Its seven working days pass.
  await clock.goTo('2026-07-14');
  await office.page.goto(`${product.origin}/office`);
  await office.signIn('xiawan', secrets['CWH-XW'] ?? '');
  await office.goto('公示');
  const june = office.page.getByRole('listitem').filter({ hasText: '2026年6月' });
  await june.getByText('公示期满', { exact: true }).waitFor();
  await expect
    .poll(async () => {
      await office.page.reload();
      await june.getByText('公示期满', { exact: true }).waitFor();
      return june.getByText('2026年7月14日期满：1 户的 2 分可以兑换了').count();
    }, LOOKED)
    .toBe(1);
  expect(await axeAtEachWidth(office.page, '-final')).toEqual([]);

  await tablet.reopen();
  tablet.page.setDefaultTimeout(WAIT_MS);
  await tablet.unlock(worker);
  await tablet.syncNow();
  await tablet.find(HOUSEHOLD, FAMILY);
  await shows(EARNED + 2, EARNED + 2);
  expect(await tablet.page.getByText('待公示期满').count()).toBe(0);
  await tablet.redeem({ 大米: 7 }, '2.5千克');
  await tablet.button('连网问问').click();
  await tablet.button('住户同意，连网兑换').click();
  await tablet.page.getByText('兑好了，可以给货').waitFor();
  await tablet.button('好了').click();
  await tablet.find(HOUSEHOLD, FAMILY);
  await shows(EARNED + 2, 0);
  expect(await product.town('verify')).toContain('核对无误');
});
