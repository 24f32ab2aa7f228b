/**
 * [AL-9] 季末清零 by the dialog: its figures are what somebody adds up from the op log and what devices hold, it is done once, and the
 * household’s file on a tablet says what lapsed.
 */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOps } from './quarter/opRows.ts';
import { cells, figure } from './quarter/papers.ts';
import { axeAtEachWidth } from './support/axe.ts';
import { CHROMIUM_ARGS, findChromium } from './support/chromium.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { type Product, startProduct } from './support/product.ts';
import { TabletHands } from './support/tablet.ts';

const HOUSEHOLDS = 268;
const KEEPS = 20;
/** A household of the worker's, and what it does after the quarter. */
const HOME = { code: 'XW-0089', head: '谢锦昌' } as const;
const NEWER = 3;
const SOON = { timeout: 60_000 };

let product: Product;
let browser: Browser;
let office: OfficeHands;
let town: OfficeHands;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  product = await startProduct(['--no-build']);
  secrets = await product.secrets();
  browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });
  office = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
  town = await OfficeHands.open(browser, product.origin, 'cangcheng', secrets.ZHEN ?? '');
});
afterAll(async () => {
  await browser?.close();
  await product?.stop();
});

/** The quarter before the one that runs, as the screen calls it. */
function lastQuarter(): { readonly name: string; readonly code: string; readonly to: string } {
  const now = new Date(Date.now() + 8 * 3_600_000);
  const at = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3) - 1;
  const [year, number] = [Math.floor(at / 4), (at % 4) + 1];
  const to = new Date(Date.UTC(year, number * 3, 0)).toISOString().slice(0, 10);
  return { name: `${year}年第${number}季度`, code: `${year}Q${number}`, to };
}

/** The town says for all villages that what is left over lapses, but for some points. */
async function leftoverLapses(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: '规则' }).click();
  await page.getByRole('tab', { name: '政策' }).click();
  const dialog = page.getByRole('dialog');
  for (const [name, set] of [
    ['没兑完的积分季末清零', () => dialog.getByLabel('是', { exact: true }).check()],
    ['清零时每户留下几分结转', () => dialog.getByRole('textbox').fill(String(KEEPS))],
  ] as const) {
    await page
      .getByRole('listitem')
      .filter({ hasText: name })
      .getByRole('button', { name: new RegExp(name) })
      .click();
    await dialog.getByLabel('镇里自己定').check();
    await set();
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}

/** Points of old deeds and what was spent, household by household, as the log of what was carried over says it. */
async function byTheLog(until: string): Promise<ReadonlyMap<string, number>> {
  const left = new Map<string, number>();
  for (const { kind, body, outcome } of await readOps(product.dataDir)) {
    const home: unknown = body.household;
    if (outcome !== 'applied' || typeof home !== 'string' || !home.startsWith('XW-')) continue;
    const add = (points: number) => left.set(home, (left.get(home) ?? 0) + points);
    if (kind === 'carryover.entry' && body.status === 'approved' && body.date <= until) add(body.points);
    if (kind === 'carryover.redemption') add(-body.points);
  }
  return left;
}

/** What devices hold of each household, as the quarter's own list says it. */
async function onDevices(page: Page): Promise<ReadonlyMap<string, number>> {
  const list = page.getByRole('region', { name: '住户', exact: true });
  const more = page.getByRole('button', { name: '再看一些' });
  while (true) {
    await list.locator('tbody tr').first().waitFor();
    const before = await list.locator('tbody tr').count();
    if (before >= HOUSEHOLDS) break;
    await more.click();
    await expect.poll(() => list.locator('tbody tr').count(), SOON).toBeGreaterThan(before);
  }
  const rows = await cells(list.locator('table'));
  return new Map(rows.map((row) => [/XW-\d+/.exec(row[0] ?? '')?.[0] ?? '', figure(row[4])]));
}

const facts = async (dialog: Locator) => {
  await dialog.getByText('清零的户').first().waitFor();
  const names = await dialog.locator('dt').allTextContents();
  const values = await dialog.locator('dd').allTextContents();
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
};

async function openSettling({ page }: OfficeHands): Promise<Locator> {
  await page.getByRole('button', { name: '季末清零', exact: true }).click();
  return page.getByRole('dialog');
}

it('[AL-9] what is left over of a quarter lapses by the dialog, once, and the file on the tablet says so', async () => {
  const { name: quarter, code, to } = lastQuarter();
  const context = await browser.newContext({
    ...{ viewport: { width: 800, height: 1280 }, locale: 'zh-CN', reducedMotion: 'reduce' },
  });
  const tablet = TabletHands.in(context, product.origin, await context.newPage());
  await tablet.enrol(await office.enrolCode('吴锦权的平板', ['吴锦权']));
  await tablet.unlock({ name: '吴锦权', pin: secrets['WG-XW1'] ?? '' });
  await tablet.loaded(HOUSEHOLDS);
  await tablet.carry();
  await tablet.find(HOME.code, `${HOME.head}家`);
  await tablet.score('人居环境整治', '房前屋后日常整洁', `+${NEWER}`);
  await tablet.sync();
  await tablet.tab('首页');
  const carried = Number(/现在带着 (\d+) 分/.exec((await tablet.page.getByText(/现在带着/).textContent()) ?? '')?.[1]);
  await tablet.find(HOME.code, `${HOME.head}家`);
  const before = { earned: await tablet.figure('累计'), redeemable: await tablet.figure('可兑') };

  // Without a village nothing is printed or settled, and the screen says why.
  await leftoverLapses(town.page);
  await town.goto('季度兑换');
  await town.page.getByText('清零、打印按村办').waitFor();
  expect(await town.page.getByRole('button', { name: '季末清零', exact: true }).isDisabled()).toBe(true);
  await town.page.getByLabel('村', { exact: true }).selectOption({ label: '下湾村' });
  await town.page.getByText('清零、打印按村办').waitFor({ state: 'hidden' });

  await office.goto('季度兑换');
  for (const { page } of [town, office]) {
    // The list of the quarter before stays until this one's is there.
    const answered = page.waitForResponse(
      (response) =>
        response.url().endsWith('/api/office/quarter/households') &&
        (response.request().postDataJSON() as { quarter?: string }).quarter === code,
    );
    await page.getByLabel('季度', { exact: true }).selectOption({ label: quarter });
    await answered;
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
  }
  const held = await onDevices(office.page);
  const onAll = [...held.values()].reduce((sum, points) => sum + points, 0);
  expect(carried).toBeGreaterThan(0);
  expect(onAll).toBe(carried);
  const dialog = await openSettling(office);
  const shown = await facts(dialog);
  const expected = [...(await byTheLog(to))]
    // What devices hold stays, and counts among the points that a household carries on.
    .map(([home, left]) => [home, Math.min(left - (held.get(home) ?? 0), left - KEEPS)] as const)
    .filter(([, points]) => points > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const points = expected.reduce((sum, [, lapses]) => sum + lapses, 0);
  const own = expected.find(([home]) => home === HOME.code)?.[1] ?? 0;
  expect(own).toBeGreaterThan(0);
  expect(shown).toEqual({
    清零的户: expected.length.toLocaleString('en'),
    清零的积分: points.toLocaleString('en'),
    '留在设备上，不清零': onAll.toLocaleString('en'),
    每户留下结转的: `${KEEPS} 分以内`,
  });
  const lines = await cells(dialog.locator('table'));
  expect(lines.map(([home = '', lapses]) => [/XW-\d+/.exec(home)?.[0], -figure(lapses)])).toEqual(
    expected.slice(0, lines.length),
  );
  expect(lines).toHaveLength(Math.min(100, expected.length));

  // The town has the same dialog open, and is later.
  const late = await openSettling(town);
  expect(await facts(late)).toEqual(shown);
  await late.getByRole('checkbox').check();

  await dialog.getByRole('button', { name: '清零', exact: true }).click();
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.isVisible(), 'a second, deliberate act is asked for').toBe(true);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '清零', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });

  await late.getByRole('button', { name: '清零', exact: true }).click();
  await late.getByText('这个季度已经结转清零过了，没有再清').waitFor();
  await office.page.getByRole('button', { name: '季末清零', exact: true }).click();
  const total = `${expected.length} 户，清零 ${points.toLocaleString('en')} 分`;
  await dialog.getByText(new RegExp(`由下湾村村委会结清：${total}`)).waitFor();
  expect(await dialog.getByRole('button', { name: '清零', exact: true }).count()).toBe(0);
  await dialog.getByRole('button', { name: '关闭' }).click();
  // Household, natural village, 累计, 可兑, 在设备上, 本季已兑, 季末结余, 季末清零: its last column is what lapsed.
  const [village = []] = await cells(office.page.getByRole('region', { name: '各村汇总' }).locator('table'));
  expect(village).toContain(points.toLocaleString('en'));
  expect(await axeAtEachWidth(office.page, '-settled')).toEqual([]);

  await tablet.sync();
  await tablet.find(HOME.code, `${HOME.head}家`);
  await tablet.expectText(`${quarter}没兑完的积分清零，−${own} 分`);
  expect({ earned: await tablet.figure('累计'), redeemable: await tablet.figure('可兑') }).toEqual({
    earned: before.earned,
    redeemable: before.redeemable - own,
  });
  await context.close();
});
