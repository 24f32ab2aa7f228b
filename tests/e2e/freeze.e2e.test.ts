/** 一年一排名 at the desk: a year is frozen without who takes no part, certificates come of it, and points of later change nothing. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { printed, withoutPrinter } from './quarter/papers.ts';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';

/** How long the screen may take on a busy machine. */
const SOON = { timeout: 60_000 };

let product: Product;
let browser: Browser;
let office: OfficeHands;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  await withoutPrinter(office.page.context());
  await office.page.reload();
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

it('[YR-1] a year is frozen without the household that takes no part; certificates come of it, and points of later change nothing', async () => {
  const { page } = office;
  const ranks = page.getByRole('region', { name: '名次', exact: true });
  const state = page.getByRole('region', { name: '名单状态' });
  /** Rank, stars, head with code, place, points; without the block that only a phone shows. */
  const seen = () =>
    ranks.locator('tbody tr').evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('td')].slice(0, 5).map((cell) =>
          [...cell.childNodes]
            .filter((part) => !(part instanceof HTMLDivElement))
            .map((part) => part.textContent ?? '')
            .join('')
            .trim(),
        ),
      ),
    );
  const open = async () => {
    await office.goto('年度排名');
    await page.getByLabel('年份').fill('2023');
    await state.getByText(/^2023年/).waitFor();
    await ranks.getByRole('row').nth(2).waitFor();
  };
  await open();
  const [best = [], second = []] = await seen();
  const left = (second[2] ?? '').split(' ')[0] ?? '';
  expect(await page.getByRole('button', { name: /^打印奖状/ }).count()).toBe(0);

  await page
    .getByRole('button', { name: `不参加 ${left}` })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '不参加排名' }).click();
  await dialog.getByText('请写明原因').waitFor();
  await dialog.getByLabel('原因').fill('自己提出不参加');
  await dialog.getByRole('button', { name: '不参加排名' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => ranks.textContent(), SOON).not.toContain(second[2]);
  await page.getByRole('tab', { name: /不参加排名/ }).click();
  await page.getByRole('region', { name: '不参加排名' }).getByText('自己提出不参加').locator('visible=true').waitFor();
  await page.getByRole('tab', { name: '名次' }).click();

  await page.getByRole('button', { name: '定案', exact: true }).click();
  await dialog.getByText('还没公示的月份：3月').waitFor();
  await dialog.getByText(/还有 \d+ 条记分没审/).waitFor();
  // It cannot be undone, so it wants a second, deliberate act.
  await dialog.getByRole('button', { name: '定案' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('我核对过了').check();
  await dialog.getByRole('button', { name: '定案' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await state.getByText(/已定案$/).waitFor();
  expect(await page.getByRole('button', { name: /^不参加/ }).count()).toBe(0);
  expect(await axeAtEachWidth(page, '-frozen')).toEqual([]);
  await page.setViewportSize({ width: 1366, height: 768 });

  const list = await seen();
  const shown = await state.textContent();
  expect(list[0]).toEqual(best);
  const stars = list.filter((row) => row[1] !== '').length;
  await page.getByRole('button', { name: '打印奖状', exact: true }).first().click();
  const certificates = await printed(
    page,
    () => dialog.getByRole('button', { name: `打印 ${stars} 张奖状` }).click(),
    '.rank-paper',
    async (paper) => {
      const text = (await paper.locator('.certificate').first().textContent()) ?? '';
      expect(text).toContain(`${(best[2] ?? '').split(' ')[0]}家庭`);
      expect(text).toContain(`累计 ${best[4]} 分，名列第 1 名`);
      expect(await paper.textContent()).not.toContain(left);
    },
  );
  expect(certificates).toBe(stars);

  // A deed of the year that waited is approved: the household has more points, the frozen list is what it was.
  const [waiting] = (
    await office.entries({ status: 'submitted', level: 'village', from: '2023-01-01' })
  ).entries.filter((entry) => !entry.takesTwo && list.some((row) => row[2]?.endsWith(entry.household)));
  const household = waiting?.household ?? '';
  const points = await office.earned(household);
  await office.goto('审核');
  await page.getByRole('row').nth(2).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(household);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('tbody tr').first().textContent(), SOON).toContain(household);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await expect.poll(() => office.earned(household), SOON).toBeGreaterThan(points);
  await open();
  await state.getByText(/已定案$/).waitFor();
  expect(await state.textContent()).toBe(shown);
  expect(await seen()).toEqual(list);
});
