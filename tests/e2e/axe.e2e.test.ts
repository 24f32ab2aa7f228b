/** Every screen of the office, the tablet's and the counter's main ones through axe (WCAG 2.2 AA), and the office by keyboard alone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AXE_WIDTHS, axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { CounterHands } from './support/counter.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

let product: Product;
let browser: Browser;
let folder: string;
let town: OfficeHands;
let tablet: TabletHands;
let counter: CounterHands;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'village-points-axe-'));
  product = await startProduct(['--no-build']);
  const secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  const office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  town = await OfficeHands.open(browser, product.origin, 'cangcheng', secrets.ZHEN ?? '');
  tablet = await TabletHands.open(product.origin, '/dev/null', join(folder, 'tablet'));
  await tablet.enrol(await office.enrolCode('一号平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.loaded(268);
  counter = await CounterHands.open(product.origin, join(folder, 'counter'));
  const code = await office.enrolCode('兑换店柜台', ['邓秋芬'], 'counter');
  await counter.start(code, { name: '邓秋芬', pin: secrets['DY-XW'] ?? '' });
});

afterAll(async () => {
  await counter?.hands.close();
  await tablet?.close();
  await browser?.close();
  await product?.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** The addresses in the office's rail: whatever screen is added is here too. */
async function places(page: Page): Promise<readonly string[]> {
  await page.setViewportSize(AXE_WIDTHS[0]);
  const links = page.getByRole('navigation').getByRole('link');
  return links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
}

describe('through axe', () => {
  it('every screen of the office', async () => {
    const { page } = town;
    const all = await places(page);
    expect(all.length).toBeGreaterThanOrEqual(9);
    const faults: Record<string, readonly string[]> = {};
    for (const place of all) {
      await page.goto(`${product.origin}${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const found = await axeAtEachWidth(page);
      if (found.length > 0) faults[place] = found;
    }
    expect(faults).toEqual({});
  });

  it('the main screens of a tablet', async () => {
    const { page } = tablet;
    const faults: Record<string, readonly string[]> = {};
    for (const place of ['首页', '住户', '待传', '我的']) {
      await page.setViewportSize(AXE_WIDTHS[1]);
      await tablet.tab(place);
      const found = await axeAtEachWidth(page);
      if (found.length > 0) faults[place] = found;
    }
    await page.getByRole('button', { name: /^公告/ }).click();
    await page.getByRole('heading', { name: '公告' }).waitFor();
    faults.公告 = await axeAtEachWidth(page);
    await page.getByRole('listitem').first().getByRole('button').click();
    await page.getByRole('article').waitFor();
    faults.一条公告 = await axeAtEachWidth(page);
    await page.setViewportSize(AXE_WIDTHS[1]);
    await tablet.find('XW-0089', '谢锦昌家');
    faults.档案 = await axeAtEachWidth(page);
    expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
  });

  it('the counter', async () => {
    const { page } = counter;
    const faults: Record<string, readonly string[]> = {};
    await page.setViewportSize(AXE_WIDTHS[0]);
    const links = page.getByRole('navigation').getByRole('link');
    for (let i = 0; i < (await links.count()); i++) {
      await links.nth(i).click();
      const found = await axeAtEachWidth(page);
      if (found.length > 0) faults[page.url()] = found;
      await page.setViewportSize(AXE_WIDTHS[0]);
    }
    expect(faults).toEqual({});
  });
});

/** What has the focus, in a few words; empty for the page itself. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return '';
    const box = one.getBoundingClientRect();
    const label = one.getAttribute('aria-label') ?? one.textContent ?? '';
    return `${one.tagName} ${one.id} ${label.slice(0, 30)} ${Math.round(box.left)},${Math.round(box.top)}`;
  });

describe('by keyboard alone', () => {
  it('Tab goes through every screen of the office and out of it again, and what has the focus is seen', async () => {
    const { page } = town;
    for (const place of await places(page)) {
      await page.goto(`${product.origin}${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const seen = new Set<string>();
      let before = '';
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press('Tab');
        const now = await focused(page);
        // The end of the page, or once around.
        if (now === '' || seen.has(now)) break;
        expect(now, `${place}: the focus is stuck`).not.toBe(before);
        seen.add(now);
        before = now;
        const outline = await page.evaluate(() => {
          const one = document.activeElement;
          if (!one) return 'none';
          const { outlineStyle, boxShadow } = getComputedStyle(one);
          return outlineStyle === 'none' && boxShadow === 'none' ? 'none' : 'seen';
        });
        expect(outline, `${place}: ${now}`).toBe('seen');
      }
      expect(seen.size, place).toBeGreaterThan(3);
    }
  });

  it('a dialog is left by Escape, and the focus is where it was', async () => {
    const { page } = town;
    await page.goto(`${product.origin}/office/notices`);
    const write = page.getByRole('button', { name: '写公告' });
    await write.waitFor();
    await write.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    const inside = () =>
      page.evaluate(() => {
        const one = document.activeElement;
        return one !== null && one.closest('[role=dialog], [data-base-ui-focus-guard]') !== null;
      });
    // The dialog takes the focus once it stands; then Tab stays inside, and on its way around meets the dialog's edges, which send it on.
    await expect.poll(inside).toBe(true);
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press('Tab');
      await expect.poll(inside).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => focused(page)).toContain('写公告');
  });
});

/** What opens a dialog of the office: where, the button's words, and what is pressed in it to see it complain. */
const DIALOGS: readonly {
  readonly at: string;
  /** Chosen before. */
  readonly village?: string;
  readonly open: string | RegExp;
  readonly wrong?: string;
}[] = [
  { at: '', open: '改密码', wrong: '改密码' },
  { at: '/sessions', open: '开会' },
  { at: '/publicity', open: /^看看再公示/ },
  { at: '/ranking?year=2022', open: '定案', wrong: '定案' },
  { at: '/ranking?year=2022', open: /^不参加 /, wrong: '不参加排名' },
  { at: '/quarter', village: 'XW', open: '季末清零' },
  { at: '/notices', open: '写公告' },
  { at: '/devices', open: '登记新设备' },
  { at: '/people', open: '添加人员', wrong: '保存' },
];

describe('dialogs', () => {
  it.each(DIALOGS)(
    '“$open” at $at: opened by a key, through axe, left by Escape with the focus where it was',
    async ({ at, village, open, wrong }) => {
      const { page } = town;
      await page.setViewportSize(AXE_WIDTHS[0]);
      await page.goto(`${product.origin}/office${at}`);
      const opener = page.getByRole('button', { name: open, exact: typeof open === 'string' }).first();
      await opener.waitFor();
      await page.waitForLoadState('networkidle');
      if (village !== undefined) await page.getByLabel('村', { exact: true }).selectOption(village);
      await expect.poll(() => opener.isEnabled()).toBe(true);
      const what = (await opener.textContent()) ?? '';
      await opener.focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      expect(await axeAtEachWidth(page, what)).toEqual([]);
      if (wrong !== undefined) {
        await page.setViewportSize(AXE_WIDTHS[0]);
        await dialog.getByRole('button', { name: wrong, exact: true }).focus();
        await page.keyboard.press('Enter');
        await dialog.getByRole('alert').or(dialog.locator('[aria-invalid=true]')).first().waitFor();
        expect(await axeAtEachWidth(page, `${what}-wrong`)).toEqual([]);
      }
      await page.setViewportSize(AXE_WIDTHS[0]);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      await expect.poll(() => focused(page)).toContain(what.trim());
    },
  );
});
