/** The town writes the next version of its rules: import, change, compare, try, publish; a village is told what it has to change (RU-1 to RU-3). */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { csvOf } from '../../src/domain/ruleExport.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

const SEED = join(import.meta.dirname, '../../seed');

let product: Product;
let browser: Browser;
let folder: string;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-rules-'));
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function lookWhenFailed(page: Page, name: string): void {
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await page.screenshot({ path: join(tmpdir(), `rules-${name}-failed.png`) });
  });
}

async function rulesOf(login: string, secret: string): Promise<Page> {
  const { page } = await OfficeHands.open(browser, product.origin, login, secrets[secret] ?? '');
  await page.getByRole('navigation').getByRole('link', { name: '规则' }).click();
  await page.getByRole('tab', { name: '各版' }).waitFor();
  return page;
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

it('a draft is imported, changed, kept over a reload, compared, tried and published', async () => {
  const page = await rulesOf('cangcheng', 'ZHEN');
  lookWhenFailed(page, 'town');
  await button(page, '照第 1 版起草').click();

  await button(page, '从表格导入').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('CSV 文件').setInputFiles(join(SEED, 'rules-v2-changes.csv'));
  await dialog.getByText('放进草稿会有 11 项不同').waitFor();
  await dialog.getByText('表格里写的生效日期2023年4月1日已经过了').waitFor();
  await button(page, '放进草稿').click();
  await dialog.waitFor({ state: 'hidden' });

  // One field wrong, said at its place; then right. Half of it is typed when the page is reloaded.
  await button(page, '改 RJ-01 房前屋后日常整洁').click();
  await dialog.getByLabel('最高分').fill('0');
  await page.reload();
  expect(await dialog.getByLabel('最高分').inputValue()).toBe('0');
  await button(page, '放进草稿').click();
  await dialog.getByText('最高分不能比最低分低').waitFor();
  expect(await dialog.getByLabel('最高分').getAttribute('aria-invalid')).toBe('true');
  await dialog.getByLabel('最高分').fill('2');
  await button(page, '放进草稿').click();
  await dialog.waitFor({ state: 'hidden' });

  await tab(page, '对比');
  await page.getByText('新加 3 项，去掉 0 项，改过 9 项。').waitFor();
  const gy07 = page.getByRole('listitem').filter({ hasText: 'GY-07' });
  expect(await gy07.getByRole('row').nth(1).textContent()).toBe('分值1 到 5 分1 到 3 分');

  await tab(page, '试算');
  await page.getByLabel('从哪天').fill('2022-10-01');
  await page.getByLabel('到哪天').fill('2022-12-31');
  await button(page, '试算').click();
  const retired = page.getByRole('row').filter({ hasText: 'RJ-04' });
  expect(await retired.textContent()).toContain('42840−8442 条的项目停用了');
  await page.getByText(/看到 50 户，共 438 户/).waitFor();
  await button(page, '再看一些').click();
  await page.getByText(/看到 100 户，共 438 户/).waitFor();

  await tab(page, '草稿');
  await button(page, /^发布/).click();
  await dialog.getByText('会让 1 个村的村规超出范围').waitFor();
  await dialog.getByText('下湾村 GY-07').waitFor();
  // Nothing happens before somebody has ticked that they have looked at it.
  await dialog.getByRole('button', { name: '发布' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '发布' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('第 2 版', { exact: true }).waitFor();
  await page.getByText('还没开始').waitFor();
  await page.getByText('GY-07 的分值超出了镇里定的范围').waitFor();
});

it('a village is told what lies outside, changes it within the bounds, and publishes its own overlay', async () => {
  const page = await rulesOf('xiawan', 'CWH-XW');
  lookWhenFailed(page, 'village');
  await page.getByRole('navigation').getByRole('link', { name: '总览' }).click();
  await page.getByText('GY-07 的分值超出了镇里定的范围').waitFor();
  await page.getByRole('link', { name: '去看规则' }).click();
  await button(page, '照第 1 版起草').click();
  await page.getByText('有 1 处超出镇里定的范围').waitFor();
  await button(page, /^发布/).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '发布' }).click();
  await dialog.getByText('没有发布：参加和组织村文体活动（GY-07）的分值超出了镇里定的范围').waitFor();
  await page.keyboard.press('Escape');

  await button(page, /^GY-07 .*恢复全镇的/).click();
  await page.getByText('有 1 处超出镇里定的范围').waitFor({ state: 'hidden' });
  await button(page, /^发布/).click();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '发布' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('第 2 版', { exact: true }).waitFor();
});

it('what was exported and is imported again changes nothing', async () => {
  const page = await rulesOf('daluo', 'CWH-DL');
  lookWhenFailed(page, 'export');
  const download = page.waitForEvent('download');
  await button(page, '导出 CSV').click();
  const file = join(folder, 'out.csv');
  await (await download).saveAs(file);
  expect((await readFile(file, 'utf8')).split('\n')[0]).toBe(
    csvOf({
      columns: (await readFile(join(SEED, 'rules-daluo.csv'), 'utf8')).split('\n')[0]?.split(',') ?? [],
      rows: [],
    }).trim(),
  );
  await button(page, '照第 1 版起草').click();
  await button(page, '从表格导入').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('CSV 文件').setInputFiles(file);
  await dialog.getByText('和草稿一样，没有不同。').waitFor();
});

it('the town sets a policy, a village has its own value and follows the town again', async () => {
  const page = await rulesOf('cangcheng', 'ZHEN');
  lookWhenFailed(page, 'policy');
  await tab(page, '政策');
  const change = async (value: string | null) => {
    await button(page, '改「几天前的事还能记」').click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('radio')
      .nth(value === null ? 0 : 1)
      .check();
    if (value !== null) await dialog.getByLabel('几天', { exact: true }).fill(value);
    await dialog.getByRole('button', { name: '保存' }).click();
    return dialog;
  };
  const line = page.getByRole('listitem').filter({ hasText: '几天前的事还能记' });
  const wrong = await change('9999');
  await wrong.getByText('请填 0 到 3660 的整数').waitFor();
  await page.keyboard.press('Escape');
  await (await change('20')).waitFor({ state: 'hidden' });
  await line.getByText('20 天').waitFor();
  await page.getByLabel('看哪里').selectOption('XW');
  await line.getByText('跟全镇').waitFor();
  await (await change('7')).waitFor({ state: 'hidden' });
  await line.getByText('本村定的').waitFor();
  await (await change(null)).waitFor({ state: 'hidden' });
  await line.getByText('20 天').waitFor();
  await line.getByText('跟全镇').waitFor();
});
