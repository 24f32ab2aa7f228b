/** The tablet at the doors and the counter of the store, enrolled by code as people do it. */
import type { Browser } from 'playwright-core';
import { CounterHands } from '../support/counter.ts';
import type { OfficeHands } from '../support/officeDesk.ts';
import { TabletHands, type Worker } from '../support/tablet.ts';
import { withoutPrinter } from './papers.ts';
import type { TownClock } from './townClock.ts';

interface Place {
  readonly browser: Browser;
  readonly origin: string;
  readonly clock: TownClock;
  readonly office: OfficeHands;
  readonly waitMs: number;
}

async function device({ browser, origin, clock, waitMs }: Place): Promise<TabletHands> {
  const context = await browser.newContext({
    viewport: { width: 800, height: 1280 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(waitMs);
  await clock.follow(context);
  await withoutPrinter(context);
  return TabletHands.in(context, origin, await context.newPage());
}

/** A tablet for one worker, loaded and unlocked. */
export async function enrolTablet(place: Place, worker: Worker, households: number): Promise<TabletHands> {
  const tablet = await device(place);
  await tablet.enrol(await place.office.enrolCode(`${worker.name}的平板`, [worker.name]));
  await tablet.unlock(worker);
  await tablet.loaded(households);
  return tablet;
}

/** The store's counter for one clerk. */
export async function enrolCounter(place: Place, clerk: Worker): Promise<CounterHands> {
  const counter = await CounterHands.of(await device(place));
  await counter.start(await place.office.enrolCode('兑换店柜台', [clerk.name], 'counter'), clerk);
  return counter;
}

export interface Deed {
  readonly household: string;
  readonly head: string;
  readonly category: string;
  readonly title: string;
  /** What is tapped in the sheet, such as +3. */
  readonly choose?: string;
}

/** One deed at a door, of the day; plus or minus by its item. */
export async function scoreDeed(tablet: TabletHands, deed: Deed, sign: '加分' | '减分' = '加分'): Promise<void> {
  await tablet.find(deed.household, `${deed.head}家`);
  await tablet.button(sign).click();
  const { page } = tablet;
  await page.getByRole('tab', { name: deed.category }).or(tablet.button(deed.category)).first().click();
  await tablet.button(new RegExp(deed.title)).first().click();
  const sheet = page.getByRole('dialog');
  if (deed.choose) await sheet.getByText(deed.choose, { exact: true }).click();
  await sheet.getByRole('button', { name: /^保存/ }).click();
  // What is beyond a cap is saved too, and says so in other words.
  await sheet.waitFor({ state: 'hidden' });
  await tablet.button('加分').waitFor();
}

/** A household comes to the counter with its card and takes goods, by their barcodes; gives the number of the receipt. */
export async function redeem(
  counter: CounterHands,
  card: string,
  family: RegExp,
  barcodes: readonly string[],
): Promise<string> {
  const { page } = counter;
  await counter.shoot(card);
  await page.getByRole('heading', { name: family }).waitFor();
  for (const code of barcodes) await counter.shoot(code);
  await page.keyboard.press('F9');
  await page.getByText('请住户看一眼').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('兑好了，可以给货').waitFor();
  return (
    (await page
      .getByText(/^[0-9A-HJKMNP-TV-Z]{4,6}-\d{6}$/)
      .first()
      .textContent()) ?? ''
  );
}

/** The close of the day, at the counter. */
export async function openDaysClose({ page }: CounterHands): Promise<void> {
  await page.getByRole('link', { name: /今日/ }).click();
  await page.getByRole('button', { name: '结算' }).click();
  await page.getByRole('table').first().waitFor();
}
