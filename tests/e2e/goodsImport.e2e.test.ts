/** The town’s goods from a table: what was exported changes nothing; what is wrong is named; a new price reaches the counter. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

let product: Product;
let browser: Browser;
let town: OfficeHands;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-goods-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  town = await OfficeHands.open(browser, product.origin, 'cangcheng', secrets.ZHEN ?? '');
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

it('a table is looked at before it is published, put right, and published in one go', async () => {
  const { page } = town;
  await town.goto('商品');
  const row = (sku: string) => page.getByRole('row').filter({ hasText: sku });
  await row('SP-001').getByText('30 分').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '导出 Excel' }).click();
  const exported = join(folder, '商品.xlsx');
  await (await download).saveAs(exported);

  await page.getByRole('button', { name: '从表格导入' }).click();
  const dialog = page.getByRole('dialog');
  /** As a person does it, who may choose the same file again after it was put right. */
  const choose = async (file: string) => {
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByLabel('商品表').click();
    await (await chooser).setFiles(file);
  };
  await choose(exported);
  await dialog.getByText('和现在一样，没有不同（48 种）').waitFor();
  expect(await dialog.getByRole('button', { name: '发布' }).count()).toBe(0);

  const photo = join(folder, '照片.xlsx');
  await writeFile(photo, Buffer.from('ffd8ffe000104a464946ffd9', 'hex'));
  await choose(photo);
  await dialog.getByText('这个文件不是表格').waitFor();

  const head = '编号,条码,名称,规格,分类,积分价';
  const table = join(folder, '新价.csv');
  await writeFile(table, [head, 'SP-001,,,,,28', 'SP-060,6900000010372,竹篮,大号,日用百货,9'].join('\n'));
  await choose(table);
  await dialog.getByText('第 3 行 B 列「条码」，写的是「6900000010372」').waitFor();
  await writeFile(table, [head, 'SP-001,,,,,28', 'SP-049,,竹篮,大号,日用百货,9', ',,竹筐,,日用百货,九'].join('\n'));
  await choose(table);
  await dialog.getByText('新商品 1 种，改动 1 种，没变 0 种。').waitFor();
  await dialog.getByText('积分价：30 → 28').waitFor();
  await dialog.getByText('第 4 行 F 列「积分价」，写的是「九」：请填整数。').waitFor();
  expect(await axeAtEachWidth(page, '-import')).toEqual([]);
  await page.setViewportSize({ width: 1366, height: 768 });
  await dialog.getByRole('button', { name: '发布' }).click();
  expect(await dialog.isVisible(), 'a second, deliberate act is asked for').toBe(true);
  await dialog.getByLabel('我看过了，就按这个发布').check();
  await dialog.getByRole('button', { name: '发布' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await row('SP-001').getByText('28 分').waitFor();
  await row('SP-049').getByText('竹篮').waitFor();
  expect(await page.getByText('竹筐').count()).toBe(0);
});
