/** The town sets redemption days in its office; a counter hears of them, and outside of them says when the next ones are (CF-25). */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { CounterHands } from './support/counter.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

/** 大米 2.5 kg, 16 points. */
const RICE = '6910000010746';

let product: Product;
let browser: Browser;
let folder: string;
let town: OfficeHands;
let counter: CounterHands;
let card: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-opening-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  card = await office.cardPayload('XW', 'XW-0089');
  town = await OfficeHands.open(browser, product.origin, 'cangcheng', secrets.ZHEN ?? '');
  counter = await CounterHands.open(product.origin, join(folder, 'counter'));
  const pin = secrets['DY-XW'] ?? '';
  await counter.start(await office.enrolCode('兑换店柜台', ['邓秋芬'], 'counter'), { name: '邓秋芬', pin });
});

afterAll(async () => {
  await counter?.hands.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The town's office changes the days of a place. */
async function setDays(place: string, choice: '每天都可以' | '只在定好的日子'): Promise<void> {
  const { page } = town;
  await page.getByRole('button', { name: `${place}的兑换日` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(choice).check();
  await dialog.getByRole('button', { name: '保存' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

it('[CF-25] outside the days the counter hands nothing over and says when the next ones are; a village may have its own', async () => {
  const { page } = counter;
  onTestFinished(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await counter.hands.look(join(tmpdir(), 'opening-failed.png'));
    await town.page.screenshot({ path: join(tmpdir(), 'opening-town-failed.png') });
  });
  await town.page.getByRole('navigation').getByRole('link', { name: '兑换店' }).click();
  await town.page.getByRole('tab', { name: '兑换日' }).click();
  await setDays('苍城镇', '只在定好的日子');
  const whole = town.page.getByRole('region', { name: '苍城镇' });
  await whole.getByText('今天不兑').waitFor();
  const next = /下一次：(.+)至(.+)/.exec((await whole.getByText(/^下一次/).textContent()) ?? '');

  await counter.syncNow();
  await counter.shoot(card);
  await page.getByText('现在不是兑换的日子').first().waitFor();
  await page.getByText(`下次兑换：${next?.[1]}到${next?.[2]}。`).first().waitFor();
  await counter.shoot(RICE);
  await page.getByText('合计 16 分').waitFor();
  expect(await counter.button(/给住户看一眼/).isDisabled()).toBe(true);

  await setDays('下湾村', '每天都可以');
  await town.page.getByRole('region', { name: '下湾村' }).getByText('今天可以兑').waitFor();
  await counter.syncNow();
  await counter.button(/给住户看一眼/).click();
  await page.getByText('请住户看一眼').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('兑好了，可以给货').waitFor();
});
