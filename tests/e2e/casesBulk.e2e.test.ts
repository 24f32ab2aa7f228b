/** Cases that are alike: found by filters, their effect seen before, decided together, one taken back; both workers read it. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

const HOMES = [
  { code: 'XW-0016', head: '谢权明' },
  { code: 'XW-0060', head: '方国辉' },
  { code: 'XW-0085', head: '谢文辉' },
] as const;
const [FIRST] = HOMES;
/** What a household of the village gets for it, once a month. */
const DEED = { category: '人居环境整治', title: '生活垃圾分类投放', points: 2 } as const;
const HOUSEHOLDS = 268;
/** How long the screen may take on a busy machine. */
const SOON = { timeout: 60_000 };

let product: Product;
let browser: Browser;
let office: OfficeHands;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** A worker's tablet with everything on it; from here on without a network. */
async function tabletOf(id: string, name: string): Promise<TabletHands> {
  const context = await browser.newContext({
    viewport: { width: 800, height: 1280 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  const tablet = TabletHands.in(context, product.origin, await context.newPage());
  await tablet.enrol(await office.enrolCode(`${name}的平板`, [name]));
  await tablet.unlock({ name, pin: secrets[id] ?? '' });
  await tablet.loaded(HOUSEHOLDS);
  await tablet.offline(true);
  return tablet;
}

it('three that wait for one reason are decided with one act, and each household’s points are known before', async () => {
  const { page } = office;
  const tablets = [await tabletOf('WG-XW1', '吴锦权'), await tabletOf('WG-XW2', '司徒达成')];
  for (const tablet of tablets) {
    for (const { code, head } of HOMES) {
      await tablet.find(code, `${head}家`);
      await tablet.score(DEED.category, DEED.title);
    }
  }
  for (const tablet of tablets) {
    await tablet.offline(false);
    await tablet.sync();
  }
  const before = new Map<string, number>();
  for (const { code } of HOMES) before.set(code, await office.earned(code));
  const had = before.get(FIRST.code) ?? 0;

  await office.goto('待处理');
  const list = page.getByRole('navigation', { name: '待处理' }).getByRole('listitem');
  await expect.poll(() => list.count(), SOON).toBe(HOMES.length);
  await page.getByLabel('户', { exact: true }).fill(FIRST.head);
  await page.keyboard.press('Enter');
  await expect.poll(() => list.count(), SOON).toBe(1);
  await page.getByRole('button', { name: '清除条件' }).click();
  await page.getByLabel('为什么等处理').selectOption({ label: '这一期已经记满（3）' });
  await expect.poll(() => list.count(), SOON).toBe(HOMES.length);

  await list.first().getByRole('checkbox').focus();
  await page.keyboard.press('Space');
  await page.getByText('选了 1 件').waitFor();
  await page.getByRole('button', { name: '选上同样原因的全部 3 件' }).click();
  await page.getByText('选了 3 件').waitFor();
  const bulk = page.getByRole('region', { name: '怎么定' });
  await bulk.getByRole('radio', { name: '两条都算' }).check();
  await bulk.getByText('3 户有变化，一共累计 +6 分，可兑 +6 分。').waitFor();
  expect(await bulk.getByText(`${FIRST.head}家（${FIRST.code}）`).locator('..').textContent()).toContain(
    `累计 ${had} → ${had + DEED.points}`,
  );
  expect(await axeAtEachWidth(page, '-bulk')).toEqual([]);
  await page.setViewportSize({ width: 1366, height: 768 });
  // To look is not to decide.
  expect(await office.earned(FIRST.code)).toBe(had);

  const decide = bulk.getByRole('button', { name: '3 件都定为「两条都算」' });
  await decide.click();
  await bulk.getByText('请先写一句原因，再点一次。').waitFor();
  await bulk.getByLabel('原因').fill('两位都去看过');
  await decide.click();
  await page.getByRole('alert').filter({ hasText: '3 件都定好了。' }).waitFor();
  for (const { code } of HOMES) expect(await office.earned(code)).toBe((before.get(code) ?? 0) + DEED.points);

  await page.getByRole('button', { name: '处理过的' }).click();
  await list.filter({ hasText: FIRST.head }).getByRole('button').click();
  const back = page.getByRole('region', { name: '撤回' });
  await back.getByLabel('为什么撤回').fill('这家其实只做了一次');
  expect(await axeAtEachWidth(page, '-back')).toEqual([]);
  await page.setViewportSize({ width: 1366, height: 768 });
  await back.getByRole('button', { name: '撤回这条' }).click();
  await page.getByRole('alert').filter({ hasText: '撤回了，记录人会收到通知。' }).waitFor();
  expect(await office.earned(FIRST.code)).toBe(had);

  for (const tablet of tablets) {
    await tablet.sync();
    await tablet.expectText('两位都去看过');
    for (const { code, head } of HOMES) {
      await tablet.find(code, `${head}家`);
      const now = (before.get(code) ?? 0) + (code === FIRST.code ? 0 : DEED.points);
      await expect.poll(() => tablet.figure('累计'), SOON).toBe(now);
    }
  }
});
