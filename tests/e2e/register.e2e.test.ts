/** The household register at the office's PC: find, edit, look at the history, merge; and a roll that is imported across a reload. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

let product: Product;
let browser: Browser;
let folder: string;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-register-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  page = office.page;
});

afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function shotOnFailure(name: string): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: join(tmpdir(), `${name}-failed.png`) });
  });
}

it('[CF-08] [CF-09] a household is found by pinyin, edited, its history says who and what, and it is merged with figures first', async () => {
  shotOnFailure('register');
  await page.goto(`${product.origin}/office/households`);
  await page.getByLabel('查找').fill('xwk');
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /谢伟坤 XW-0002/ })
    .click();
  const pane = page.getByRole('region', { name: '住户 XW-0002' });
  await pane.getByRole('heading', { name: '谢伟坤' }).waitFor();

  await pane.getByRole('button', { name: '修改' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: '没有改动' }).isDisabled()).toBe(true);
  await dialog.getByLabel('电话').fill('123');
  await dialog.getByText('电话要写 11 位手机号').waitFor();
  await dialog.getByLabel('电话').fill('13900001234');
  await dialog.getByRole('button', { name: '保存 1 处改动' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await pane.getByText('13900001234').waitFor();

  await pane.getByRole('tab', { name: '改动' }).click();
  await pane.getByText('“13800007932” → “13900001234”').waitFor();
  await pane.getByText(/下湾村村委会 · /).waitFor();

  await pane.getByRole('button', { name: '并户' }).click();
  await dialog.getByLabel('并到哪一户').fill('XW-0003');
  await dialog.getByRole('button', { name: /谢荣培/ }).click();
  const row = dialog.getByRole('row', { name: /累计/ });
  await row.waitFor();
  const figures = await row.getByRole('cell').allTextContents();
  expect(figures).toHaveLength(3);
  expect(Number(figures[0]) + Number(figures[1])).toBe(Number(figures[2]));
  await dialog.getByRole('button', { name: '并户' }).click();
  await dialog.getByText('请写原因').waitFor();
  await dialog.getByLabel('原因').fill('同住一家');
  await dialog.getByLabel(/并户不能撤销/).check();
  await dialog.getByRole('button', { name: '并户' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await pane.getByText('这一户已并到 XW-0003').waitFor();
  await pane.getByRole('button', { name: '打开 XW-0003' }).click();
  const other = page.getByRole('region', { name: '住户 XW-0003' });
  await other.getByRole('tab', { name: '积分' }).click();
  await other.getByText('累计').first().waitFor();
  expect(await other.getByRole('definition').first().textContent()).toBe(figures[2]);
});

it('a roll is looked through, chosen from, and imported by long work that a reload does not lose', async () => {
  shotOnFailure('roll');
  const roll = join(folder, '补登.csv');
  const lines = Array.from(
    { length: 60 },
    (_, i) => `,东兴里,第一网格,东兴里${900 + i}号,练习${'甲乙丙丁戊己'[i % 6]}${i},13900${String(100000 + i)},练习`,
  );
  const header = '户编号,自然村,网格,门牌,户主,联系电话,成员姓名';
  const changed = 'XW-0004,东兴里,第一网格,东兴里7号,陈卓权,13911112222,陈卓权';
  await writeFile(roll, [header, changed, ...lines].join('\n'));
  await page.goto(`${product.origin}/office/households/import`);
  await page.getByLabel('花名册文件').setInputFiles(roll);
  await page.getByRole('button', { name: '看看会改什么' }).click();
  await page.getByText('《补登.csv》导入下湾村').waitFor();
  await page.getByText(/“\d{11}” → “13911112222”/).waitFor();
  await page.getByText('选了：新登记 60 户，修改 1 户').waitFor();

  // The preview is still there after a reload.
  await page.reload();
  await page.getByText('选了：新登记 60 户，修改 1 户').waitFor();
  await page.getByText('新登记的户（60）').click();
  await page.getByRole('checkbox', { name: /^导入 .*练习甲0$/ }).uncheck();
  await page.getByRole('button', { name: '导入选好的 60 户' }).click();
  await page.reload();
  await page.getByText('已导入 60 户').waitFor();
  await page.getByText('没选的 1 户没有导入').waitFor();

  await page.getByRole('tab', { name: '名册' }).click();
  await page.getByLabel('查找').fill('练习');
  await page.getByText('共 59 户').waitFor();
});
