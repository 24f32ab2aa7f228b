/** 一月一公示: the office closes a month, a neighbour objects on a phone, the office answers. */
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

/** Objects by the public page; gives the number of the receipt. */
export async function object(phone: Page, name: string, text: string): Promise<string> {
  await phone.getByLabel('您的姓名').fill(name);
  await phone.getByLabel('哪里不对').fill(text);
  await phone.getByRole('button', { name: '交上去' }).click();
  const said = (await phone.getByText(/受理号/).textContent()) ?? '';
  return /[0-9A-Z]{4,6}-\d{6}/.exec(said)?.[0] ?? '';
}

/** The objection is right: an entry of a household is taken back with the answer. */
export async function uphold(
  office: OfficeHands,
  receipt: string,
  household: string,
  title: string,
  answer: string,
): Promise<void> {
  const { page } = office;
  await office.goto('总览');
  await office.goto('公示');
  await page.getByRole('tab', { name: /异议/ }).click();
  await page.getByRole('button', { name: `答复 ${receipt}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('怎么答复').fill(answer);
  await dialog.getByLabel('户主、户号或名次').fill(household);
  await dialog.getByLabel(new RegExp(`^撤销 .*${title}`)).check();
  await dialog.getByRole('button', { name: '定下来' }).click();
  await dialog.waitFor({ state: 'hidden' });
}
