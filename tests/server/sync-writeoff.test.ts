/** Writing off the rights of a device (AL-5, CF-13), through the real endpoint on a real database. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { townStats } from '../../src/server/cli/stats.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, carried, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { countersOf, spend, townWithPoints } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';
import type { TestDevice } from './support/testDevice.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => townWithPoints(stage.db));
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const office = () => officeBrowser(stage.app, stage.db, PEOPLE.office);
const row = (household = H) => countersOf(stage.db, household);

/** A tablet that took 30 points of the household along, and 10 of the second one. */
async function carrying(): Promise<TestDevice> {
  const tablet = await device(stage.app, stage.db, 'tablet', 'XW', ['w1']);
  tablet.carry = ['XW-G1'];
  await tablet.syncAll();
  return tablet;
}

async function writeOff(one: TestDevice, from: TestDevice, lines?: readonly (readonly [string, number])[]) {
  const body = { device: from.id, reason: '平板掉进水塘', ...(lines ? { lines } : {}) };
  const ref = one.record('allowance.writeoff', body, 'office');
  await one.syncAll();
  return ref;
}

/** Spends all that is free of the household, so that nothing covers what comes late. */
async function spendFree(points: number): Promise<void> {
  const shop = await device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
  const sale = spend(shop, points, 'online', 'clerk');
  await shop.sync({ pull: false });
  expect(shop.verdict(sale).outcome).toBe('applied');
}

const account = (one: TestDevice, household = H) =>
  stage.db
    .selectFrom('allowances')
    .select(['granted', 'returned', 'spent', 'written_off', 'claimed'])
    .where('device', '=', one.id)
    .where('household', '=', household)
    .executeTakeFirstOrThrow();

describe('the write-off', () => {
  test('[AL-5] what it holds of a household that moved away is the other village’s to give up', async () => {
    const lost = await carrying();
    const place = { village: 'DL', grid: 'DL-G1', naturalVillage: '塘边', doorPlate: '9号' };
    await asConsole(stage.db, [{ kind: 'household.move', body: { household: 'XW-0002', ...place, reason: '迁走' } }]);
    const browser = await office();
    const ref = await writeOff(browser, lost);
    expect(browser.verdict(ref)).toMatchObject({ outcome: 'applied', params: { points: 30, households: 1 } });
    expect(await account(lost, 'XW-0002')).toMatchObject({ granted: 10, written_off: 0 });
  });

  test('[AL-5] frees what the device holds, names who and why, and is no clock’s doing', async () => {
    const lost = await carrying();
    const browser = await office();
    const ref = await writeOff(browser, lost);
    expect(browser.verdict(ref)).toEqual({ outcome: 'applied', code: 'ok', params: { points: 40, households: 2 } });
    expect(await row()).toMatchObject({ redeemed: 0, allotted: 0 });
    expect(await account(lost)).toEqual({ granted: 30, returned: 0, spent: 0, written_off: 30, claimed: 0 });
    const booked = await stage.db.selectFrom('write_offs').selectAll().execute();
    expect(booked).toMatchObject([
      { id: ref, device: lost.id, by_user: 'office', reason: '平板掉进水塘', points: 40, households: 2 },
    ]);
    const { rows } = await sql<{ body: object }>`select body from ledger where type = 'allowance.written_off'`.execute(
      stage.db,
    );
    expect(rows).toMatchObject([{ body: { ref, device: lost.id, by: 'office', reason: '平板掉进水塘' } }]);
    // The office's own browser and everyone else see the points as free.
    expect(browser.file(H).allowances[lost.id]).toEqual({ granted: 30, returned: 0, writtenOff: 30 });
  });

  test('[AL-5] single households and part of the points', async () => {
    const lost = await carrying();
    const browser = await office();
    const ref = await writeOff(browser, lost, [
      [H, 12],
      ['XW-0003', 5],
    ]);
    expect(browser.verdict(ref).params).toEqual({ points: 12, households: 1 });
    expect(await account(lost)).toMatchObject({ written_off: 12 });
    expect(await row()).toMatchObject({ allotted: 18 });
    // Twice is what is left, and no more.
    expect(browser.verdict(await writeOff(browser, lost)).params).toEqual({ points: 28, households: 2 });
    expect(browser.verdict(await writeOff(browser, lost)).params).toEqual({ points: 0, households: 0 });
    expect(await stage.db.selectFrom('write_offs').selectAll().execute()).toHaveLength(2);
  });

  test('[AL-5] a device that is not there, or of another village, is refused and nothing changes', async () => {
    const lost = await carrying();
    const browser = await office();
    const unknown = browser.record('allowance.writeoff', { device: 'ZZZZ', reason: 'r' }, 'office');
    await browser.syncAll();
    expect(browser.verdict(unknown)).toMatchObject({ outcome: 'refused', code: 'unknown_device' });
    await stage.db.updateTable('devices').set({ village: 'DL' }).where('id', '=', lost.id).execute();
    const foreign = browser.record('allowance.writeoff', { device: lost.id, reason: 'r' }, 'office');
    await browser.syncAll();
    expect(browser.verdict(foreign)).toMatchObject({ outcome: 'refused', code: 'unknown_device' });
    expect(await row()).toMatchObject({ allotted: 30 });
  });

  test('[AL-2] the database keeps the counters true', async () => {
    const lost = await carrying();
    await writeOff(await office(), lost);
    for (const change of ['written_off = written_off + 1', 'spent = 1', 'returned = 1', 'granted = 29'])
      await expect(
        sql`update allowances set ${sql.raw(change)} where device = ${lost.id} and household = ${H}`.execute(stage.db),
        change,
      ).rejects.toThrow(/allowances_not_overspent/);
    for (const change of ['claimed = 31', 'write_off = null'])
      await expect(
        sql`update allowances set ${sql.raw(change)} where device = ${lost.id} and household = ${H}`.execute(stage.db),
        change,
      ).rejects.toThrow(/allowances_claims/);
  });
});

describe('[CF-13] late redemptions on written-off rights', () => {
  test('[CF-13] covered by the household’s free points: they pay, nothing is short', async () => {
    const lost = await carrying();
    const sale = spend(lost, 20, 'allowance', 'w1');
    const ref = await writeOff(await office(), lost);
    lost.carry = [];
    await lost.syncAll();
    expect(lost.verdict(sale)).toEqual({
      outcome: 'applied',
      code: 'written_off',
      params: { writeOff: ref, writtenOff: 20 },
    });
    expect(await row()).toMatchObject({ final: 100, redeemed: 20, allotted: 0, debt: 0 });
    expect(lost.file(H).redemptions[0]?.late).toEqual({ writeOff: ref, points: 20, shortfall: 0 });
    expect(await account(lost)).toMatchObject({ granted: 50, spent: 20, written_off: 30, claimed: 20 });
    expect(lost.remaining(H)).toBe(0);
  });

  test('[CF-13] [AL-7] what the household cannot cover is the write-off’s, never the household’s', async () => {
    const lost = await carrying();
    const sale = spend(lost, 25, 'allowance', 'w1');
    const browser = await office();
    const ref = await writeOff(browser, lost);
    await spendFree(90);
    lost.carry = [];
    await lost.syncAll();
    expect(lost.verdict(sale)).toEqual({
      outcome: 'applied',
      code: 'written_off',
      params: { writeOff: ref, writtenOff: 25, shortfall: 15 },
    });
    // The household pays 90 + 10 of its 100; the goods are worth 115, and 15 stand on the write-off.
    expect(await row()).toMatchObject({ final: 100, redeemed: 100, allotted: 0, debt: 0 });
    const stats = await townStats(stage.db, { code: TOWN, name: '' });
    expect(stats.total).toMatchObject({ redeemed: 100, shortfall: 15, redeemable: 110 - 100 + 100 });
    const booked = await sql<{ by_user: string; shortfall: number }>`select w.by_user, r.shortfall from redemptions r
      join write_offs w on w.town = r.town and w.id = r.write_off where r.id = ${sale}`.execute(stage.db);
    expect(booked.rows).toEqual([{ by_user: 'office', shortfall: 15 }]);
    // New points are the household's own: nothing of the shortfall is earned back from them.
    await asConsole(stage.db, [carried(H, 5)]);
    expect(await row()).toMatchObject({ final: 105, redeemed: 100, debt: 0 });
    await browser.syncAll();
    expect(browser.file(H).redemptions.find((r) => r.id === sale)?.late?.shortfall).toBe(15);
  });

  test('[CF-13] no more than was written off: beyond it the device has no right', async () => {
    const lost = await carrying();
    const sales = [20, 10, 1].map((points) => spend(lost, points, 'allowance', 'w1'));
    await writeOff(await office(), lost);
    lost.carry = [];
    await lost.syncAll();
    expect(sales.map((s) => lost.verdict(s).code)).toEqual(['written_off', 'written_off', 'over_allowance']);
    expect(await row()).toMatchObject({ redeemed: 30, allotted: 0 });
  });

  test('[CF-13] a right that is left and one that was written off cover one redemption together', async () => {
    const lost = await carrying();
    const sale = spend(lost, 25, 'allowance', 'w1');
    const ref = await writeOff(await office(), lost, [[H, 10]]);
    await lost.sync({ pull: false });
    expect(lost.verdict(sale).params).toEqual({ writeOff: ref, writtenOff: 5 });
    expect(await account(lost)).toMatchObject({ granted: 35, spent: 25, written_off: 10, claimed: 5 });
  });

  test('[CF-13] voided: points go back to the household, the shortfall is gone, the right stays written off', async () => {
    const lost = await carrying();
    const sale = spend(lost, 25, 'allowance', 'w1');
    const browser = await office();
    await writeOff(browser, lost);
    await spendFree(90);
    lost.carry = [];
    await lost.syncAll();
    const back = lost.record('redemption.void', { household: H, redemption: sale, reason: '退货' }, 'w1');
    await lost.syncAll();
    expect(lost.verdict(back).outcome).toBe('applied');
    expect(await row()).toMatchObject({ redeemed: 90, allotted: 0 });
    expect(lost.remaining(H)).toBe(0);
    expect((await townStats(stage.db, { code: TOWN, name: '' })).total.shortfall).toBe(0);
    // The device had sold on the same right again before it heard: that is a claim like the first.
    const again = spend(lost, 25, 'allowance', 'w1');
    await lost.syncAll();
    expect(lost.verdict(again)).toMatchObject({ code: 'written_off', params: { writtenOff: 25, shortfall: 15 } });
  });

  test('[CF-13] a Case about a late redemption, decided, claims as well', async () => {
    const lost = await carrying();
    await asConsole(stage.db, [
      {
        kind: 'policy.publish',
        body: { village: null, policy: { redemptionWindows: [{ from: '2020-01-01', to: '2020-01-02' }] } },
      },
    ]);
    const sale = spend(lost, 20, 'allowance', 'w1');
    const browser = await office();
    await writeOff(browser, lost);
    lost.carry = [];
    await lost.syncAll();
    expect(lost.verdict(sale)).toMatchObject({ outcome: 'held', code: 'outside_window' });
    const accept = browser.record('case.decide', { case: sale, decision: 'accept' }, 'office');
    await browser.syncAll();
    expect(browser.verdict(accept)).toMatchObject({ outcome: 'applied' });
    await lost.syncAll();
    expect(lost.file(H).redemptions.map((r) => r.late?.points)).toEqual([20]);
    expect(await row()).toMatchObject({ redeemed: 20, allotted: 0 });
  });
});

describe('[AL-5] a device that comes back', () => {
  test('[AL-5] returns what was written off: counted once', async () => {
    const lost = await carrying();
    await writeOff(await office(), lost);
    const back = lost.record('allowance.return', { lines: [[H, 30]] }, lost.id);
    lost.carry = [];
    await lost.syncAll();
    expect(lost.verdict(back)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(await account(lost)).toEqual({ granted: 60, returned: 30, spent: 0, written_off: 30, claimed: 30 });
    expect(await row()).toMatchObject({ redeemed: 0, allotted: 0 });
    expect(lost.remaining(H)).toBe(0);
    // The claim is used up: nothing more comes of those rights.
    const more = lost.record('allowance.return', { lines: [[H, 31]] }, lost.id);
    const sale = spend(lost, 1, 'allowance', 'w1');
    await lost.syncAll();
    expect(lost.verdict(more)).toMatchObject({ outcome: 'refused', code: 'malformed' });
    expect(lost.verdict(sale)).toMatchObject({ outcome: 'held', code: 'over_allowance' });
  });

  test('[AL-5] spends part and returns the rest, each counted once, and may be granted anew', async () => {
    const lost = await carrying();
    const sale = spend(lost, 12, 'allowance', 'w1');
    lost.record('allowance.return', { lines: [[H, 18]] }, lost.id);
    await writeOff(await office(), lost);
    await lost.syncAll();
    expect(lost.verdict(sale).code).toBe('written_off');
    expect(await account(lost)).toMatchObject({ spent: 12, returned: 18, written_off: 30, claimed: 30 });
    // It still carries the grid: 30 anew, out of what is free.
    expect(lost.remaining(H)).toBe(30);
    expect(await row()).toMatchObject({ redeemed: 12, allotted: 30 });
  });

  test('[AL-5] pushing the same again changes nothing', async () => {
    const lost = await carrying();
    const sale = spend(lost, 20, 'allowance', 'w1');
    await writeOff(await office(), lost);
    const request = await lost.request();
    await lost.post(request);
    const once = [await row(), await account(lost)];
    await lost.post(request);
    expect([await row(), await account(lost)]).toEqual(once);
    await lost.syncAll();
    expect(lost.verdict(sale).code).toBe('written_off');
  });
});
