/** 一月一公示: the office closes a month, a neighbour reads it on a phone. */
import type { Browser, Page } from 'playwright-core';
import type { OfficeHands } from '../support/officeDesk.ts';
import type { TownClock } from './townClock.ts';

const monthName = (month: string) => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

/** Closes a month and publishes it, after its figures were looked at; gives those figures by their words. */
export async function publishMonth(office: OfficeHands, month: string): Promise<ReadonlyMap<string, string>> {
  const { page } = office;
  await office.goto('公示');
  await page.getByRole('button', { name: `看看再公示 ${monthName(month)}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('上榜户数').waitFor();
  const words = await dialog.locator('dt').allTextContents();
  const values = await dialog.locator('dd').allTextContents();
  await dialog.getByLabel('我看过了，就按这个公示').check();
  await dialog.getByRole('button', { name: '公示', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  // Another month's days run into this one: a month is the one whose list opens.
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `看名单 ${monthName(month)}`, exact: true }) })
    .getByText('公示中')
    .waitFor();
  return new Map(words.map((word, i) => [word, values[i] ?? '']));
}

/** Opens the list of a published month. */
export async function openMonth(office: OfficeHands, month: string): Promise<void> {
  const { page } = office;
  await office.goto('总览');
  await office.goto('公示');
  await page.getByRole('button', { name: `看名单 ${monthName(month)}`, exact: true }).click();
  await page.getByRole('button', { name: '打印 A4' }).waitFor();
}

/** A neighbour's phone at the page for everybody. */
export async function neighboursPhone(browser: Browser, clock: TownClock, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  await clock.follow(context);
  const phone = await context.newPage();
  await phone.goto(address);
  return phone;
}
