/** `npm run screenshots`: the README's pictures, from the real app with the demo town. Run `npm run build` first. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { CounterHands } from './support/counter.ts';
import { type LookSize, launchChromium, openPage } from './support/look.ts';
import { OfficeHands } from './support/officeDesk.ts';
import { startProduct } from './support/product.ts';

const OUT = join(import.meta.dirname, '../../docs/images');
const product = await startProduct(['--no-build']);
const secrets = await product.secrets();
const browser = await launchChromium();

async function picture(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(700);
  await page.screenshot({ path: join(OUT, `${name}.png`) });
}

async function tablet(size: LookSize): Promise<Page> {
  const printed = await product.town('enrol', '--village', 'XW', '--users', 'WG-XW1');
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(printed)?.[0] ?? '';
  const { page } = await openPage(browser, size, 'zh-CN');
  await page.goto(`${product.origin}/enrol#${code}`);
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText(/请按 6 位 PIN/).waitFor();
  for (const digit of secrets['WG-XW1'] ?? '') await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByText('我的网格').waitFor();
  await page.getByText(/都已上传/).waitFor();
  return page;
}

async function openFile(page: Page, code: string): Promise<void> {
  await page.getByRole('link', { name: '住户', exact: true }).click();
  await page.getByRole('searchbox').first().fill(code);
  await page
    .getByRole('button', { name: new RegExp(code) })
    .first()
    .click();
  await page.getByRole('button', { name: '加分', exact: true }).waitFor();
}

const upright = await tablet('tablet');
await picture(upright, 'home-tablet');
await openFile(upright, 'XW-0089');
await picture(upright, 'file-tablet');
await upright.getByRole('button', { name: '加分', exact: true }).click();
await upright.getByRole('tab', { name: '人居环境整治' }).click();
await upright.getByRole('button', { name: /房前屋后日常整洁/ }).click();
await picture(upright, 'score-tablet');

const phone = await tablet('phone');
await openFile(phone, 'XW-0076');
await picture(phone, 'file-phone');
const wide = await tablet('wide');
await openFile(wide, 'XW-0123');
await picture(wide, 'file-wide');

const { page: office } = await openPage(browser, 'wide', 'zh-CN');
await office.goto(`${product.origin}/office`);
await office.getByLabel('账号').fill('cangcheng');
await office.getByLabel('密码').fill(secrets.ZHEN ?? '');
await office.getByRole('button', { name: '登录', exact: true }).click();
await office.getByRole('heading', { name: '总览' }).waitFor();
await office.getByText('34,815').first().waitFor();
await picture(office, 'office-overview');
await office.getByRole('navigation').getByRole('link', { name: /审核/ }).click();
await office.getByRole('heading', { name: '审核', exact: true }).waitFor();
await picture(office, 'office-review');

// The store's counter: a card and goods, as a barcode gun types them.
const village = await OfficeHands.open(browser, product.origin, 'xiawan', secrets['CWH-XW'] ?? '');
const card = await village.cardPayload('XW', 'XW-0089');
const profile = await mkdtemp(join(tmpdir(), 'village-points-pictures-'));
const counter = await CounterHands.open(product.origin, profile);
const clerk = { name: '邓秋芬', pin: secrets['DY-XW'] ?? '' };
await counter.start(await village.enrolCode('兑换店柜台', [clerk.name], 'counter'), clerk);
for (const code of [card, '6910000010746', '6950000012227', '6920000011117']) await counter.shoot(code);
await counter.page.getByText('合计 45 分').waitFor();
await picture(counter.page, 'counter-wide');
await counter.hands.close();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });

await browser.close();
await product.stop();
