/** 一月一公示: the office closes a month, a neighbour reads the list on a phone and objects, the office upholds it, and the month goes on. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

let product: Product;
let browser: Browser;
let office: OfficeHands;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  const { secrets } = JSON.parse(await readFile(join(product.dataDir, 'demo-sign-ins.json'), 'utf8')) as {
    secrets: Record<string, string>;
  };
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

it('[CF-06] a month is closed, published, objected to, answered with its effect, and its printed root is found', async () => {
  const { page } = office;
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: join(tmpdir(), 'publicity-failed.png') });
  });
  await office.goto('公示');
  // What the demo town published in March 2023 has had its days.
  const february = page.getByRole('listitem').filter({ hasText: '2023年2月' });
  await february.getByText('公示期满').waitFor();

  await page.getByRole('button', { name: '看看再公示 2023年3月' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('上榜户数').waitFor();
  // The act wants a second, deliberate one.
  await dialog.getByRole('button', { name: '公示', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('我看过了，就按这个公示').check();
  await dialog.getByRole('button', { name: '公示', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  const march = page.getByRole('listitem').filter({ hasText: '2023年3月' });
  await march.getByText('公示中').waitFor();

  // On a neighbour's phone, without signing in.
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const phone = await context.newPage();
  await phone.goto(`${product.origin}/gongshi/XW/2023-03`);
  await phone.getByRole('heading', { name: '下湾村 2023年3月积分公示' }).waitFor();
  expect(await phone.content()).not.toMatch(/XW-\d|1380000/);
  const text = await (await fetch(`${product.origin}/gongshi/XW/2023-03/list.json`)).text();
  const hash = createHash('sha256').update(text).digest('hex');
  const printed = await phone.locator('.print').allTextContents();
  expect(printed[0]?.replaceAll(' ', '')).toBe(hash);
  const root = printed[1] ?? '';
  await phone.getByLabel('找一找').fill('1');
  await phone.getByRole('button', { name: '找', exact: true }).click();
  await phone.getByText(/找到 \d+ 户/).waitFor();
  await phone.locator('.rows a').first().click();
  await phone.getByRole('row').nth(1).waitFor();
  await phone.getByRole('link', { name: /回到名单/ }).click();
  await phone.getByLabel('您的姓名').fill('张三');
  await phone.getByLabel('哪里不对').fill('第一名那户的清扫多记了一次');
  await phone.getByRole('button', { name: '交上去' }).click();
  const receipt = /[0-9A-Z]{4,6}-\d{6}/.exec((await phone.getByText(/受理号/).textContent()) ?? '')?.[0] ?? '';
  expect(receipt).not.toBe('');

  // The office finds it, takes the entry back, and says so.
  await office.goto('总览');
  await office.goto('公示');
  await page.getByText('有异议待答复').waitFor();
  await page.getByRole('tab', { name: /异议/ }).click();
  await page.getByRole('button', { name: `答复 ${receipt}` }).click();
  await dialog.getByLabel('怎么答复').fill('核过了，多记的那次撤销。');
  await dialog.getByLabel('户主、户号或名次').fill('1');
  await dialog
    .getByLabel(/^撤销 2023/)
    .first()
    .check();
  await dialog.getByRole('button', { name: '定下来' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('combobox').first().selectOption('answered');
  await page.getByText('核过了，多记的那次撤销。').waitFor();
  await page.getByText(/处理凭号：[0-9A-Z]{4,6}-\d{6}/).waitFor();
  await page.getByRole('tab', { name: /每月公示/ }).click();
  await march.getByText('公示中').waitFor();
  await phone.goto(`${product.origin}/gongshi/XW/2023-03?lang=zh&p=1`);
  await phone.getByText('已收到 1 条异议，答复了 1 条').waitFor();

  // What hangs on the board stands in the ledger, and the list is still the one that was published.
  expect(
    createHash('sha256')
      .update(await (await fetch(`${product.origin}/gongshi/XW/2023-03/list.json`)).text())
      .digest('hex'),
  ).toBe(hash);
  expect(await product.town('verify', '--root', root, '--publication', hash)).toContain('一条没改、没删、没插');
  await context.close();
});
