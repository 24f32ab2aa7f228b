/** Redemptions within and beyond spending rights, through the real endpoint on a real database. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '../../src/domain/calendar.ts';
import { auditTown } from './support/auditTown.ts';
import { asConsole, device, officeBrowser, PEOPLE, TOWN } from './support/smallTown.ts';
import { countersOf, spend, townWithPoints } from './support/spending.ts';
import { H, openStage, type Stage } from './support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => townWithPoints(stage.db));
afterEach(() => auditTown(stage.db, TOWN));
afterAll(() => stage.close());

const counter = () => device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
const tablet = (user = 'w1') => device(stage.app, stage.db, 'tablet', 'XW', [user]);
const row = (household = H) => countersOf(stage.db, household);

describe('redemptions', () => {
  test('[CF-11] [AL-1] [AL-3] within the allowance always applied; remaining = granted − returned − spent', async () => {
    const shop = await counter();
    await shop.syncAll();
    const sale = spend(shop, 25, 'allowance', 'clerk');
    await shop.syncAll();
    expect(shop.verdict(sale)).toEqual({ outcome: 'applied', code: 'ok' });
    expect(await row()).toMatchObject({ redeemed: 25 });
    // 60 % of the 75 that are left are 45: the counter is topped up from 35.
    expect(shop.remaining(H)).toBe(45);
    const account = await stage.db
      .selectFrom('allowances')
      .selectAll()
      .where('household', '=', H)
      .executeTakeFirstOrThrow();
    expect(account).toMatchObject({ granted: 70, returned: 0, spent: 25 });
  });

  test('[AL-3] beyond the allowance without a connection: held, the goods are a person’s matter', async () => {
    const shop = await counter();
    await shop.syncAll();
    const ok = spend(shop, 50, 'allowance', 'clerk');
    const beyond = spend(shop, 20, 'allowance', 'clerk');
    await shop.sync({ pull: false });
    expect(shop.verdict(ok).outcome).toBe('applied');
    expect(shop.verdict(beyond)).toEqual({
      outcome: 'held',
      code: 'over_allowance',
      params: { points: 20, remaining: 10 },
    });
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const accept = office.record('case.decide', { case: beyond, decision: 'accept' }, 'office');
    await office.syncAll();
    await shop.syncAll();
    expect(office.verdict(accept).outcome).toBe('applied');
    expect(shop.file(H).redemptions.map((r) => [r.id, r.mode])).toEqual([
      [ok, 'allowance'],
      [beyond, 'online'],
    ]);
    expect(await row()).toMatchObject({ redeemed: 70, debt: 0 });
  });

  test('[AL-7] accepting more than there is leaves the Case open', async () => {
    const shop = await counter();
    await shop.syncAll();
    const beyond = spend(shop, 200, 'allowance', 'clerk');
    await shop.syncAll();
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    const accept = office.record('case.decide', { case: beyond, decision: 'accept' }, 'office');
    await office.syncAll();
    expect(office.verdict(accept)).toMatchObject({ outcome: 'refused', code: 'still_held' });
    expect(await row()).toMatchObject({ redeemed: 0, debt: 0 });
  });

  test('[CF-12] online beyond the allowance: applied if free points suffice, else refused before the goods leave', async () => {
    const shop = await counter();
    await shop.syncAll();
    const worker = await tablet();
    const ok = spend(worker, 30, 'online', 'w1');
    const no = spend(worker, 11, 'online', 'w1');
    await worker.syncAll();
    expect(worker.verdict(ok).outcome).toBe('applied');
    expect(worker.verdict(no)).toEqual({ outcome: 'refused', code: 'insufficient', params: { points: 11, free: 10 } });
    expect(await row()).toMatchObject({ redeemed: 30, allotted: 60 });
  });

  test('[CF-12] [AL-7] two devices spending the same free points side by side: one of them', async () => {
    const workers = [await tablet('w1'), await tablet('w2')];
    const sales = workers.map((w, i) => spend(w, 60, 'online', i === 0 ? 'w1' : 'w2'));
    await Promise.all(workers.map((w) => w.syncAll()));
    const outcomes = workers.map((w, i) => w.verdict(sales[i] ?? '').outcome);
    expect(outcomes.sort()).toEqual(['applied', 'refused']);
    expect(await row()).toMatchObject({ redeemed: 60 });
  });

  test('[CF-25] the window is judged by the time of recording, not of the sync', async () => {
    const today = dayOf(Date.now());
    const yesterday = addDays(today, -1);
    const shop = await counter();
    await shop.syncAll();
    await asConsole(stage.db, [
      {
        kind: 'policy.publish',
        body: { village: 'XW', policy: { redemptionWindows: [{ from: addDays(today, -9), to: yesterday }] } },
      },
    ]);
    const inside = spend(shop, 5, 'allowance', 'clerk', Date.now() - 86_400_000);
    const outside = spend(shop, 6, 'allowance', 'clerk');
    const online = spend(shop, 7, 'online', 'clerk');
    await shop.syncAll();
    expect(shop.verdict(inside).outcome).toBe('applied');
    expect(shop.verdict(outside)).toMatchObject({ outcome: 'held', code: 'outside_window', params: { date: today } });
    expect(shop.verdict(online)).toMatchObject({ outcome: 'refused', code: 'window_closed' });
  });

  test('[AL-1] a void gives the points back to where they came from, once', async () => {
    const shop = await counter();
    await shop.syncAll();
    const sale = spend(shop, 20, 'allowance', 'clerk');
    await shop.sync({ pull: false });
    const first = shop.record('redemption.void', { household: H, redemption: sale, reason: '退货' }, 'clerk');
    const second = shop.record('redemption.void', { household: H, redemption: sale, reason: '退货' }, 'clerk');
    await shop.syncAll();
    expect(shop.verdict(first).outcome).toBe('applied');
    expect(shop.verdict(second)).toMatchObject({ outcome: 'refused', code: 'already_voided' });
    expect(await row()).toMatchObject({ redeemed: 0, allotted: 60 });
    expect(shop.remaining(H)).toBe(60);
  });

  test('[SY-6][CF-27] goods that come back while their redemption waits leave nothing to decide about it; what was kept waits for itself', async () => {
    const today = dayOf(Date.now());
    const shop = await counter();
    await shop.syncAll();
    const window = { from: addDays(today, -9), to: addDays(today, -1) };
    const policy = { redemptionWindows: [window] };
    await asConsole(stage.db, [{ kind: 'policy.publish', body: { village: 'XW', policy } }]);
    const whole = shop.record(
      'redemption.record',
      { household: H, lines: [{ sku: 'salt', quantity: 6, price: 1 }], points: 6, mode: 'allowance' },
      'clerk',
    );
    const back = shop.record('redemption.void', { household: H, redemption: whole, reason: '退一件' }, 'clerk');
    const lines = [{ sku: 'salt', quantity: 5, price: 1 }];
    const kept = shop.record(
      'redemption.record',
      { household: H, lines, points: 5, mode: 'allowance', instead: whole },
      'clerk',
    );
    await shop.syncAll();
    expect(shop.verdict(whole)).toMatchObject({ outcome: 'held', code: 'outside_window' });
    expect(shop.verdict(back)).toMatchObject({ outcome: 'applied', params: { withdrawn: whole } });
    expect(shop.verdict(kept)).toMatchObject({ outcome: 'held', code: 'outside_window' });
    const cases = await stage.db.selectFrom('cases').select(['id', 'decision']).orderBy('id').execute();
    expect(cases).toEqual([
      { id: whole, decision: 'reject' },
      { id: kept, decision: null },
    ]);
    expect(await row()).toMatchObject({ redeemed: 0 });
  });
});
