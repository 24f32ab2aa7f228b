/** Spending rights (AL), through the real endpoint on a real database. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isFileEvent } from '../../src/domain/event.ts';
import { freePoints, pointsOf } from '../../src/domain/points.ts';
import { changeRights } from '../../src/server/office/personRights.ts';
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

const counter = () => device(stage.app, stage.db, 'counter', 'XW', ['clerk']);
const tablet = (user = 'w1') => device(stage.app, stage.db, 'tablet', 'XW', [user]);
const row = (household = H) => countersOf(stage.db, household);

/** Returns what an answer asks for, as an app does. */
function giveBack(one: TestDevice, lines: readonly (readonly [string, number])[]): string {
  const totals = lines.map(([household, keep]) => {
    const counters = one.file(household).allowances[one.id];
    return [household, (counters?.returned ?? 0) + one.remaining(household) - keep] as const;
  });
  return one.record('allowance.return', { lines: totals }, one.id);
}

describe('grants', () => {
  test('[AL-4] a counter holds 60 % of each household’s redeemable points, the rest stays free', async () => {
    const shop = await counter();
    await shop.syncAll();
    expect(shop.remaining(H)).toBe(60);
    expect(shop.remaining('XW-0002')).toBe(6);
    expect(shop.remaining('XW-0003')).toBe(0);
    expect(shop.files.has('DL-0001')).toBe(false);
    expect(freePoints(pointsOf(shop.file(H)))).toBe(40);
    expect(await row('DL-0001')).toMatchObject({ allotted: 0 });
  });

  test('[AL-4] every sync rebalances: new points, also of the very batch, are shared', async () => {
    const shop = await counter();
    await shop.syncAll();
    await asConsole(stage.db, [carried(H, 100)]);
    await shop.syncAll();
    expect(shop.remaining(H)).toBe(120);
    const worker = await tablet();
    worker.carry = ['XW-G1'];
    await worker.syncAll();
    worker.score('XW-0003', 'BIG-01', 'w1', { points: 50 });
    await worker.sync();
    expect(worker.remaining('XW-0003')).toBe(30);
  });

  test('[AL-4] a tablet holds nothing until it takes rights along, then at most the cap per household of its grids', async () => {
    const worker = await tablet();
    await worker.syncAll();
    expect(worker.remaining(H)).toBe(0);
    worker.carry = ['XW-G1'];
    await worker.syncAll();
    expect([worker.remaining(H), worker.remaining('XW-0002')]).toEqual([30, 10]);
    expect(await row()).toMatchObject({ allotted: 30 });
  });

  test('[AL-4] a worker of one grid takes nothing along for another', async () => {
    const worker = await tablet('g1');
    worker.carry = ['XW-G2', 'XW-G1'];
    await asConsole(stage.db, [carried('XW-1001', 50)]);
    await worker.syncAll();
    expect(worker.remaining(H)).toBe(30);
    expect(await row('XW-1001')).toMatchObject({ allotted: 0 });
  });

  test('[AL-2] [AL-7] grants of several devices never exceed what is free', async () => {
    const shop = await counter();
    await shop.syncAll();
    const workers = [await tablet('w1'), await tablet('w2'), await tablet('g1')];
    for (const worker of workers) worker.carry = ['XW-G1'];
    for (const worker of workers) await worker.syncAll();
    expect(workers.map((w) => w.remaining(H))).toEqual([30, 10, 0]);
    expect(await row()).toMatchObject({ final: 100, allotted: 100, redeemed: 0, debt: 0 });
  });

  test('[AL-2] [AL-7] side by side as well', async () => {
    const all = [await counter(), await tablet('w1'), await tablet('w2'), await tablet('g1')];
    for (const one of all) one.carry = ['XW-G1'];
    await Promise.all(all.map((one) => one.syncAll()));
    for (const one of all) await one.syncAll();
    const { final, allotted } = await row();
    expect(allotted).toBeLessThanOrEqual(final);
    expect(all.reduce((sum, one) => sum + one.remaining(H), 0)).toBe(allotted);
  });

  test('[AL-4] an idle sync of a balanced device writes nothing but its contact', async () => {
    const shop = await counter();
    await shop.syncAll();
    await shop.syncAll();
    const before = await stage.db.selectFrom('towns').select('feed_seq').executeTakeFirstOrThrow();
    for (let i = 0; i < 3; i++) expect((await shop.sync()).giveBack).toBeUndefined();
    expect(await stage.db.selectFrom('towns').select('feed_seq').executeTakeFirstOrThrow()).toEqual(before);
  });
});

describe('[AL-2] the database enforces it too', () => {
  test('[AL-2] no statement makes redeemed + remaining allowances exceed the final points', async () => {
    const shop = await counter();
    await shop.syncAll();
    const { db } = stage;
    await expect(sql`update households set redeemed = redeemed + 41 where code = ${H}`.execute(db)).rejects.toThrow(
      /households_not_overspent/,
    );
    await expect(sql`update households set allotted = allotted + 41 where code = ${H}`.execute(db)).rejects.toThrow(
      /households_not_overspent/,
    );
    await expect(sql`update households set final = final - 41 where code = ${H}`.execute(db)).rejects.toThrow(
      /households_not_overspent/,
    );
    await expect(sql`update allowances set spent = spent + 61 where household = ${H}`.execute(db)).rejects.toThrow(
      /allowances_not_overspent/,
    );
    await expect(sql`update households set debt = -1 where code = ${H}`.execute(db)).rejects.toThrow(
      /households_counters/,
    );
  });
});

describe('returns', () => {
  async function carrying() {
    const worker = await tablet();
    worker.carry = ['XW-G1'];
    await worker.syncAll();
    return worker;
  }

  test('[AL-4] [AL-5] a grid no longer carried is asked back until the device itself returns it', async () => {
    const worker = await carrying();
    worker.carry = [];
    const asked = await worker.sync();
    expect([...(asked.giveBack ?? [])].sort()).toEqual([
      [H, 0],
      ['XW-0002', 0],
    ]);
    // The answer may have been lost: it is asked again, and nothing comes back by itself.
    expect((await worker.sync()).giveBack).toHaveLength(2);
    expect(await row()).toMatchObject({ allotted: 30 });
    const back = giveBack(worker, asked.giveBack ?? []);
    const done = await worker.sync();
    expect(worker.verdict(back).outcome).toBe('applied');
    expect(done.giveBack).toBeUndefined();
    expect(await row()).toMatchObject({ allotted: 0 });
    expect(worker.remaining(H)).toBe(0);
    expect((await worker.sync()).giveBack).toBeUndefined();
    worker.carry = ['XW-G1'];
    await worker.syncAll();
    expect(worker.remaining(H)).toBe(30);
  });

  test('[AL-5] [CF-16] rights for the grid of before, of which it has not heard, are told with the load that follows', async () => {
    const worker = await tablet('g1');
    worker.carry = ['XW-G1'];
    // The answer is lost.
    await worker.post(await worker.request());
    expect(await row()).toMatchObject({ allotted: 30 });
    await changeRights(stage.db, { town: TOWN, village: null }, 'g1', { grids: ['XW-G2'] });
    expect((await worker.sync()).directive).toBe('reload');
    const { elsewhere } = (await worker.load()).head;
    expect(elsewhere).toEqual([
      {
        type: 'allowance.set',
        device: worker.id,
        lines: [
          [H, 30, 0],
          ['XW-0002', 10, 0],
        ],
      },
    ]);
    worker.carry = ['XW-G2'];
    expect((await worker.sync()).giveBack).toEqual([
      [H, 0],
      ['XW-0002', 0],
    ]);
    const back = worker.record(
      'allowance.return',
      {
        lines: [
          [H, 30],
          ['XW-0002', 10],
        ],
      },
      worker.id,
    );
    await worker.syncAll();
    expect(worker.verdict(back).outcome).toBe('applied');
    expect(await row()).toMatchObject({ allotted: 0 });
    expect((await worker.load()).head.elsewhere).toMatchObject([
      {
        lines: [
          [H, 30, 30],
          ['XW-0002', 10, 10],
        ],
      },
    ]);
    expect((await (await tablet('w1')).load()).head.elsewhere).toBeUndefined();
  });

  test('[AL-1] [CF-16] what somebody takes back of its redemptions in the grid of before is told, by the feed and with the load', async () => {
    const worker = await tablet('g1');
    worker.carry = ['XW-G1'];
    await worker.syncAll();
    const refs = [4, 5].map((points) => spend(worker, points, 'allowance', 'g1'));
    await worker.syncAll();
    await changeRights(stage.db, { town: TOWN, village: null }, 'g1', { grids: ['XW-G2'] });
    await worker.sync();
    await worker.load();
    const shop = await counter();
    shop.record('redemption.void', { household: H, redemption: refs[0] ?? '', reason: '退货' }, 'clerk');
    await shop.syncAll();
    const other = await tablet('w2');
    other.score(H, 'FX-01', 'w2');
    await other.syncAll();
    await worker.syncAll();
    expect(worker.events.filter((e) => isFileEvent(e) && e.household === H)).toMatchObject([
      { type: 'redemption.voided', redemption: refs[0] },
    ]);
    expect((await worker.load()).head.elsewhere).toMatchObject([
      {
        type: 'allowance.set',
        lines: [
          [H, 39, 0],
          ['XW-0002', 10, 0],
        ],
      },
      { type: 'redemption.voided', redemption: refs[0] },
      { type: 'redemption.recorded', redemption: { id: refs[1], points: 5 } },
    ]);
  });

  test('[AL-1] [CF-09] what is written off of its rights for a household that moved to another village is told all the same', async () => {
    const worker = await carrying();
    const desk = await officeBrowser(stage.app, stage.db, PEOPLE.admin);
    const there = { village: 'DL', grid: 'DL-G1', naturalVillage: '塘边', doorPlate: '塘边8号' };
    desk.record('household.move', { household: H, ...there, reason: '搬家' }, 'admin');
    await desk.syncAll();
    await worker.syncAll();
    expect(worker.files.has(H)).toBe(false);
    desk.record('allowance.writeoff', { device: worker.id, reason: '平板丢了' }, 'admin');
    await desk.syncAll();
    await worker.syncAll();
    const told = worker.events.flatMap((e) => (e.type === 'allowance.set' && e.device === worker.id ? e.lines : []));
    expect(told).toContainEqual([H, 30, 0, 30]);
  });

  test('[AL-4] points that were spent elsewhere lower the counter’s share; the surplus is asked back', async () => {
    const shop = await counter();
    await shop.syncAll();
    const worker = await tablet();
    spend(worker, 40, 'online', 'w1');
    await worker.syncAll();
    const asked = await shop.sync();
    expect(asked.giveBack).toEqual([[H, 36]]);
    giveBack(shop, asked.giveBack ?? []);
    await shop.syncAll();
    expect(shop.remaining(H)).toBe(36);
    expect(await row()).toMatchObject({ redeemed: 40, allotted: 36 });
  });

  test('[AL-1] totals only grow: a lower, too high or repeated return changes nothing', async () => {
    const worker = await carrying();
    const good = worker.record('allowance.return', { lines: [[H, 10]] }, worker.id);
    const lower = worker.record('allowance.return', { lines: [[H, 9]] }, worker.id);
    const high = worker.record('allowance.return', { lines: [[H, 31]] }, worker.id);
    const twice = worker.record(
      'allowance.return',
      {
        lines: [
          [H, 20],
          [H, 15],
        ],
      },
      worker.id,
    );
    const foreign = worker.record('allowance.return', { lines: [['DL-0001', 1]] }, worker.id);
    await worker.sync({ pull: false });
    expect(worker.verdict(good).outcome).toBe('applied');
    for (const bad of [lower, high, twice, foreign])
      expect(worker.verdict(bad)).toMatchObject({ outcome: 'refused', code: 'malformed', params: { field: 'lines' } });
    const account = await stage.db
      .selectFrom('allowances')
      .selectAll()
      .where('household', '=', H)
      .executeTakeFirstOrThrow();
    expect(account).toMatchObject({ granted: 30, returned: 10, spent: 0 });
  });

  test('[AL-5] no clock takes rights away', async () => {
    const worker = await carrying();
    await sql`update devices set last_sync_at = now() - interval '400 days' where id = ${worker.id}`.execute(stage.db);
    const shop = await counter();
    await shop.syncAll();
    expect(await row()).toMatchObject({ allotted: 90 });
    const sale = spend(worker, 30, 'allowance', 'w1');
    await worker.syncAll();
    expect(worker.verdict(sale).outcome).toBe('applied');
  });

  test('[AL-7] [CF-23] points taken back after they were promised: nothing new is granted until it is earned back', async () => {
    const entry = await stage.db
      .selectFrom('entries')
      .select('id')
      .where('household', '=', H)
      .executeTakeFirstOrThrow();
    const shop = await counter();
    await shop.syncAll();
    const sale = spend(shop, 60, 'allowance', 'clerk');
    await shop.sync({ pull: false });
    const office = await officeBrowser(stage.app, stage.db, PEOPLE.office);
    office.record('entry.reverse', { household: H, entry: entry.id, reason: '查实不符' }, 'office');
    await office.syncAll();
    expect(shop.verdict(sale).outcome).toBe('applied');
    expect(await row()).toMatchObject({ final: 0, redeemed: 60, debt: 60 });
    await asConsole(stage.db, [carried(H, 20)]);
    await shop.syncAll();
    expect(await row()).toMatchObject({ final: 20, redeemed: 60, allotted: 0, debt: 40 });
    await asConsole(stage.db, [carried(H, 50)]);
    await shop.syncAll();
    expect(await row()).toMatchObject({ final: 70, redeemed: 60, allotted: 6, debt: 0 });
  });
});
