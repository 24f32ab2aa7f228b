/** 一年一排名: who is left out, and the list is frozen. */
import type { OfficeHands } from '../support/officeDesk.ts';

/** The ranking of a year, as it would be. */
export async function openRanking(office: OfficeHands, year: string): Promise<void> {
  const { page } = office;
  await office.goto('年度排名');
  const field = page.getByLabel('年份');
  await page.getByText(/户上榜/).waitFor();
  await field.fill(year);
  await page.getByText(new RegExp(`^${year}年：\\d+ 户上榜`)).waitFor();
}

/** A household is left out, with the reason. */
export async function exclude({ page }: OfficeHands, head: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: `不参加 ${head}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('原因（村委会里看得到）').fill(reason);
  await dialog.getByRole('button', { name: '不参加排名' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: `不参加 ${head}` }).waitFor({ state: 'hidden' });
}

/** Freezes the list; nothing speaks for waiting. */
export async function freeze({ page }: OfficeHands): Promise<void> {
  await page.getByRole('button', { name: '定案', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/^这一年已经过完/).waitFor();
  await dialog.getByLabel('我核对过了，定案以后不能改').check();
  await dialog.getByRole('button', { name: '定案', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText(/日已定案$/).waitFor();
}
