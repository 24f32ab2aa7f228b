/** The office reviews a week: one household after the other, by the keys that the screen names. */
import { expect } from 'vitest';
import type { OfficeHands } from '../support/officeDesk.ts';

/** The queue with the entries of one household alone, its first row in view. */
async function showHousehold({ page }: OfficeHands, household: string): Promise<void> {
  const search = page.getByRole('searchbox').first();
  await search.fill(household);
  await search.press('Enter');
  await page.locator('tbody tr').filter({ hasText: household }).first().waitFor();
  await page.locator('tbody tr').filter({ hasNotText: household }).first().waitFor({ state: 'detached' });
}

/** Opens an entry of a household by the title of its item. */
async function openEntry(office: OfficeHands, household: string, title: string): Promise<void> {
  await showHousehold(office, household);
  const row = office.page.locator('tbody tr').filter({ hasText: title });
  await row.first().click();
  await office.page.locator('tr[aria-current="true"]').filter({ hasText: title }).waitFor();
}

/** How many entries of a household wait for review, as the server has it: what an alert said last may be of the entry before. */
async function waiting(office: OfficeHands, household: string): Promise<number> {
  return (await office.entries({ status: 'submitted', household })).entries.length;
}

/** Decides, and waits until the server has it. */
async function decided(office: OfficeHands, household: string, act: () => Promise<void>): Promise<void> {
  const before = await waiting(office, household);
  await act();
  await expect.poll(() => waiting(office, household), { timeout: 90_000 }).toBe(before - 1);
}

export async function approve(office: OfficeHands, household: string, title: string): Promise<void> {
  await openEntry(office, household, title);
  await decided(office, household, () => office.page.keyboard.press('a'));
}

export async function reject(office: OfficeHands, household: string, title: string, reason: string): Promise<void> {
  const { page } = office;
  await openEntry(office, household, title);
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: '原因' }).fill(reason);
  await decided(office, household, () => page.getByRole('button', { name: '退回 1 条' }).click());
}

export async function approveWith(
  office: OfficeHands,
  household: string,
  title: string,
  points: number,
  reason: string,
): Promise<void> {
  const { page } = office;
  await openEntry(office, household, title);
  await page.keyboard.press('p');
  await page.getByRole('spinbutton', { name: '改为多少分' }).fill(String(points));
  await page.getByRole('textbox', { name: '为什么改' }).fill(reason);
  await decided(office, household, () => page.getByRole('button', { name: /并通过$/ }).click());
}
